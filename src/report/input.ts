/** What a report is made from, and the rule that it must meet. */
import { type SequenceSet, sequenceSet } from '../evaluate/sequenceSet.ts';

export interface LossPoint {
  readonly step: number;
  readonly criticLoss: number;
  readonly generatorLoss: number;
  /** Mean logits that the critic gives to real and to generated sequences. */
  readonly realLogit: number;
  readonly generatedLogit: number;
}

/** |dL/dv_t| of each player by the step t of a sequence, at the last look of the diagnosis; none without recurrence. */
export interface GradientsThroughTime {
  readonly critic: readonly number[];
  readonly generator: readonly number[];
}

export interface CategoryInput {
  readonly name: string;
  readonly levels: readonly string[];
  /** [N, T] and [M, T]: places in `levels`. */
  readonly real: Float32Array;
  readonly generated: Float32Array;
}

export interface ReportInput {
  readonly title: string;
  /** English when absent. */
  readonly language?: 'en' | 'zh';
  /** Names of the F features. */
  readonly columns: readonly string[];
  /** T, steps per sequence. */
  readonly length: number;
  /** [N, T, F] and [M, T, F], row-major, in the user's units; NaN where a value is missing. */
  readonly real: Float32Array;
  readonly generated: Float32Array;
  /** Columns of texts; they have figures of their own. */
  readonly categories?: readonly CategoryInput[];
  /** [N] and [M]: steps that each sequence has, where they differ; after them everything is NaN. */
  readonly lengths?: { readonly real: Int32Array; readonly generated: Int32Array };
  /** In order of steps; any number of points. */
  readonly losses: readonly LossPoint[];
  readonly throughTime?: GradientsThroughTime;
  /** Shown as they are: data, recipe, seeds, seconds, steps, engine. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly warnings: readonly string[];
  /** Chooses the sequences that are shown, the halves of the real set and the samples. */
  readonly seed: number;
}

export interface ReportSets {
  readonly real: SequenceSet;
  readonly generated: SequenceSet;
}

export function readSets({ columns, length, real, generated }: ReportInput): ReportSets {
  if (columns.length === 0 || !Number.isInteger(length) || length < 1) {
    throw new Error(
      `report: ${columns.length} columns and length ${length}; a report needs at least one of each`,
    );
  }
  const sets = {
    real: sequenceSet(real, length, columns.length),
    generated: sequenceSet(generated, length, columns.length),
  };
  for (const [name, { count }] of Object.entries(sets)) {
    if (count === 0)
      throw new Error(`report: the ${name} set is empty; a report needs at least one sequence`);
  }
  return sets;
}
