import { describe, expect, it } from 'vitest';
import {
  expectLayer,
  expectRecorded,
  gradientsOf,
  type LayerCase,
  type Recorded,
  type RecordedSet,
  readFixture,
  scopeOf,
} from '../../test/fixtures/fixture.ts';
import { batchNorm, constant, input, multiply, ShapeError, sum, type Tensor } from '../graph/index.ts';
import { type BatchNormalizationOptions, batchNormalization, layerNormalization } from './index.ts';

type Options = { readonly kind: 'layer'; readonly width: number } | { readonly kind: 'batch' };

const cases = await readFixture<LayerCase<Options>>('normalization');

describe('normalisation gives the recorded outputs and gradients', () => {
  it.each(cases)('$title', async (recorded) => {
    await expectLayer(recorded, (scope, { x }, options) => ({
      y:
        options.kind === 'layer'
          ? layerNormalization(options.width).apply(scope, x!)
          : batchNorm(x!, scope.parameter('weight'), scope.parameter('bias')),
    }));
  });
});

interface Result {
  readonly y: Recorded;
  readonly gradients: LayerCase<unknown>['gradients'];
}

interface StatisticsCase {
  readonly title: string;
  readonly options: BatchNormalizationOptions;
  readonly parameters: RecordedSet;
  readonly batches: readonly Recorded[];
  readonly statistics: readonly RecordedSet[];
  readonly cotangent: Recorded;
  readonly training: Result;
  readonly sampling: Result;
}

const statisticsCases = await readFixture<StatisticsCase>('batchStatistics');

describe('batchNormalization goes where PyTorch goes', () => {
  /** The layer over all recorded batches in training, then once more as `isTraining` says. */
  function build({ options, parameters, batches, statistics }: StatisticsCase, isTraining: boolean) {
    const layer = batchNormalization(options);
    const given: Record<string, Recorded> = {};
    const declared = (name: string, recorded: Recorded) => {
      given[name] = recorded;
      return input(name, recorded.shape);
    };
    const inputs = batches.map((x, i) => declared(`batch ${i}`, x));
    const state: Record<string, Tensor> = {};
    for (const [name, recorded] of Object.entries(parameters)) {
      state[name] = declared(`parameter.${name}`, recorded);
    }
    const outputs: Record<string, Tensor> = {};
    const expected: Record<string, Recorded> = {};
    let y = inputs[0]!;
    inputs.forEach((x, i) => {
      const updates: Record<string, Tensor> = {};
      y = layer.apply(scopeOf({ ...state }, true, updates), x);
      for (const [name, value] of Object.entries(updates)) {
        state[name] = value;
        outputs[`${name} ${i}`] = value;
        expected[`${name} ${i}`] = statistics[i]![name]!;
      }
      expect(Object.keys(updates)).toEqual(Object.keys(statistics[i]!));
    });
    const last = inputs.at(-1)!;
    const idle: Record<string, Tensor> = {};
    if (!isTraining) {
      y = layer.apply(scopeOf({ ...state }, false, idle), last);
      expect(idle).toEqual({});
    }
    const variables = { weight: state.weight!, bias: state.bias! };
    return { y, outputs, expected, given, parameters: variables, inputs: { x: last } };
  }

  it.each(
    statisticsCases.flatMap((recorded) =>
      (['training', 'sampling'] as const).map((mode) => [recorded.title, mode, recorded] as const),
    ),
  )('%s, in %s', async (_, mode, recorded) => {
    const built = build(recorded, mode === 'training');
    const { shape, data } = recorded.cotangent;
    const differentiated = gradientsOf(
      sum(multiply(constant(data, shape), built.y)),
      built,
      recorded[mode].gradients,
    );
    await expectRecorded(
      { ...built.outputs, y: built.y, ...differentiated.outputs },
      { ...built.expected, y: recorded[mode].y, ...differentiated.expected },
      built.given,
    );
  });

  it('keeps its statistics as buffers that no optimiser moves, starting at 0 and 1', () => {
    const { parameters } = batchNormalization({ channels: 2 });
    const buffers = Object.entries(parameters).filter(([, { buffer }]) => buffer);
    expect(buffers.map(([name]) => name)).toEqual(['running_mean', 'running_var']);
  });

  it('refuses one value per channel, which has no variance', () => {
    const layer = batchNormalization({ channels: 3 });
    const parameters = Object.fromEntries(
      Object.entries(layer.parameters).map(([name, { shape }]) => [name, input(name, shape)]),
    );
    expect(() => layer.apply(scopeOf(parameters), input('x', [1, 3]))).toThrow(ShapeError);
    expect(layer.apply(scopeOf(parameters, false), input('x', [1, 3])).shape).toEqual([1, 3]);
  });
});
