/** What each sequence of a set is of: a class, or a number. Tasks are learned from it (utility/). */
export type Labels =
  | {
      readonly kind: 'class';
      /** Names of the classes; the same list, in the same order, for all sets that are compared. */
      readonly names: readonly string[];
      /** One place in `names` per sequence. */
      readonly of: Int32Array;
    }
  | { readonly kind: 'number'; readonly of: Float64Array };

/** The labels of the sequences at `rows`. */
export function pickLabels(labels: Labels, rows: ArrayLike<number>): Labels {
  return labels.kind === 'class'
    ? { ...labels, of: Int32Array.from(rows, (row) => labels.of[row]!) }
    : { ...labels, of: Float64Array.from(rows, (row) => labels.of[row]!) };
}

/** Of the sequences `from` .. `to - 1`. */
export function partOfLabels(labels: Labels, from: number, to: number): Labels {
  return labels.kind === 'class'
    ? { ...labels, of: labels.of.subarray(from, to) }
    : { ...labels, of: labels.of.subarray(from, to) };
}
