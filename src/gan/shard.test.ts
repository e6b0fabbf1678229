/** Shards in one thread, which meet by promises: what is computed is what workers compute. */
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random/stream.ts';
import type { Engine } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import type { ShardHost, ShardOptions, ShardTask } from '../runtime/shards.ts';
import type { Sequences } from './batches.ts';
import type { GanConfig } from './config.ts';
import type { FeatureGroup } from './featureGroups.ts';
import { createGan } from './iteration.ts';
import { lossNames } from './losses.ts';
import { penaltyNames } from './penalties.ts';
import { shard } from './shard.ts';
import { couplings, usualWorkers } from './sharding.ts';
import { stabiliserNames, stabiliserObjections, stabilisers } from './stabilisers/index.ts';
import type { TrainingState } from './state.ts';
import { cloneState, type Measures, train } from './train.ts';

/** Comes back when `count` have called it. */
function meeting(count: number) {
  let arrived: (() => void)[] = [];
  return () =>
    new Promise<void>((resolve) => {
      arrived.push(resolve);
      if (arrived.length < count) return;
      const all = arrived;
      arrived = [];
      for (const go of all) go();
    });
}

const inOneThread: ShardHost = {
  cores: 4,
  async start({ count, slotSize, setup }: ShardOptions) {
    const slots = Array.from({ length: count }, () => new Float32Array(slotSize));
    const meet = meeting(count);
    const tasks: ShardTask[] = await Promise.all(
      slots.map((_, index) =>
        shard(structuredClone(setup), { engine: nodeEngine(), index, of: count, slots, meet, tell() {} }),
      ),
    );
    return {
      ask: (request) => Promise.all(tasks.map((task) => task(structuredClone(request)))),
      askOne: (index, request) => tasks[index]!(structuredClone(request)),
      release: async () => {},
    };
  },
};
const engine: Engine = { ...nodeEngine(), shards: inOneThread };

/** Of attributes that are numbers. */
const ranges = [[[-1, 0] as const, [0.1, 1] as const]];

