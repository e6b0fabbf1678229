/**
 * The generator: noise [T, B, Z] for every step, and one draw [B, S] for the whole sequence that every step sees
 * again, through a stack of recurrent layers to features in (-1, 1):
 *
 *     h = LSTM([z_t, s]);   x_t = tanh(W h_t + b)
 *
 * The recurrent layers start from zero, as in the article, or from tanh(V s + c): a sequence cut out of a longer one
 * does not begin at rest.
 *
 * Where not all features are plain numbers (featureGroups.ts), the head is shaped group by group (heads.ts). What holds
 * for a whole sequence is drawn first or given (attributes.ts), and every step sees it beside the noise, as in
 * DoppelGANger (Lin et al. 2020, arXiv:1909.13403).
 */
import { concat, expand, greater, reshape, select, slice, type Tensor, tanh, zeros } from '../graph/index.ts';
import {
  dense,
  gru,
  type Layer,
  lstm,
  type ParameterSpecs,
  prefixed,
  type Scope,
  within,
} from '../nn/index.ts';
import type { Range } from './attributeRanges.ts';
import { type Attributes, createAttributes } from './attributes.ts';
import { arePlain, type FeatureGroup, groupChoices, sumOf } from './featureGroups.ts';
import { cutAtEnd, endFlags, shapeFeatures } from './heads.ts';

export interface GeneratorConfig {
  readonly cell: 'lstm' | 'gru';
  readonly hidden: number;
  readonly layers: number;
  /** Noise values per step, and per sequence. */
  readonly noise: number;
  readonly sequenceNoise: number;
  /** What the recurrent layers start from: zero, or a learned function of the sequence's noise. */
  readonly start: 'zero' | 'noise';
}

export interface Noise {
  /** [T, B, Z]. */
  readonly steps: Tensor;
  /** [B, S], or [T, B, S] where it drifts (drift.ts); absent when `sequenceNoise` is 0. */
  readonly sequence?: Tensor | undefined;
  /** [T, B, L], one for every level of every choice of a step; absent without choices. */
  readonly levels?: Tensor | undefined;
  /** [B, A], for what holds for a whole sequence; absent where nothing does. */
  readonly attributes?: Tensor | undefined;
}

export interface Generator {
  readonly parameters: ParameterSpecs;
  /** Values of each kind of noise: Z, S, L and A, 0 where there is none. */
  readonly noise: { readonly [K in keyof Required<Noise>]: number };
  /** Values that all layers carry from step to step, for one sequence. */
  readonly stateSize: number;
  /** What holds for a whole sequence, where something does; its parameters are `attributes.*`. */
  readonly attributes?: Attributes;
  /** -> [T, B, F]; numbers in (-1, 1). `told` are the attributes [B, Fs], which are drawn when absent. */
  apply(scope: Scope, noise: Noise, told?: Tensor): Tensor;
  /** The same from a state, and the state after the last step, so that a series can be made piece by piece. */
  goOn(scope: Scope, noise: Noise, from: Continuation, told?: Tensor): Continued;
}

export interface Continuation {
  /** What all layers carry, [B, layers x carried x H]. */
  readonly state: Tensor;
  /** 1 where a series begins here and the state is not looked at, else 0; a scalar. */
  readonly begins: Tensor;
}

export interface Continued {
  /** [T, B, F]. */
  readonly sequences: Tensor;
  readonly state: Tensor;
}

