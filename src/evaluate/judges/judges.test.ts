import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { engineValue, expectClose, type Recorded, type RecordedSet } from '../../../test/fixtures/fixture.ts';
import { gradients, input, mean as meanOf, program, type Tensor } from '../../graph/index.ts';
import type { ParameterSpecs } from '../../nn/index.ts';
import { type Value, value } from '../../runtime/engine.ts';
import { nodeEngine } from '../../runtime/node.ts';
import { ratioProgram } from '../closed/tunedKernel.ts';
import { sequenceSet } from '../sequenceSet.ts';
import { fillContrast } from '../ts2vec/contrast.ts';
import { fitGaussian, frechetDistance } from '../ts2vec/frechet.ts';
import { compileTs2Vec, fillCrops, ts2vecTrainer, weightAverage } from '../ts2vec/model.ts';
import { discriminativeJudge, discriminativeLoss, discriminativeProtocol } from './discriminative.ts';
import { predictor } from './predictive.ts';
import { tensorflow1Adam } from './tensorflow1.ts';
import { compileTrainer, inputScope, packing, type TrainerSpec, type Weights } from './training.ts';

interface JudgeCase {
  readonly title: string;
  readonly parameters: RecordedSet;
  readonly x: Recorded;
  readonly loss: number;
  readonly gradients: RecordedSet;
  readonly after: RecordedSet;
  readonly afterCoarse: RecordedSet;
}
interface Ts2VecCase extends Omit<JudgeCase, 'after' | 'afterCoarse'> {
  readonly sizes: { features: number; hidden: number; output: number; depth: number };
  readonly length: number;
  readonly batch: number;
  readonly crop: { start: number; left: number; right: number; end: number; offsets: number[] };
  readonly shown: Recorded;
  readonly embedded: Recorded;
  readonly average: RecordedSet;
}
interface Fixtures {
  readonly discriminative: readonly JudgeCase[];
  readonly predictive: readonly JudgeCase[];
  readonly ts2vec: readonly Ts2VecCase[];
  readonly ratio: readonly { title: string; tables: RecordedSet; outputs: RecordedSet }[];
  readonly frechet: readonly { title: string; first: Recorded; second: Recorded; distance: number }[];
}

const fixtures = JSON.parse(
  await readFile(new URL('../fixtures/judges.json', import.meta.url), 'utf8'),
) as Fixtures;
const engine = nodeEngine();
const recordedValues = (set: RecordedSet): Weights =>
  Object.fromEntries(Object.entries(set).map(([name, one]) => [name, engineValue(one)]));

/** The loss of a trainer and its gradients in all parameters, by the engine. */
async function differentiated(spec: TrainerSpec, given: Readonly<Record<string, Value>>) {
  const scope = inputScope(spec.parameters, false);
  const declared = Object.fromEntries([
    ...Object.entries(spec.inputs).map(([name, shape]) => [name, input(name, shape)]),
    ...Object.entries(spec.indices ?? {}).map(([name, shape]) => [name, input(name, shape, 'int32')]),
  ]) as Record<string, Tensor>;
  const loss = spec.loss(scope, declared);
  const names = Object.keys(spec.parameters);
  const found = gradients(
    loss,
    names.map((name) => scope.parameter(name)),
  );
  const outputs = Object.fromEntries(names.map((name, i) => [`d ${name}`, found[i]!]));
  const executable = await engine.compile(program({ loss, ...outputs }));
  const results = await executable.run(given);
  await executable.release();
  return results;
}

const judges = {
  discriminative: (features: number, batch: number) => {
    const judge = discriminativeJudge(features);
    return {
      parameters: judge.parameters,
      loss: (scope, { x }) => discriminativeLoss(judge.apply(scope, x!), batch / 2),
    } satisfies Partial<TrainerSpec>;
  },
  predictive: (features: number) => {
    const judge = predictor(features);
    return {
      parameters: judge.parameters,
      loss: (scope, { x }) => meanOf(judge.errors(scope, x!)),
    } satisfies Partial<TrainerSpec>;
  },
} as const;

describe.each(['discriminative', 'predictive'] as const)(
  'the %s judge equals PyTorch from the same weights',
  (kind) => {
    it.each(fixtures[kind])('$title', async (recorded) => {
      const [, batch, features] = recorded.x.shape as [number, number, number];
      const spec: TrainerSpec = {
        ...judges[kind](features, batch),
        ...tensorflow1Adam(discriminativeProtocol.settings),
        rate: 0.001,
        inputs: { x: recorded.x.shape },
      };
      expect(Object.keys(spec.parameters).sort()).toEqual(Object.keys(recorded.parameters).sort());
      const results = await differentiated(spec, {
        ...recordedValues(recorded.parameters),
        x: engineValue(recorded.x),
      });
      expectClose(results.loss!.data, [recorded.loss], 'loss');
      for (const [name, gradient] of Object.entries(recorded.gradients)) {
        expectClose(results[`d ${name}`]!.data, gradient.data, `gradient of ${name}`);
      }
      const trained = async (one: TrainerSpec) => {
        const trainer = await compileTrainer(engine, one);
        const weights = await trainer.train({
          seed: 1,
          steps: 5,
          initial: recordedValues(recorded.parameters),
          feed: (_, { x }) => x!.data.set(recorded.x.data),
        });
        await trainer.release();
        return weights;
      };
      const after = await trained(spec);
      for (const [name, weight] of Object.entries(recorded.after)) {
        expectClose(after[name]!.data, weight.data, name);
      }
      const coarse = { ...discriminativeProtocol.settings, epsilon: 0.1 };
      const afterCoarse = await trained({ ...spec, ...tensorflow1Adam(coarse), rate: 0.1 });
      for (const [name, weight] of Object.entries(recorded.afterCoarse)) {
        expectClose(afterCoarse[name]!.data, weight.data, `${name}, coarse epsilon`);
      }
    });
  },
);

