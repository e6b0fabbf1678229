/** Workers in one thread, which do what threads do; apps/cli/workers.test.ts has threads. */
import { describe, expect, it } from 'vitest';
import { untrainedGan } from '../../../test/untrainedGan.ts';
import { createGan, type FeatureGroup, type GeneratorConfig } from '../../gan/index.ts';
import { initialState } from '../../gan/state.ts';
import type { Engine } from '../../runtime/engine.ts';
import { nodeEngine } from '../../runtime/node.ts';
import type { ShardHost } from '../../runtime/shards.ts';
import { webEngine } from '../../runtime/web.ts';
import type { LearnedColumn } from '../../sequence/timeseries/index.ts';
import type { TrainedGenerator } from '../generatorModel.ts';
import { BATCH, FEW } from './batches.ts';
import { shard } from './samplingShard.ts';
import { sampleAll, sampleOnce, sequenceMaker } from './sequenceMaker.ts';

const column = (name: string, start: number, isStatic = false): LearnedColumn => ({
  ...{ kind: 'number', name, start, scale: 10, offset: 3, decimals: 6, isStatic },
  ...{ isInteger: false, isOptional: false },
});

function generatorWith(config: Partial<GeneratorConfig> = {}): TrainedGenerator {
  const generator: GeneratorConfig = {
    ...{ cell: 'lstm', hidden: 9, layers: 2, noise: 3, sequenceNoise: 2, start: 'noise' },
    ...config,
  };
  const gan = createGan(untrainedGan(generator), { length: 7, features: 2 });
  return { gan, weights: initialState(gan), columns: [column('a', 0), column('b', 1)] };
}

/** One number of a step and one of the whole sequence, which may be given. */
function generatorWithAttribute(): TrainedGenerator {
  const groups: FeatureGroup[] = [
    { kind: 'number', width: 1 },
    { kind: 'number', width: 1, isStatic: true },
  ];
  const ranges = [[-0.9, -0.3, 0.4, 0.8].map((value) => [value, value] as const)];
  const config = untrainedGan({
    cell: 'lstm',
    hidden: 5,
    layers: 1,
    noise: 2,
    sequenceNoise: 0,
    start: 'zero',
  });
  const gan = createGan(config, { length: 4, features: 2, groups, ranges });
  return { gan, weights: initialState(gan), columns: [column('a', 0), column('site', 1, true)] };
}

/** The first of them answers last. */
function withWorkers(engine: Engine, problem?: string) {
  const asked: number[] = [];
  const shards: ShardHost = {
    cores: 2,
    async start({ count, setup }) {
      if (problem) throw new Error(problem);
      const place = { of: count, slots: [], meet: async () => {}, tell: () => {} };
      const tasks = await Promise.all(
        Array.from({ length: count }, (_, index) =>
          shard(structuredClone(setup), { engine, index, ...place }),
        ),
      );
      const busy = new Set<number>();
      return {
        ask: () => Promise.reject(new Error('they are asked one by one')),
        async askOne(index, request) {
          if (busy.has(index)) throw new Error(`worker ${index} was asked before it had answered`);
          busy.add(index);
          asked.push(index);
          const answer = await tasks[index]!(structuredClone(request));
          if (index === 0) await new Promise((resolve) => setTimeout(resolve, 3));
          busy.delete(index);
          return structuredClone(answer);
        },
        release: async () => {},
      };
    },
  };
  return { engine: { ...engine, shards } satisfies Engine, asked };
}

const bytes = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
const node = nodeEngine();
const COUNT = 2 * BATCH + 70;

describe.each([
  ['onnxruntime-node', node],
  ['onnxruntime-web', webEngine()],
])('on %s, sequence i of a seed is the same to the last bit', (_, engine) => {
  const forms: [string, Partial<GeneratorConfig>][] = [
    ['lstm', {}],
    ['gru', { cell: 'gru', layers: 1, sequenceNoise: 0, start: 'zero' }],
    ['lstm without noise of sequences', { sequenceNoise: 0, start: 'zero', hidden: 16 }],
  ];

  it.each(forms)('of a %s, whatever its place in a batch and the size of it', async (_name, config) => {
    const maker = sequenceMaker({ engine, generator: generatorWith(config) });
    const all = await sampleAll(maker, { count: COUNT, seed: 4 });
    expect(new Set(all).size).toBeGreaterThan(0.99 * all.length);
    for (const first of [0, 1, FEW - 1, FEW, FEW + 1, BATCH - 1, BATCH, 300]) {
      for (const count of [1, 2, 3, 5, 12, 31, 33, 64, 100, BATCH]) {
        const part = await sampleAll(maker, { count, seed: 4, first });
        const same = bytes(all.subarray(first * maker.size, (first + count) * maker.size));
        expect(Buffer.compare(bytes(part), same), `${count} from ${first}`).toBe(0);
      }
    }
    await maker.release();
  });
});

