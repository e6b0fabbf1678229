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
 * for a whole sequence is drawn first, by two dense layers from noise of its own, and every step sees it beside the
 * noise, as in DoppelGANger (Lin et al. 2020, arXiv:1909.13403).
 */
import { concat, expand, reshape, slice, type Tensor, tanh } from '../graph/index.ts';
import {
  chain,
  dense,
  gru,
  type Layer,
  lstm,
  type ParameterSpecs,
  pointwise,
  prefixed,
  type Scope,
  within,
} from '../nn/index.ts';
import { arePlain, type FeatureGroup, groupChoices, groupWidth, sumOf } from './featureGroups.ts';
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
  /** [B, S]; absent when `sequenceNoise` is 0. */
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
  /** -> [T, B, F]; numbers in (-1, 1). */
  apply(scope: Scope, noise: Noise): Tensor;
}

/** Noise values from which the attributes of a sequence are made, besides those that choose their levels. */
const ATTRIBUTE_NOISE = 16;

export function createGenerator(
  config: GeneratorConfig,
  features: number,
  groups?: readonly FeatureGroup[],
): Generator {
  const { cell, hidden, layers, noise, sequenceNoise } = config;
  const isPlain = arePlain(groups);
  const { moving, fixed, hasEnd } = sortGroups(isPlain ? [] : groups!);
  const attributes = fixed.length > 0 ? attributeLayers(fixed, hidden) : undefined;
  const given = sequenceNoise + (attributes?.width ?? 0);
  const recurrent = { lstm, gru }[cell]({ inputs: noise + given, hidden, layers });
  const head: Layer = dense({ inputs: hidden, outputs: features - (attributes?.width ?? 0) });
  const carried = { lstm: 2, gru: 1 }[cell];
  const start =
    config.start === 'noise' && given > 0
      ? dense({ inputs: given, outputs: layers * carried * hidden })
      : undefined;
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
    apply(scope, { steps, sequence, levels, attributes: attributeNoise }) {
      const [length, batch] = steps.shape as [number, number];
      const everyStep = (x: Tensor, width: number) =>
        expand(reshape(x, [1, batch, width]), [length, batch, width]);
      const drawn = attributes?.apply(within(scope, 'attributes'), attributeNoise!); // [B, Fs]
      const known = [sequence, drawn].filter((x) => x !== undefined);
      const whole = known.length > 1 ? concat(known, 1) : known[0]; // [B, S + Fs]
      const input = whole ? concat([steps, everyStep(whole, given)], 2) : steps;
      const states = start && tanh(start.apply(within(scope, 'start'), whole!)); // [B, layers carried H]
      const initial =
        states &&
        Array.from({ length: layers }, (_, layer) =>
          Array.from({ length: carried }, (_, i) =>
            slice(states, 1, { start: (layer * carried + i) * hidden, size: hidden }),
          ),
        );
      const { outputs } = recurrent.apply(within(scope, cell), input, initial);
      const numbers = head.apply(within(scope, 'head'), outputs);
      if (isPlain) return tanh(numbers);
      const made = shapeFeatures([...moving, ...(hasEnd ? [END] : [])], numbers, levels);
      const flags = hasEnd ? endFlags(made.at(-1)!) : undefined;
      const parts = [
        ...(hasEnd ? made.slice(0, -1) : made),
        ...(drawn ? [everyStep(drawn, attributes!.width)] : []),
      ];
      const values = parts.length > 1 ? concat(parts, 2) : parts[0]!;
      if (!flags) return values;
      return concat([cutAtEnd(values, slice(flags, 2, { size: 1 })), flags], 2);
    },
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

/** Noise [B, A] to the features of static groups, [B, Fs]: two dense layers, then the head of each group. */
function attributeLayers(groups: readonly FeatureGroup[], hidden: number) {
  const [width, choices] = [sumOf(groups, groupWidth), sumOf(groups, groupChoices)];
  const layers = chain({
    inner: dense({ inputs: ATTRIBUTE_NOISE, outputs: hidden }),
    activation: pointwise(tanh),
    outer: dense({ inputs: hidden, outputs: width }),
  });
  return {
    width,
    noise: ATTRIBUTE_NOISE + choices,
    parameters: layers.parameters,
    apply(scope: Scope, noise: Tensor): Tensor {
      const numbers = layers.apply(scope, slice(noise, 1, { size: ATTRIBUTE_NOISE }));
      const drawn = choices > 0 ? slice(noise, 1, { start: ATTRIBUTE_NOISE, size: choices }) : undefined;
      const made = shapeFeatures(groups, numbers, drawn);
      return made.length > 1 ? concat(made, 1) : made[0]!;
    },
  };
}