/** Ours keeps the middle tap alone where the outer ones only ever see padding. */
function asKept(recorded: RecordedSet, parameters: ParameterSpecs, hasGradients = false): RecordedSet {
  return Object.fromEntries(
    Object.entries(recorded).map(([name, { shape, data }]) => {
      const kept = parameters[name]!.shape;
      if (kept[2] !== 1 || shape[2] === 1) return [name, { shape, data }];
      if (hasGradients)
        expect(
          data.filter((_, i) => i % 3 !== 1).every((slope) => slope === 0),
          name,
        ).toBe(true);
      return [name, { shape: kept, data: data.filter((_, i) => i % 3 === 1) }];
    }),
  );
}

describe('TS2Vec equals PyTorch from the same weights', () => {
  it.each(fixtures.ts2vec)('$title', async (recorded) => {
    const { sizes, length, batch, crop } = recorded;
    const set = sequenceSet(Float32Array.from(recorded.x.data), length, sizes.features);
    const spec = ts2vecTrainer(length, sizes, { ...sizes, batch, rate: 0.001, weightDecay: 0.01 });
    expect(Object.keys(spec.parameters).sort()).toEqual(Object.keys(recorded.parameters).sort());
    const start = recordedValues(asKept(recorded.parameters, spec.parameters));
    const given: Record<string, Value> = {};
    for (const [name, shape] of Object.entries(spec.inputs)) {
      given[name] = value(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
    }
    given.overlap = value(new Int32Array(length), [length]);
    const isShown = (view: number, b: number, t: number) =>
      recorded.shown.data[(view * batch + b) * length + t] === 1;
    const rows = Array.from({ length: batch }, (_, b) => b);
    fillCrops(set, rows, { ...crop, offsets: Int32Array.from(crop.offsets) }, isShown, given);
    fillContrast(length, crop.right - crop.left, batch, given);
    const results = await differentiated(spec, { ...start, ...given });
    expectClose(results.loss!.data, [recorded.loss], 'loss', 2e-5);
    for (const [name, gradient] of Object.entries(asKept(recorded.gradients, spec.parameters, true))) {
      expectClose(results[`d ${name}`]!.data, gradient.data, `gradient of ${name}`, 1e-4);
    }
    const model = await compileTs2Vec(engine, length, sizes, {
      ...sizes,
      batch,
      rate: 0.001,
      weightDecay: 0.01,
    });
    const embedded = await model.embed(start, set);
    await model.release();
    expectClose(embedded, recorded.embedded.data, 'embedding');

    // three steps of AdamW and the mean of the weights, without dropout, which PyTorch draws by itself
    const still: TrainerSpec = {
      ...spec,
      loss: (scope, inputs) => spec.loss({ ...scope, isTraining: false }, inputs),
    };
    const { pack, unpack } = packing(spec.parameters);
    const average = weightAverage(pack(start));
    const trainer = await compileTrainer(engine, still);
    await trainer.train({
      seed: 1,
      steps: 3,
      initial: start,
      feed: (_, into) => {
        for (const [name, { data }] of Object.entries(given)) into[name]!.data.set(data);
      },
      after: (step, _, weights) => average.add(step, weights),
    });
    await trainer.release();
    const weights = unpack(average.weights());
    for (const [name, mean] of Object.entries(asKept(recorded.average, spec.parameters)))
      expectClose(weights[name]!.data, mean.data, name, 1e-4);
  });
});

describe('the MMD ratio that tunes kernels, and its slope, equal PyTorch', () => {
  it.each(fixtures.ratio)('$title', async ({ tables, outputs }) => {
    const count = tables.real!.shape[0]!;
    const kernels = tables.sigma!.shape[0]!;
    const executable = await engine.compile(ratioProgram(count, kernels));
    const shapeOf = (name: string) => (name === 'sigma' ? [kernels, 1, 1] : [1, count, count]);
    const given = Object.entries(tables).map(([name, { data }]) => [
      name,
      value(Float32Array.from(data), shapeOf(name)),
    ]);
    const results = await executable.run(Object.fromEntries(given));
    await executable.release();
    for (const [name, expected] of Object.entries(outputs))
      expectClose(results[name]!.data, expected.data, name);
  });
});

describe('the Frechet distance equals the one by scipy.linalg.sqrtm', () => {
  it.each(fixtures.frechet)('$title', ({ first, second, distance }) => {
    const gaussian = ({ shape, data }: Recorded) => fitGaussian(Float32Array.from(data), shape[1]!);
    expect(frechetDistance(gaussian(first), gaussian(second))).toBeCloseTo(distance, 6);
    expect(Math.abs(frechetDistance(gaussian(first), gaussian(first)))).toBeLessThan(1e-6);
  });
});
