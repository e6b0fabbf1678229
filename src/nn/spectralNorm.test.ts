import { describe, expect, it } from 'vitest';
import {
  declareInputs,
  expectRecorded,
  gradientsOf,
  type LayerCase,
  type Recorded,
  readFixture,
  scopeOf,
} from '../../test/fixtures/fixture.ts';
import { constant, evaluate, input, multiply, sum, type Tensor } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import {
  type ConvolutionLayerOptions,
  convolutionLayer,
  type DenseOptions,
  dense,
  spectrallyNormalized,
  spectralNorm,
} from './index.ts';

interface SpectralCase extends LayerCase<DenseOptions | ConvolutionLayerOptions> {
  /** The vector u after every call. */
  readonly vectors: readonly Recorded[];
}

const cases = await readFixture<SpectralCase>('spectralNorm');

const layerOf = (options: SpectralCase['options']) =>
  spectralNorm('kernel' in options ? convolutionLayer(options) : dense(options));

describe('three calls in training give the recorded vectors, the last the output and gradients', () => {
  it.each(cases)('$title', async (recorded) => {
    const declared = declareInputs(recorded);
    const layer = layerOf(recorded.options);
    const outputs: Record<string, Tensor> = {};
    let { weight_u: u } = declared.parameters;
    recorded.vectors.forEach((_, i) => {
      const updates: Record<string, Tensor> = {};
      const scope = scopeOf({ ...declared.parameters, weight_u: u! }, true, updates);
      outputs.y = layer.apply(scope, declared.inputs.x!);
      u = updates.weight_u;
      outputs[`u ${i}`] = u!;
    });
    const { shape, data } = recorded.cotangents.y!;
    const loss = sum(multiply(constant(data, shape), outputs.y!));
    const differentiated = gradientsOf(loss, declared, recorded.gradients);
    const vectors = Object.fromEntries(recorded.vectors.map((vector, i) => [`u ${i}`, vector]));
    await expectRecorded(
      { ...outputs, ...differentiated.outputs },
      { ...recorded.outputs, ...vectors, ...differentiated.expected },
      declared.given,
    );
  });
});

/** The largest singular value of W [rows, columns], by many power iterations. */
function largestSingularValue(w: Float64Array, rows: number): number {
  const columns = w.length / rows;
  let v = new Float64Array(columns).fill(1);
  let sigma = 0;
  for (let iteration = 0; iteration < 3000; iteration++) {
    const image = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      const along = v.reduce((total, x, j) => total + x * w[i * columns + j]!, 0);
      for (let j = 0; j < columns; j++) image[j]! += along * w[i * columns + j]!;
    }
    const length = Math.hypot(...image);
    v = image.map((x) => x / length);
    sigma = Math.sqrt(length);
  }
  return sigma;
}

describe('spectral normalisation', () => {
  it.each([
    ['a matrix', [6, 9]],
    ['a kernel', [5, 3, 4]],
    ['one output', [1, 7]],
    ['one number', [1, 1]],
  ])('brings the largest singular value of %s to one in 200 steps', (_, shape) => {
    const rows = shape[0]!;
    const drawn = new Float32Array(shape.reduce((a, b) => a * b));
    randomStream(3, 'w').normal(0, drawn);
    const [weight, u] = [input('w', shape), input('u', [rows])];
    const normed = spectrallyNormalized(weight, u);
    const start = dense({ inputs: 1, outputs: rows });
    const { initialize } = spectralNorm(start).parameters.weight_u!;
    let data = Float64Array.from(initialize([rows], randomStream(3, 'u')));
    let first = Number.NaN;
    let last = Number.NaN;
    for (let step = 0; step < 200; step++) {
      const given = new Map([
        [weight, { shape, data: Float64Array.from(drawn) }],
        [u, { shape: [rows], data }],
      ]);
      const [w, next] = evaluate([normed.weight, normed.next], given);
      if (step === 0) first = largestSingularValue(w!.data, rows);
      if (step === 199) last = largestSingularValue(w!.data, rows);
      data = next!.data as Float64Array<ArrayBuffer>;
    }
    if (rows > 1) expect(first).toBeGreaterThan(1.01); // otherwise the iterations would show nothing
    expect(Math.abs(last - 1)).toBeLessThan(1e-6);
  });

  it('divides by a sigma that is at most the largest singular value, also before the first step', () => {
    const layer = spectralNorm(dense({ inputs: 8, outputs: 16 }));
    const drawn = new Float32Array(128);
    randomStream(4, 'w').normal(0, drawn);
    const u = layer.parameters.weight_u!.initialize([16], randomStream(4, 'u'));
    const { weight } = spectrallyNormalized(constant(drawn, [16, 8]), constant(u, [16]), false);
    const [w] = evaluate([weight], new Map());
    const sigma = drawn[0]! / w!.data[0]!;
    expect(sigma).toBeGreaterThan(0);
    expect(sigma).toBeLessThanOrEqual(largestSingularValue(Float64Array.from(drawn), 16) * (1 + 1e-6));
  });

  it('leaves u alone outside training, and is a buffer that no optimiser moves', () => {
    const layer = spectralNorm(dense({ inputs: 3, outputs: 2 }));
    expect(layer.parameters.weight_u!.buffer).toBe(true);
    expect(layer.parameters.weight!.buffer).toBeUndefined();
    const parameters = Object.fromEntries(
      Object.entries(layer.parameters).map(([name, { shape }]) => [name, input(name, shape)]),
    );
    const [idle, busy] = [{}, {}];
    layer.apply(scopeOf(parameters, false, idle), input('x', [1, 3]));
    layer.apply(scopeOf(parameters, true, busy), input('x', [1, 3]));
    expect(Object.keys(idle)).toEqual([]);
    expect(Object.keys(busy)).toEqual(['weight_u']);
  });
});
