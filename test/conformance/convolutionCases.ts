import * as g from '../../src/graph/index.ts';
import type { OperatorCase } from './declaration.ts';

const count = (length: number, from = 1) => Array.from({ length }, (_, i) => from + i);

const WINDOW = 4;
const HOP = 2;
const BINS = WINDOW / 2 + 1;
/** Hann, periodic. */
const hann = Array.from({ length: WINDOW }, (_, n) => (1 - Math.cos((2 * Math.PI * n) / WINDOW)) / 2);
const turn = (wave: (angle: number) => number, n: number, k: number) => wave((2 * Math.PI * n * k) / WINDOW);

/** Windowed waves of every bin, [W, bins]. */
function waves(wave: (angle: number) => number): g.Tensor {
  const values = Array.from({ length: WINDOW * BINS }, (_, i) => {
    const [n, k] = [Math.floor(i / BINS), i % BINS];
    return hann[n]! * turn(wave, n, k);
  });
  return g.constant(values, [WINDOW, BINS]);
}

/** Power of a short-time Fourier transform, centred: x [B, S] -> [B, frames, bins]. */
function spectrogram(x: g.Tensor): g.Tensor {
  const centred = g.extend(x, 1, { before: WINDOW / 2, after: WINDOW / 2, mode: 'reflect' });
  const frames = Math.floor((centred.shape[1]! - WINDOW) / HOP) + 1;
  const places = Array.from(
    { length: frames * WINDOW },
    (_, i) => Math.floor(i / WINDOW) * HOP + (i % WINDOW),
  );
  const framed = g.gather(centred, g.constant(places, [frames, WINDOW], 'int32'), 1);
  return g.add(g.square(g.matmul(framed, waves(Math.cos))), g.square(g.matmul(framed, waves(Math.sin))));
}

/** The same as one convolution with the waves as kernels: x [B, S] -> [B, bins, frames]. */
function spectrogramByConvolution(x: g.Tensor): g.Tensor {
  const centred = g.extend(x, 1, { before: WINDOW / 2, after: WINDOW / 2, mode: 'reflect' });
  const signal = g.reshape(centred, [centred.shape[0]!, 1, centred.shape[1]!]);
  const kernels = (wave: (angle: number) => number) => g.reshape(g.transpose(waves(wave)), [BINS, 1, WINDOW]);
  const part = (wave: (angle: number) => number) =>
    g.square(g.convolution(signal, kernels(wave), { stride: [HOP] }));
  return g.add(part(Math.cos), part(Math.sin));
}

