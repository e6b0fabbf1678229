/**
 * A detector as a record: what it looks for, the numbers it judges by, and what helps. Detectors see one observation
 * of the training (observation.ts) at a time; a finding is told when it holds at several looks in a row, because a
 * single look is a small sample.
 */
import type { GanConfig } from '../config.ts';
import type { Observation } from './observation.ts';
import type { Remedy } from './remedies.ts';

export type Evidence = Readonly<Record<string, number>>;

export interface Detector {
  /** How it tells, as a formula or a sentence, with its source. */
  readonly tells: string;
  /** Looks in a row that must agree. */
  readonly patience: number;
  /** Share of the run before which it does not judge: an untrained generator looks like a collapsed one. */
  readonly warmUp: number;
  /** The numbers it judges by; undefined where it cannot tell. */
  measure(observation: Observation): Evidence | undefined;
  isFound(evidence: Evidence): boolean;
  sentence(evidence: Evidence): string;
  /** What a person is advised. */
  advice(config: GanConfig): string;
  /** What can be done while training goes on; the first that changes something is taken. */
  readonly remedies: readonly Remedy[];
}
