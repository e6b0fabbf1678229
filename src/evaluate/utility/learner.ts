/** What learns a task from examples: one record per kind of learner. */
import type { Engine } from '../../runtime/engine.ts';
import type { SequenceSet } from '../sequenceSet.ts';

export type AnswerKind = 'class' | 'number';

export interface Examples {
  /** Standardised. */
  readonly inputs: SequenceSet;
  /** [N, outputs]: of a class 1 at its place and -1 elsewhere; of numbers the standardised numbers. */
  readonly targets: Float64Array;
  readonly outputs: number;
  readonly kind: AnswerKind;
}

export interface LearnerRun {
  readonly seed: number;
  readonly engine?: Engine | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Learner {
  readonly id: string;
  /** How a sentence names it. */
  readonly name: string;
  readonly needsEngine: boolean;
  /** Whether another seed learns another way. */
  readonly isRandom: boolean;
  readonly isSlow: boolean;
  readonly settings: Readonly<Record<string, number | string | readonly number[] | readonly string[]>>;
  readonly citation: string;
  /** Learns from the examples, and answers each asked set: [N, outputs]. */
  answer(
    examples: Examples,
    asked: readonly SequenceSet[],
    run: LearnerRun,
  ): Promise<readonly Float64Array[]> | readonly Float64Array[];
}
