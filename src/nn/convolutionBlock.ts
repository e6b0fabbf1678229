/**
 * What convolutional critics and temporal networks are stacked from: one convolution along time that keeps its place,
 * a normalisation, a leaky rectifier, dropout.
 */
import { leakyRelu, pad } from '../graph/index.ts';
import { convolutionLayer } from './convolution.ts';
import { dropout } from './dropout.ts';
import { chain, type Layer, pointwise } from './layer.ts';
import { batchNormalization } from './normalization.ts';
import { spectralNorm } from './spectralNorm.ts';

export interface ConvolutionBlockOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Steps that a unit sees, `dilation` apart. */
  readonly kernel: number;
  readonly stride?: number;
  readonly dilation?: number;
  /** A unit sees no later step: all padding stands before the sequence. */
  readonly causal?: boolean;
  readonly normalization?: 'batch' | 'spectral';
  /** Slope of the rectifier below zero. */
  readonly slope?: number;
  /** Share of values dropped while training. */
  readonly dropout?: number;
}

/** x [N, in, S] -> [N, out, ceil(S / stride)]. */
export function convolutionBlock(options: ConvolutionBlockOptions): Layer {
  const { inputs, outputs, kernel, stride = 1, dilation = 1, causal = false, slope = 0.2 } = options;
  const missing = dilation * (kernel - 1);
  const before = causal ? missing : Math.floor(missing / 2);
  const isEven = 2 * before === missing;
  const convolution = convolutionLayer({
    inputs,
    outputs,
    kernel: [kernel],
    stride: [stride],
    dilation: [dilation],
    padding: [isEven ? before : 0],
  });
  return chain({
    ...(!isEven && {
      padding: pointwise((x) => pad(x, { before: [0, 0, before], after: [0, 0, missing - before] })),
    }),
    convolution: options.normalization === 'spectral' ? spectralNorm(convolution) : convolution,
    ...(options.normalization === 'batch' && { normalization: batchNormalization({ channels: outputs }) }),
    activation: pointwise((x) => leakyRelu(x, slope)),
    ...(options.dropout && { dropout: dropout(options.dropout) }),
  });
}
