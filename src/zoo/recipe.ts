/**
 * One recipe is one record: what it is, where it comes from, what was published of it, how ours differs, and how it is
 * trained. The list, the help, the table of the docs and the tests of all recipes are made from it.
 */
import type { Sequences } from '../gan/index.ts';
import type { Engine } from '../runtime/engine.ts';

export const zooMetrics = ['discriminative', 'predictive', 'context-fid'] as const;
/** Ids of the judge (evaluate/registry.ts) that recipes are compared by; lower is better in all of them. */
export type ZooMetric = (typeof zooMetrics)[number];

/** A figure as it was printed, of windows of 24 steps. */
export interface PublishedFigure {
  readonly dataset: 'sines' | 'stocks' | 'energy' | 'etth1';
  readonly metric: ZooMetric;
  readonly value: number;
  /** What stands behind the plus and minus sign; what it means, the source says. */
  readonly spread: number;
  /** The protocol that the figure was measured by, as the judge names it. */
  readonly protocol: 'timegan-2019' | 'diffusion-ts';
  readonly source: string;
}

export interface Recipe {
  readonly name: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly paper: string;
  readonly formula: string;
  /** Where ours is not what the paper or its code does, one sentence each. */
  readonly deviations: readonly string[];
  readonly published: readonly PublishedFigure[];
  readonly procedure: Procedure;
}

export type Procedure =
  /** The GAN of src/gan: settings of a run as a configuration file would say them, and nothing else. */
  | {
      readonly kind: 'settings';
      readonly settings: Readonly<Record<string, string | number | boolean>>;
      /** Columns are understood as `gan-lstm train` does, where there is a table, and not only scaled by their extremes. */
      readonly learns?: 'table';
    }
  /** A training of its own. `steps` is what is usual, of each phase; 0 where nothing is trained step by step. */
  | { readonly kind: 'own'; readonly steps: number; readonly phases?: number; readonly fit: Fit };

export type Fit = (options: FitOptions) => Promise<Sampler>;

export interface FitOptions {
  readonly engine: Engine;
  /** Windows with every feature in 0 .. 1. */
  readonly windows: Sequences;
  readonly steps: number;
  readonly seed: number;
  readonly report?: ((progress: FitProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** `step` of `steps`, counted over all phases of a training. */
export interface FitProgress {
  readonly step: number;
  readonly steps: number;
  readonly losses: Readonly<Record<string, number>>;
}

export interface Sampler {
  /** New sequences in the units of the windows; the same seed gives the same ones. */
  sample(count: number, seed: number): Promise<Sequences>;
  release(): Promise<void>;
}
