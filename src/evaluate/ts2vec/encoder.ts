/**
 * The encoder of TS2Vec (Yue et al. 2022, arXiv:2106.10466) in Diffusion-TS' form: a dense layer F -> C, then
 * residual blocks i = 0 .. depth of two dilated convolutions (kernel 3, dilation 2^i, as many steps out as in),
 *
 *     block(x) = conv(gelu(conv(gelu(x)))) + x,     a 1x1 convolution in the place of + x where widths change or last,
 *
 * C -> C for the first `depth` blocks and C -> output for the last; dropout on the result.
 *
 * The original encodes crops of many lengths. A program has one length, so a crop stays where it stands in a window of
 * T steps, and everything outside it is zero before every convolution (`valid`), which is what zero padding at the
 * crop's ends gives. A convolution is one product of [N T, 3 C] with [3 C, O]. Where the dilation is at least T, the outer
 * taps multiply padding alone, for every crop: they have no effect and no gradient, so the weight is kept as its middle
 * tap [O, C, 1], which starts as the middle tap of the original does.
 */
import {
  add,
  concat,
  gelu,
  matmul,
  multiply,
  pad,
  reshape,
  slice,
  type Tensor,
  transpose,
} from '../../graph/index.ts';
import {
  dense,
  dropout,
  type Initializer,
  type ParameterSpecs,
  prefixed,
  type Scope,
  uniformWithin,
  within,
} from '../../nn/index.ts';

export interface EncoderSizes {
  readonly features: number;
  readonly hidden: number;
  readonly output: number;
  readonly depth: number;
}

export const dropoutRate = 0.1;
const taps = 3;

/** What PyTorch's Linear and Conv1d start weights and biases from. */
const fanInOf = (inputs: number): Initializer => uniformWithin(1 / Math.sqrt(inputs));

/** `seen` of the `kernel` taps have an effect. */
function convolutionSpecs(inputs: number, outputs: number, kernel: number, seen = kernel): ParameterSpecs {
  const initialize = fanInOf(inputs * kernel);
  return {
    weight: { shape: [outputs, inputs, seen], initialize },
    bias: { shape: [outputs], initialize },
  };
}

const widths = ({ hidden, output, depth }: EncoderSizes, block: number) => ({
  inputs: hidden,
  outputs: block < depth ? hidden : output,
  hasProjector: block === depth,
});

/** Names and layouts of the original's state_dict, for sequences of `length` steps. */
export function encoderParameters(sizes: EncoderSizes, length: number): ParameterSpecs {
  const { features, hidden, depth } = sizes;
  const entry = dense({ inputs: features, outputs: hidden }).parameters;
  let all: ParameterSpecs = prefixed('input_fc', {
    weight: entry.weight!,
    bias: { shape: [hidden], initialize: fanInOf(features) },
  });
  for (let block = 0; block <= depth; block++) {
    const { inputs, outputs, hasProjector } = widths(sizes, block);
    const prefix = `feature_extractor.net.${block}`;
    const seen = 2 ** block < length ? taps : 1;
    all = {
      ...all,
      ...prefixed(`${prefix}.conv1.conv`, convolutionSpecs(inputs, outputs, taps, seen)),
      ...prefixed(`${prefix}.conv2.conv`, convolutionSpecs(outputs, outputs, taps, seen)),
      ...(hasProjector && prefixed(`${prefix}.projector`, convolutionSpecs(inputs, outputs, 1))),
    };
  }
  return all;
}

/** x[t + by], zero outside: [N, T, C]. */
function shifted(x: Tensor, by: number): Tensor {
  const length = x.shape[1]!;
  const kept = slice(x, 1, { start: Math.max(0, by), size: length - Math.abs(by) });
  const before = [0, Math.max(0, -by), 0];
  const after = [0, Math.max(0, by), 0];
  return by === 0 ? x : pad(kept, { before, after });
}

/** x [N, T, C] -> [N, T, O]; weight [O, C, K] and bias [O] as in PyTorch, K odd. */
export function dilated(scope: Scope, x: Tensor, dilation: number): Tensor {
  const [count, length, inputs] = x.shape as [number, number, number];
  const weight = scope.parameter('weight');
  const [outputs, , kernel] = weight.shape as [number, number, number];
  const reach = (kernel - 1) / 2;
  const steps = Array.from({ length: kernel }, (_, k) => (k - reach) * dilation);
  const columns = concat(
    steps.map((by) => shifted(x, by)),
    2,
  );
  const used = transpose(weight, [2, 1, 0]);
  const flat = reshape(columns, [count * length, steps.length * inputs]);
  const product = matmul(flat, reshape(used, [steps.length * inputs, outputs]));
  return reshape(add(product, scope.parameter('bias')), [count, length, outputs]);
}

export interface Encoded {
  /** [N, T, F]. */
  readonly x: Tensor;
  /** 1 within the sequence, 0 outside: [N, T, 1]; the whole of T where absent. */
  readonly valid?: Tensor;
  /** Steps hidden after the first layer, times `valid`: [N, T, 1]. */
  readonly shown?: Tensor;
}

/** [N, T, output]; zero outside `valid`. */
export function encode(sizes: EncoderSizes, scope: Scope, { x, valid, shown }: Encoded): Tensor {
  const keep = (y: Tensor) => (valid ? multiply(y, valid) : y);
  const entry = dense({ inputs: sizes.features, outputs: sizes.hidden }).apply(within(scope, 'input_fc'), x);
  let y = shown ? multiply(entry, shown) : keep(entry);
  for (let block = 0; block <= sizes.depth; block++) {
    const own = within(scope, `feature_extractor.net.${block}`);
    const dilation = 2 ** block;
    const inner = keep(dilated(within(own, 'conv1.conv'), gelu(y), dilation));
    const outer = dilated(within(own, 'conv2.conv'), gelu(inner), dilation);
    const through = widths(sizes, block).hasProjector ? dilated(within(own, 'projector'), y, 1) : y;
    y = keep(add(outer, through));
  }
  return dropout(dropoutRate).apply(within(scope, 'repr_dropout'), y);
}
