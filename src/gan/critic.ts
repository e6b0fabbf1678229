/**
 * The critic (also called the discriminator; here always the critic): sequences [T, B, F] to one logit each, [B].
 * A convolutional one looks at windows of the sequence, a recurrent one reads it from the first step to the last;
 * both together add their logits.
 */
import { add, leakyRelu, reshape, slice, type Tensor, transpose } from '../graph/index.ts';
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

export interface CriticConfig {
  readonly kind: 'cnn' | 'lstm' | 'gru' | 'both';
  /** Units of a recurrent layer; channels of a convolution. */
  readonly hidden: number;
  readonly layers: number;
  readonly spectralNorm: boolean;
}

export interface Critic {
  readonly parameters: ParameterSpecs;
  /** x [T, B, F] -> logits [B]. */
  apply(scope: Scope, x: Tensor): Tensor;
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
  parts.head = norm(dense({ inputs: size, outputs: 1 }));
  const network = chain(parts);
  return {
    parameters: network.parameters,
    apply: (scope: Scope, x: Tensor) => network.apply(scope, transpose(x, [1, 2, 0])),
  };
}

function recurrent(
  cell: 'lstm' | 'gru',
  { hidden, layers, spectralNorm: isNormed }: CriticConfig,
  features: number,
) {
  const body = { lstm, gru }[cell]({ inputs: features, hidden, layers });
  const head = (isNormed ? spectralNorm : (layer: Layer) => layer)(dense({ inputs: hidden, outputs: 1 }));
  return {
    parameters: { ...prefixed(cell, body.parameters), ...prefixed('head', head.parameters) },
    apply(scope: Scope, x: Tensor): Tensor {
      const { outputs } = body.apply(within(scope, cell), x);
      const [length, batch] = outputs.shape as [number, number];
      const last = reshape(slice(outputs, 0, { start: length - 1 }), [batch, hidden]);
      return head.apply(within(scope, 'head'), last);
    },
  };
}

export function createCritic(config: CriticConfig, features: number, length: number): Critic {
  const views: Record<string, Critic> = {};
  if (config.kind === 'cnn' || config.kind === 'both') views.cnn = convolutional(config, features, length);
  if (config.kind !== 'cnn') {
    views.rnn = recurrent(config.kind === 'gru' ? 'gru' : 'lstm', config, features);
  }
  const entries = Object.entries(views);
  return {
    parameters: Object.assign({}, ...entries.map(([name, view]) => prefixed(name, view.parameters))),
    apply: (scope, x) =>
      reshape(
        entries.map(([name, view]) => view.apply(within(scope, name), x)).reduce((a, b) => add(a, b)),
        [x.shape[1]!],
      ),
  };
}
