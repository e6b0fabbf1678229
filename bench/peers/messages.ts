/** What the measuring program and a contender's process say to each other, one JSON line each (python/serve.py too). */
import type { PeerCase } from './cases.ts';

export type Request =
  /** `how`: the form of the step; the fastest of all where it is absent. */
  | {
      readonly type: 'prepare';
      readonly folder: string;
      readonly one: PeerCase;
      readonly how?: string | undefined;
    }
  | { readonly type: 'run'; readonly seconds: number }
  /** Ours chooses form and batch by the count. */
  | {
      readonly type: 'sample';
      readonly folder: string;
      readonly one: PeerCase;
      readonly how: string;
      readonly count: number;
      readonly batch: number;
    };

/** The first line of a process. */
export interface Greeting {
  readonly version: string;
  /** Of the language: of Python and numpy, or of Node. */
  readonly python?: string;
  readonly numpy?: string;
  readonly node?: string;
}

export interface Prepared {
  /** The form of the step that turned out fastest, what each took in a short trial (ms), and those that failed. */
  readonly how: string;
  readonly forms: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, string>>;
  readonly parameters: number;
  /** [critic's, generator's] of the first steps. */
  readonly losses: readonly (readonly number[])[];
  /** Until the first step is done: building, compiling, and the step itself. */
  readonly compileMilliseconds: number;
}

export interface Turn {
  /** Milliseconds of a step, one figure for each chunk of steps. */
  readonly times: readonly number[];
  /** The same in processor time, that of all threads together. */
  readonly processor: readonly number[];
  readonly steps: number;
}

export interface Sampled {
  readonly seconds: number;
}