const small: GanConfig = {
  generator: { cell: 'lstm', hidden: 4, layers: 1, noise: 3, sequenceNoise: 1, start: 'noise' },
  critic: { kind: 'both', hidden: 4, layers: 1, spectralNorm: false, differences: 0 },
  loss: 'standard',
  penalty: 'none',
  penaltyWeight: 1,
  weightClip: 0,
  criticSteps: 1,
  batch: 8,
  optimizer: 'adam',
  // a large epsilon, so that a gradient that is zero but for rounding moves nothing
  optimizerSettings: { beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
  criticRate: 1e-2,
  generatorRate: 1e-2,
  schedule: 'linear',
  gradientClip: 0,
  averageDecay: 0.9,
  steps: 4,
  seed: 3,
};

/** Waves from a random start, [N, T, 2]. */
const data: Sequences = (() => {
  const [count, length] = [30, 5];
  const starts = new Float32Array(count);
  randomStream(1, 'waves').uniform(0, starts);
  const values = Float32Array.from({ length: count * length * 2 }, (_, i) =>
    Math.sin(6 * starts[Math.floor(i / length / 2)]! + (i % (2 * length))),
  );
  return { count, length, features: 2, values };
})();

async function trained(
  config: Partial<GanConfig>,
  from?: { step: number; state: TrainingState },
  groups?: readonly FeatureGroup[],
) {
  const gan = createGan(
    { ...small, ...config },
    { length: 5, features: 2, ...(groups && { groups, ranges }) },
  );
  const measures: Measures[] = [];
  const states: { step: number; state: TrainingState }[] = [];
  for await (const event of train({ engine, gan, data, checkpointEvery: 2, ...(from && { from }) })) {
    if (event.type === 'step') measures.push(event.measures);
    if (event.type === 'checkpoint') states.push({ step: event.step, state: cloneState(event.state) });
  }
  return { measures, states, state: states.at(-1)!.state };
}

/** By how much two states differ at the most, in units of 1 + |value|. */
function apart(a: TrainingState, b: TrainingState): number {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  let most = 0;
  for (const [name, { data }] of Object.entries(a)) {
    data.forEach((value, i) => {
      const error = Math.abs(value - b[name]!.data[i]!) / (1 + Math.abs(value));
      if (!(error <= most)) most = error;
    });
  }
  return most;
}

async function expectSame(config: Partial<GanConfig>, workers = 2, groups?: readonly FeatureGroup[]) {
  const one = await trained(config, undefined, groups);
  const more = await trained({ ...config, workers }, undefined, groups);
  expect(apart(one.state, more.state)).toBeLessThan(2e-5);
  one.measures.forEach((measures, step) => {
    for (const [name, number] of Object.entries(measures)) {
      const found = more.measures[step]![name as keyof Measures];
      expect(Math.abs(found - number), `${name} of step ${step}`).toBeLessThan(1e-4 * (1 + Math.abs(number)));
    }
  });
}

describe('shards give what one worker gives, but for rounding', () => {
  it.each([
    ['two', {}, 2],
    ['four', {}, 4],
    ['eight of one sequence each', {}, 8],
    ['with clipped gradients', { gradientClip: 0.05 }, 2],
    ['with clipped weights and rmsprop', { weightClip: 0.05, optimizer: 'rmsprop' as const }, 2],
    ['with several critic steps', { criticSteps: 3, loss: 'wasserstein' as const }, 2],
    ['with spectral norm', { critic: { ...small.critic, spectralNorm: true } }, 2],
    ['with a GRU and a GRU critic', { critic: { ...small.critic, kind: 'gru' as const } }, 2],
    ['with sequences held out', { heldOut: 0.3 }, 2],
  ])('%s', async (_, config, workers) => expectSame(config, workers));

  it('with levels that are drawn', async () => expectSame({}, 2, [{ kind: 'choice', width: 2 }]));
  it('with what holds for a whole sequence', async () =>
    expectSame({}, 2, [
      { kind: 'number', width: 1 },
      { kind: 'number', width: 1, isStatic: true },
    ]));

  // everything in the tables, so that what is added later is either divisible or named as what it is
  const variants: readonly (readonly [string, Partial<GanConfig>])[] = [
    ...lossNames.map((loss) => [`loss ${loss}`, { loss }] as const),
    ...penaltyNames.map((penalty) => [`penalty ${penalty}`, { penalty }] as const),
    ...stabiliserNames.map(
      (name) => [`stabiliser ${name}`, { stabilisers: { [name]: stabilisers[name].usual } }] as const,
    ),
  ];
  it.each(variants)('or refuse: %s', async (_, config) => {
    expect(stabiliserObjections({ ...small, ...config })).toEqual([]);
    if (couplings({ ...small, ...config }).length === 0) await expectSame(config);
    else
      await expect(trained({ ...config, workers: 2 })).rejects.toThrow(/workers cannot share what compares/);
  });

  it('refusing these alone', () => {
    const refused = variants.filter(([, config]) => couplings({ ...small, ...config }).length > 0);
    expect(refused.map(([name]) => name)).toEqual([
      'loss relativisticAverage',
      'penalty dragan',
      ...['featureMatching', 'momentMatching', 'modeSeeking', 'replay'].map((name) => `stabiliser ${name}`),
      ...['packing', 'minibatchDeviation', 'adaptiveCritic', 'unrolling'].map((name) => `stabiliser ${name}`),
    ]);
  });
});

describe('two shards', () => {
  it('give the same bytes twice, and other bytes than one worker', async () => {
    const [first, again] = [await trained({ workers: 2 }), await trained({ workers: 2 })];
    expect(again).toEqual(first);
    expect(apart((await trained({})).state, first.state)).toBeGreaterThan(0);
  });

  it('resumed in the middle equal never having stopped', async () => {
    const config = { workers: 2, criticSteps: 2 };
    const whole = await trained(config);
    const [middle] = whole.states as [{ step: number; state: TrainingState }];
    expect(middle.step).toBe(2);
    const rest = await trained(config, { step: 2, state: cloneState(middle.state) });
    expect(rest.state).toEqual(whole.state);
  });
});

describe('how many workers a GAN is trained with', () => {
  const shapes = { length: 24, features: 5 };
  const large: GanConfig = {
    ...small,
    generator: { ...small.generator, hidden: 96, layers: 2 },
    critic: { ...small.critic, kind: 'lstm', hidden: 96, layers: 2 },
    batch: 96,
  };
  it.each([
    ['as many as there are cores', large, 4, 4],
    ['one where there is one core', large, 1, 1],
    ['a divisor of the batch', { ...large, batch: 98 }, 4, 2],
    ['one where the batch has no divisor', { ...large, batch: 97 }, 4, 1],
    ['one for a small network', small, 4, 1],
    ['one where sequences are compared', { ...large, loss: 'relativisticAverage' as const }, 4, 1],
  ])('%s', (_, config, cores, expected) => {
    expect(usualWorkers(createGan(config, shapes), cores)).toBe(expected);
  });
});
