/** The outcome of an evaluation, as it is written to JSON and read by reports. */
import type { Problem } from '../errors/userError.ts';
import type { Controls } from './controls/controls.ts';
import type { Judgement } from './controls/judgement.ts';
import type { Figure } from './figure.ts';
import type { Metric } from './metric.ts';
import type { PreparationId } from './preparation.ts';
import type { Protocol } from './protocol.ts';

export const resultSchema = 'gan-lstm/evaluation';
/** Raised when a reader of older files would misread a newer one. */
export const resultVersion = 1;

export interface MetricReport
  extends Pick<Metric, 'id' | 'name' | 'group' | 'direction' | 'citation' | 'explanation' | 'doesNotProve'> {
  readonly protocol: Protocol;
  /** [least, greatest]; infinite ends are null in JSON. */
  readonly range: readonly [number, number];
  readonly status: 'measured' | 'skipped';
  /** Why it was skipped. */
  readonly reason?: string;
  readonly figure?: Figure;
  readonly controls?: Controls;
  readonly judgement?: Judgement;
  /** 0 at the floor, 1 at the least bad wrong generator (controls.ts). */
  readonly position?: number;
}

export interface SetSummary {
  readonly count: number;
  readonly length: number;
  readonly features: number;
}

export interface EvaluationResult {
  readonly schema: typeof resultSchema;
  readonly version: typeof resultVersion;
  readonly seed: number;
  /** Name and version of the engine that trained the judges. */
  readonly engine: string | null;
  readonly preparation: PreparationId;
  readonly featureNames: readonly string[];
  readonly sets: {
    readonly real: SetSummary;
    readonly generated: SetSummary;
    readonly heldOut: SetSummary | null;
  };
  /** How the real set was cut for floors. */
  readonly floorSplit: string;
  readonly warnings: readonly Problem[];
  readonly metrics: readonly MetricReport[];
}

/** JSON text; numbers that JSON does not have become null. */
export const resultJson = (result: EvaluationResult): string => `${JSON.stringify(result, null, 2)}\n`;
