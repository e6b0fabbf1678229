/**
 * The critic (also called the discriminator; here always the critic): sequences [T, B, F] to one logit each, [B].
 * A convolutional one looks at windows of the sequence, a recurrent one reads it from the first step to the last;
 * both together add their logits. What a view hands to its last layer are its features [B, K]. A critic that tells
 * classes besides has a logit for each (classCritic.ts).
 */
import { add, concat, leakyRelu, reshape, type Tensor, transpose } from '../graph/index.ts';
import {
  chain,
  convolutionLayer,
  dense,
  gru,
  type Layer,
  lstm,
  type ParameterSpecs,
  pointwise,
  prefixed,
  type Scope,
  spectralNorm,
  within,
} from '../nn/index.ts';
import { logSumExp } from './classCritic.ts';

export interface CriticConfig {
  readonly kind: 'cnn' | 'lstm' | 'gru' | 'both';
  /** Units of a recurrent layer; channels of a convolution. */
  readonly hidden: number;
  readonly layers: number;
  readonly spectralNorm: boolean;
  /** How much of the change from step to step the critic sees beside the values (views.ts); 0 is none. */
  readonly differences: number;
}

/** What a critic makes of sequences. */
export interface Reading {
  /** [B, K]. */
  readonly features: Tensor;
  /** [B]. */
  readonly logits: Tensor;
  /** [B, classes], where it tells classes. */
  readonly classes?: Tensor | undefined;
}

export interface Critic {
  readonly parameters: ParameterSpecs;
  /** x [T, B, F]. */
  read(scope: Scope, x: Tensor): Reading;
  /** x [T, B, F] -> logits [B]. */
  apply(scope: Scope, x: Tensor): Tensor;
}

/** Widens the features [B, K] before the last layer, as minibatch deviation does. */
export interface FeatureExtension {
  readonly extra: number;
  extend(features: Tensor): Tensor;
}

/** A part of a critic up to its features. */
interface View {
  readonly parameters: ParameterSpecs;
  readonly size: number;
  features(scope: Scope, x: Tensor): Tensor;
}

const KERNEL = 5;
const SLOPE = 0.2;

function convolutional(
  { hidden, layers, spectralNorm: isNormed }: CriticConfig,
  features: number,
  length: number,
) {
  const norm = isNormed ? spectralNorm : (layer: Layer) => layer;
  const parts: Record<string, Layer> = {};
  let extent = length;
  for (let layer = 0; layer < layers; layer++) {
    const stride = extent > KERNEL ? 2 : 1;
    extent = Math.floor((extent - 1) / stride) + 1;
    const [inputs, padding] = [layer === 0 ? features : hidden, [(KERNEL - 1) / 2]];
    parts[`conv${layer}`] = norm(
      convolutionLayer({ inputs, outputs: hidden, kernel: [KERNEL], stride: [stride], padding }),
    );
    parts[`activation${layer}`] = pointwise((x) => leakyRelu(x, SLOPE));
  }
  const size = hidden * extent;
  parts.flatten = pointwise((x) => reshape(x, [x.shape[0]!, size]));
  const network = chain(parts);
  const view: View = {
    parameters: network.parameters,
    size,
    features: (scope, x) => network.apply(scope, transpose(x, [1, 2, 0])),
  };
  return view;
}

function recurrent(cell: 'lstm' | 'gru', { hidden, layers }: CriticConfig, features: number) {
  const body = { lstm, gru }[cell]({ inputs: features, hidden, layers });
  const view: View = {
    parameters: prefixed(cell, body.parameters),
    size: hidden,
    features(scope, x) {
      const { last } = body.apply(within(scope, cell), x);
      return last.at(-1)![0]!;
    },
  };
  return view;
}

/** A view and the layer that makes its features one logit, or one for each class. */
function headed(view: View, isNormed: boolean, extension: FeatureExtension | undefined, outputs: number) {
  const layer = dense({ inputs: view.size + (extension?.extra ?? 0), outputs });
  const head = isNormed ? spectralNorm(layer) : layer;
  return {
    parameters: { ...view.parameters, ...prefixed('head', head.parameters) },
    read(scope: Scope, x: Tensor) {
      const features = view.features(scope, x);
      const seen = extension ? extension.extend(features) : features;
      return { features, logits: head.apply(within(scope, 'head'), seen) };
    },
  };
}

export function createCritic(
  config: CriticConfig,
  features: number,
  length: number,
  extension?: FeatureExtension,
  /** How many classes it tells, if any. */
  classes?: number,
): Critic {
  const views: Record<string, View> = {};
  if (config.kind === 'cnn' || config.kind === 'both') views.cnn = convolutional(config, features, length);
  if (config.kind !== 'cnn') {
    views.rnn = recurrent(config.kind === 'gru' ? 'gru' : 'lstm', config, features);
  }
  const entries = Object.entries(views).map(
    ([name, view]) => [name, headed(view, config.spectralNorm, extension, classes ?? 1)] as const,
  );
  function read(scope: Scope, x: Tensor): Reading {
    const readings = entries.map(([name, view]) => view.read(within(scope, name), x));
    const features = concat(
      readings.map((reading) => reading.features),
      1,
    );
    const said = readings.map((reading) => reading.logits).reduce((a, b) => add(a, b));
    if (classes !== undefined) return { features, logits: logSumExp(said), classes: said };
    return { features, logits: reshape(said, [x.shape[1]!]) };
  }
  return {
    parameters: Object.assign({}, ...entries.map(([name, view]) => prefixed(name, view.parameters))),
    read,
    apply: (scope, x) => read(scope, x).logits,
  };
}