export const convolutionCases: readonly OperatorCase[] = [
  {
    title: 'convolution along one axis',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [2, 2, 5] }, { shape: [3, 2, 3] }],
    build: (x, w) => g.convolution(x!, w!, { padding: [1] }),
  },
  {
    title: 'convolution of one channel',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [1, 1, 5] }, { shape: [1, 1, 2] }],
    build: (x, w) => g.convolution(x!, w!),
    known: { given: [count(5), [1, 10]], result: [21, 32, 43, 54] },
  },
  {
    title: 'convolution with stride, dilation and a rest that is cut off',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [1, 2, 8] }, { shape: [2, 2, 2] }],
    build: (x, w) => g.convolution(x!, w!, { stride: [2], dilation: [3], padding: [1] }),
  },
  {
    title: 'convolution with a stride beyond its kernel',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [2, 1, 9] }, { shape: [2, 1, 2] }],
    build: (x, w) => g.convolution(x!, w!, { stride: [3] }),
  },
  {
    title: 'convolution along two axes',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [1, 2, 5, 4] }, { shape: [2, 2, 3, 2] }],
    build: (x, w) => g.convolution(x!, w!, { stride: [2, 1], padding: [1, 0], dilation: [1, 2] }),
  },
  {
    title: 'transposedConvolution',
    operators: [g.transposedOperator],
    inputs: [{ shape: [1, 1, 3] }, { shape: [1, 1, 2] }],
    build: (x, w) => g.transposedConvolution(x!, w!, { stride: [2] }),
    known: { given: [count(3), [1, 10]], result: [1, 10, 2, 20, 3, 30] },
  },
  {
    title: 'transposedConvolution with padding and a given extent',
    operators: [g.transposedOperator],
    inputs: [{ shape: [2, 2, 3] }, { shape: [2, 3, 3] }],
    build: (x, w) => g.transposedConvolution(x!, w!, { stride: [2], padding: [1], spatial: [6] }),
  },
  {
    title: 'transposedConvolution along two axes',
    operators: [g.transposedOperator],
    inputs: [{ shape: [1, 2, 2, 3] }, { shape: [2, 1, 2, 2] }],
    build: (x, w) => g.transposedConvolution(x!, w!, { stride: [2, 1], dilation: [1, 2] }),
  },
  {
    title: 'convolution of a length of one in a batch of one under a padded kernel',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [1, 2, 1] }, { shape: [2, 2, 3] }],
    build: (x, w) => g.convolution(x!, w!, { padding: [1] }),
  },
  {
    title: 'convolution along two axes with a rest that is cut off in both',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [2, 1, 6, 8] }, { shape: [2, 1, 3, 3] }],
    build: (x, w) => g.convolution(x!, w!, { stride: [2, 3], padding: [1, 1] }),
  },
  {
    title: 'convolution with padding as wide as its kernel reaches',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [1, 1, 3] }, { shape: [1, 1, 2] }],
    build: (x, w) => g.convolution(x!, w!, { padding: [4], dilation: [2], stride: [2] }),
  },
  {
    title: 'convolution under a kernel made by another convolution',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [1, 1, 6] }, { shape: [1, 1, 5] }, { shape: [1, 1, 2] }],
    build: (x, w, v) => g.convolution(x!, g.convolution(w!, v!)),
  },
  {
    title: 'transposedConvolution that doubles an image',
    operators: [g.transposedOperator],
    inputs: [{ shape: [2, 2, 2, 3] }, { shape: [2, 1, 4, 4] }],
    build: (x, w) => g.transposedConvolution(x!, w!, { stride: [2, 2], padding: [1, 1] }),
  },
  {
    title: 'transposedConvolution that makes a signal four times as long',
    operators: [g.transposedOperator],
    inputs: [{ shape: [1, 2, 3] }, { shape: [2, 1, 7] }],
    build: (x, w) => g.transposedConvolution(x!, w!, { stride: [4], padding: [2], spatial: [12] }),
  },
  {
    title: 'transposedConvolution with stride and dilation, after a convolution',
    operators: [g.transposedOperator, g.convolutionOperator],
    inputs: [{ shape: [1, 1, 7] }, { shape: [2, 1, 3] }, { shape: [2, 1, 2] }],
    build: (x, w, v) => {
      const narrow = g.tanh(g.convolution(x!, w!, { stride: [2] }));
      return g.transposedConvolution(narrow, v!, { stride: [2], dilation: [3] });
    },
  },
  {
    title: 'transposedConvolution of a length of one in a batch of one',
    operators: [g.transposedOperator],
    inputs: [{ shape: [1, 1, 1] }, { shape: [1, 2, 3] }],
    build: (x, w) => g.transposedConvolution(x!, w!, { stride: [2] }),
    known: { given: [[2], count(6)], result: [2, 4, 6, 8, 10, 12] },
  },
  {
    title: 'maxPool',
    operators: [],
    inputs: [{ shape: [2, 7] }],
    build: (x) => [g.maxPool(x!, [2]), g.maxPool(x!, [3], { stride: [2] })],
    known: { given: [count(14)], result: [2, 4, 6, 9, 11, 13] },
  },
  {
    title: 'maxPool along two axes, windows that overlap',
    operators: [],
    inputs: [{ shape: [1, 4, 5] }],
    build: (x) => g.maxPool(x!, [2, 3], { stride: [2, 1] }),
    known: { given: [count(20)], result: [8, 9, 10, 18, 19, 20] },
  },
  {
    title: 'maxPool with padding, that never wins',
    operators: [],
    inputs: [{ shape: [2, 3, 3], low: -3, high: -1 }],
    build: (x) => g.maxPool(x!, [3, 2], { stride: [2, 2], padding: [1, 1] }),
    known: {
      given: [count(18, -18)],
      result: [-15, -13, -12, -10, -6, -4, -3, -1],
    },
  },
  {
    title: 'maxPool of a window of one and of a whole axis',
    operators: [],
    inputs: [{ shape: [1, 1, 4] }],
    build: (x) => [g.maxPool(x!, [1]), g.maxPool(x!, [4]), g.maxPool(x!, [1], { stride: [3] })],
    known: { given: [count(4)], result: [1, 2, 3, 4] },
  },
  {
    title: 'averagePool',
    operators: [],
    inputs: [{ shape: [2, 6] }],
    build: (x) => g.averagePool(x!, [2]),
    known: { given: [count(12)], result: [1.5, 3.5, 5.5, 7.5, 9.5, 11.5] },
  },
  {
    title: 'averagePool along two axes with padding, that counts as zeros',
    operators: [],
    inputs: [{ shape: [1, 3, 4] }],
    build: (x) => g.averagePool(x!, [3, 2], { stride: [2, 2], padding: [1, 0] }),
    known: { given: [count(12)], result: [14 / 6, 22 / 6, 30 / 6, 38 / 6] },
  },
  {
    title: 'extend by reflection',
    operators: [g.gatherOperator],
    inputs: [{ shape: [2, 4] }],
    build: (x) => [
      g.extend(x!, 1, { before: 2, after: 3, mode: 'reflect' }),
      g.extend(x!, 0, { before: 5, mode: 'reflect' }),
    ],
    known: { given: [count(8)], result: [3, 2, 1, 2, 3, 4, 3, 2, 1, 7, 6, 5, 6, 7, 8, 7, 6, 5] },
  },
  {
    title: 'extend by the edge',
    operators: [g.gatherOperator],
    inputs: [{ shape: [3, 2] }],
    build: (x) => g.extend(x!, 0, { before: 1, after: 2, mode: 'edge' }),
    known: { given: [count(6)], result: [1, 2, 1, 2, 3, 4, 5, 6, 5, 6, 5, 6] },
  },
  {
    title: 'extend by wrapping, further than the axis is long',
    operators: [g.gatherOperator],
    inputs: [{ shape: [3] }],
    build: (x) => g.extend(x!, 0, { before: 4, after: 1, mode: 'wrap' }),
    known: { given: [count(3)], result: [3, 1, 2, 3, 1, 2, 3, 1] },
  },
  {
    title: 'extend of an axis of one in every mode',
    operators: [g.gatherOperator],
    inputs: [{ shape: [1, 2] }],
    build: (x) =>
      (['reflect', 'edge', 'wrap'] as const).map((mode) => g.extend(x!, 0, { before: 1, after: 1, mode })),
    known: { given: [count(2)], result: [1, 2, 1, 2, 1, 2] },
  },
  {
    title: 'a spectrogram by frames and products',
    operators: [g.gatherOperator, g.matmulOperator],
    inputs: [{ shape: [1, 4] }],
    build: (x) => [spectrogram(x!), g.log(g.add(spectrogram(x!), 0.5))],
    // a constant has the power of its window: (sum w)^2 at 0, 1 beside it
    known: { given: [[1, 1, 1, 1]], result: [4, 1, 0, 4, 1, 0, 4, 1, 0] },
    tolerance: 1e-4,
  },
  {
    title: 'a spectrogram by one convolution',
    operators: [g.convolutionOperator],
    inputs: [{ shape: [1, 4] }],
    build: (x) => {
      const power = spectrogramByConvolution(x!);
      return [power, g.subtract(g.transpose(power), spectrogram(x!))];
    },
    known: { given: [[1, 1, 1, 1]], result: [4, 4, 4, 1, 1, 1, 0, 0, 0] },
    tolerance: 1e-4,
  },
];