export function createGenerator(
  config: GeneratorConfig,
  features: number,
  groups?: readonly FeatureGroup[],
  ranges?: readonly (readonly Range[])[],
): Generator {
  const { cell, hidden, layers, noise, sequenceNoise } = config;
  const isPlain = arePlain(groups);
  const { moving, fixed, hasEnd } = sortGroups(isPlain ? [] : groups!);
  const attributes = fixed.length > 0 ? createAttributes(fixed, ranges ?? [], hidden) : undefined;
  const whole = sequenceNoise + (attributes?.width ?? 0);
  const recurrent = { lstm, gru }[cell]({ inputs: noise + whole, hidden, layers });
  const head: Layer = dense({ inputs: hidden, outputs: features - (attributes?.width ?? 0) });
  const carried = { lstm: 2, gru: 1 }[cell];
  const start =
    config.start === 'noise' && whole > 0
      ? dense({ inputs: whole, outputs: layers * carried * hidden })
      : undefined;
  const stateSize = layers * carried * hidden;
  const inLayers = (states: Tensor) =>
    Array.from({ length: layers }, (_, layer) =>
      Array.from({ length: carried }, (_, i) =>
        slice(states, 1, { start: (layer * carried + i) * hidden, size: hidden }),
      ),
    );

  function run(
    scope: Scope,
    { steps, sequence, levels, attributes: attributeNoise }: Noise,
    told?: Tensor,
    from?: Continuation,
  ): Continued {
    const [length, batch] = steps.shape as [number, number];
    const everyStep = (x: Tensor, width: number) =>
      expand(reshape(x, [1, batch, width]), [length, batch, width]);
    const drawn = told ?? attributes?.draw(within(scope, 'attributes'), attributeNoise!); // [B, Fs]
    const fixedOnes = drawn && everyStep(drawn, attributes!.width);
    const ofSequence = sequence?.shape.length === 2 ? everyStep(sequence, sequenceNoise) : sequence; // [T, B, S]
    const seen = concat(
      [steps, ofSequence, fixedOnes].filter((x) => x !== undefined),
      2,
    ); // [T, B, Z + S + Fs]
    const first = start && reshape(slice(seen, 0, { size: 1 }), [batch, noise + whole]);
    const fresh = // [B, layers carried H]
      start && tanh(start.apply(within(scope, 'start'), slice(first!, 1, { start: noise, size: whole })));
    const states = from
      ? select(greater(from.begins, 0.5), fresh ?? zeros([batch, stateSize]), from.state)
      : fresh;
    const { outputs: numbers, last } = recurrent.apply(
      within(scope, cell),
      seen,
      states && inLayers(states),
      (outputs) => head.apply(within(scope, 'head'), outputs),
    );
    return {
      sequences: shaped(numbers, levels, fixedOnes),
      state: concat(last.flat(), 1),
    };
  }

  /** The head's numbers [T, B, .] to features, with those of the attributes [T, B, Fs] beside them. */
  function shaped(numbers: Tensor, levels: Tensor | undefined, fixedOnes: Tensor | undefined): Tensor {
    if (isPlain) return tanh(numbers);
    const made = shapeFeatures([...moving, ...(hasEnd ? [END] : [])], numbers, levels);
    const flags = hasEnd ? endFlags(made.at(-1)!) : undefined;
    const values = concat([...(hasEnd ? made.slice(0, -1) : made), ...(fixedOnes ? [fixedOnes] : [])], 2);
    if (!flags) return values;
    return concat([cutAtEnd(values, slice(flags, 2, { size: 1 })), flags], 2);
  }

  return {
    parameters: {
      ...prefixed(cell, recurrent.parameters),
      ...prefixed('head', hasEnd ? endingLate(head.parameters) : head.parameters),
      ...(start && prefixed('start', start.parameters)),
      ...(attributes && prefixed('attributes', attributes.parameters)),
    },
    noise: {
      steps: noise,
      sequence: sequenceNoise,
      levels: sumOf([...moving, ...(hasEnd ? [END] : [])], groupChoices),
      attributes: attributes?.noise ?? 0,
    },
    stateSize,
    ...(attributes && { attributes }),
    apply: (scope, noise, told) => run(scope, noise, told).sequences,
    goOn: (scope, noise, from, told) => run(scope, noise, told, from),
  };
}

const END: FeatureGroup = { kind: 'end' };

/** What the numbers of the end's two flags start from: it comes about once in sixty steps, not in every second. */
const LATE = 1.5;

function endingLate({ bias, ...others }: ParameterSpecs): ParameterSpecs {
  const initialize = (shape: readonly number[]) => {
    const values = new Float32Array(shape[0]!);
    values.set([LATE, -LATE], values.length - 2);
    return values;
  };
  return { ...others, bias: { ...bias!, initialize } };
}

/** Groups of steps, then those of whole sequences, then the end: the order in which they must come. */
function sortGroups(groups: readonly FeatureGroup[]) {
  const moving = groups.filter(({ kind, isStatic }) => kind !== 'end' && !isStatic);
  const fixed = groups.filter(({ isStatic }) => isStatic);
  const hasEnd = groups.length > moving.length + fixed.length;
  const ordered = [...moving, ...fixed].every((group, i) => groups[i] === group);
  if (!ordered)
    throw new Error('createGenerator: groups of steps come first, then static ones, then the end');
  return { moving, fixed, hasEnd };
}