describe('a list', () => {
  it('of workers that answer in another order is that of one thread, however many there are', async () => {
    const generator = generatorWith();
    const all = await sampleOnce(node, generator, { count: COUNT, seed: 4 });
    for (const workers of [2, 3]) {
      const threads = withWorkers(node);
      // products are few here: noise is what makes the list worth asking for
      const maker = sequenceMaker({ engine: threads.engine, generator, workers });
      await maker.startWorkers();
      const many = await sampleAll(maker, { count: 30 * BATCH, seed: 4 });
      expect(new Set(threads.asked).size).toBe(workers);
      expect(Buffer.compare(bytes(many.subarray(0, all.length)), bytes(all))).toBe(0);
      await maker.release();
    }
  });

  it('of another seed, and of other places, has other sequences', async () => {
    const generator = generatorWith();
    const make = (seed: number, first = 0) => sampleOnce(node, generator, { count: 40, seed, first });
    const [one, other, later] = [await make(1), await make(2), await make(1, 40)];
    expect(one.filter((x, i) => x === other[i] || x === later[i]).length).toBe(0);
  });

  it('that is given up leaves the maker and its workers as good as before', async () => {
    const generator = generatorWith();
    const { engine } = withWorkers(node);
    const maker = sequenceMaker({ engine, generator, workers: 2 });
    await maker.startWorkers();
    for await (const _ of maker.batches({ count: 100 * BATCH, seed: 1 })) break;
    const again = await sampleAll(maker, { count: 30 * BATCH, seed: 1 });
    const alone = await sampleOnce(node, generator, { count: 30 * BATCH, seed: 1 });
    expect(Buffer.compare(bytes(again), bytes(alone))).toBe(0);
    await maker.release();
  });

  it('of two that are read in turn is that of one alone', async () => {
    const maker = sequenceMaker({ engine: node, generator: generatorWith() });
    const options = { count: 600, seed: 8 };
    const alone = await sampleAll(maker, options);
    const [one, other] = await Promise.all([sampleAll(maker, options), sampleAll(maker, options)]);
    for (const values of [one, other]) expect(Buffer.compare(bytes(values), bytes(alone))).toBe(0);
    await maker.release();
  });

  it('ends with the error of workers that cannot start', async () => {
    const { engine } = withWorkers(node, 'no thread is left');
    const maker = sequenceMaker({ engine, generator: generatorWith(), workers: 2 });
    await expect(maker.startWorkers()).rejects.toThrow('no thread is left');
    const long = (async () => {
      for await (const _ of maker.batches({ count: 1e7, seed: 1 }));
    })();
    await expect(long).rejects.toThrow('no thread is left');
  });
});

describe('attributes', () => {
  const generator = generatorWithAttribute();
  const asked = (sequence: number) => (sequence % 3 === 0 ? Number.NaN : 3 + 8 * (sequence % 2));
  const given = { 'given.site': asked };
  /** The attribute of each sequence [T, 2], which is the same in all steps. */
  const sites = (values: Float32Array) =>
    Array.from({ length: values.length / 8 }, (_, n) => values[8 * n + 1]!);

  it('that are given are those of their sequences, and the others are drawn, by one thread and by workers', async () => {
    const one = await sampleOnce(node, generator, { count: 300, seed: 1, given });
    const drawn = await sampleOnce(node, generator, { count: 300, seed: 1 });
    const { engine } = withWorkers(node);
    const maker = sequenceMaker({ engine, generator, workers: 2 });
    await maker.startWorkers();
    const many = await sampleAll(maker, { count: 40 * BATCH, seed: 1, given });
    await maker.release();
    expect(Buffer.compare(bytes(many.subarray(0, one.length)), bytes(one))).toBe(0);
    sites(many).forEach((site, n) => {
      if (!Number.isNaN(asked(n))) expect(site).toBeCloseTo(asked(n), 4);
    });
    const [mixed, free] = [sites(one), sites(drawn)];
    for (let n = 0; n < 300; n += 3) expect(mixed[n]).toBe(free[n]);
    expect(new Set(free).size).toBeGreaterThan(1);
  });
});

it('a long model makes its first sequences in smaller pieces, with the same result', async () => {
  const generator: GeneratorConfig = {
    ...{ cell: 'lstm', hidden: 256, layers: 1, noise: 1, sequenceNoise: 0, start: 'zero' },
  };
  const gan = createGan(untrainedGan(generator), { length: 900, features: 1 });
  const sizes: number[] = [];
  const engine: Engine = {
    ...node,
    load: async (model, program) => {
      const watched = (executable: Awaited<ReturnType<Engine['load']>>): typeof executable => ({
        ...executable,
        resized: (other) => watched(executable.resized(other)),
        run: (inputs, into) => {
          sizes.push(inputs['noise.steps']!.shape[1]!);
          return executable.run(inputs, into);
        },
      });
      return watched(await node.load(model, program));
    },
  };
  const maker = sequenceMaker({
    engine,
    generator: { gan, weights: initialState(gan), columns: [column('a', 0)] },
  });
  const values = await sampleAll(maker, { count: 12, seed: 1 });
  expect(sizes).toEqual([9, 3]);
  const last = await sampleAll(maker, { count: 1, seed: 1, first: 11 });
  expect(Buffer.compare(bytes(last), bytes(values.slice(11 * 900)))).toBe(0);
  await maker.release();
});
