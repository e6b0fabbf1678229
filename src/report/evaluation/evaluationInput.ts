/** What the report of an evaluation is made from: the figures, and the two sets for the pictures. */
import type { EvaluationResult, SequenceSet } from '../../evaluate/index.ts';

export interface EvaluationInput {
  readonly result: EvaluationResult;
  /** [N, T, F] and [M, T, F] in the user's units. */
  readonly real: SequenceSet;
  readonly generated: SequenceSet;
  /** How the reader knows the sets: files or folders. */
  readonly names: {
    readonly real: string;
    readonly generated: string;
    readonly heldOut?: string | undefined;
  };
  /** English when absent. */
  readonly language?: 'en' | 'zh';
}
