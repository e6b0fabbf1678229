/**
 * The repetitions of a judge: trainings on the same two sets that differ in their seed alone, so that any of them can be
 * done by itself, in any order and by any worker, with the same result.
 */
import type { MetricContext } from '../metric.ts';
import { runSeed } from './training.ts';

export interface Repetition {
  readonly seed: number;
  /** Tells how much of this repetition is done, 0..1. */
  done(share: number): void;
}

/** Which repetitions `context` asks for, where the protocol has `usual` of them. */
export const runsOf = (context: MetricContext, usual: number): readonly number[] =>
  context.runs ?? Array.from({ length: context.repetitions ?? usual }, (_, run) => run);

/** One result for each repetition that is asked for, in their order. */
export async function repeated(
  context: MetricContext,
  usual: number,
  once: (repetition: Repetition) => Promise<number> | number,
): Promise<number[]> {
  const { seed, signal, progress } = context;
  const runs = runsOf(context, usual);
  const results: number[] = [];
  for (const [at, run] of runs.entries()) {
    signal?.throwIfAborted();
    const done = (share: number) => progress(at + share, runs.length);
    results.push(await once({ seed: runSeed(seed, run), done }));
    done(1);
  }
  return results;
}
