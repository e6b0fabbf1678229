/**
 * Values as the file has them, for protocols that do not scale, and log-returns of them, log(x[t] / x[t - 1]): what
 * work on prices judges. Log-returns need values above zero; where the real set has others, both sets stay as they are,
 * and a warning says so. A generated value that is not above zero counts as the smallest real one.
 */
import { extremesOf, type SequenceSet } from '../sequenceSet.ts';

/** Undoes the preparation. */
export function inOwnUnits({ scaling, ...set }: SequenceSet): SequenceSet {
  if (!scaling) return set;
  const { shift, scale } = scaling;
  const { features } = set;
  return { ...set, values: set.values.map((x, i) => x / scale[i % features]! + shift[i % features]!) };
}

/** [N, T, F] -> [N, T - 1, F]; a value that is not above 0 counts as `least`, per feature. */
export function logReturns(set: SequenceSet, least: ArrayLike<number>): SequenceSet {
  const { count, length, features, values } = set;
  const returns = new Float32Array(count * (length - 1) * features);
  const logAt = (i: number) => Math.log(values[i]! > 0 ? values[i]! : least[i % features]!);
  let to = 0;
  for (let n = 0; n < count; n++) {
    for (let i = (n * length + 1) * features; i < (n + 1) * length * features; i++) {
      returns[to++] = logAt(i) - logAt(i - features);
    }
  }
  return { ...set, length: length - 1, values: returns };
}

export interface ReturnSets {
  readonly real: SequenceSet;
  readonly generated: SequenceSet;
  readonly warnings: readonly string[];
}

export function asReturns(real: SequenceSet, generated: SequenceSet): ReturnSets {
  const [a, b] = [inOwnUnits(real), inOwnUnits(generated)];
  const { low } = extremesOf(a);
  if (!low.every((x) => x > 0)) {
    const warning =
      'some real values are not above 0 and have no log-returns: the values themselves are judged';
    return { real: a, generated: b, warnings: [warning] };
  }
  const hasOthers = extremesOf(b).low.some((x) => !(x > 0));
  return {
    real: logReturns(a, low),
    generated: logReturns(b, low),
    warnings: hasOthers ? ['generated values that are not above 0 count as the smallest real value'] : [],
  };
}
