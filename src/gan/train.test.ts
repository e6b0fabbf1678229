import { describe, expect, it } from 'vitest';
import { runOnNoise, weightsIn } from '../../test/runOnNoise.ts';
import { program } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { nodeEngine } from '../runtime/node.ts';
import type { Sequences } from './batches.ts';
import type { GanConfig } from './config.ts';
import { generateSequences } from './generating.ts';
import { createGan } from './iteration.ts';
import { losses, lossNames } from './losses.ts';
import { penaltyNames } from './penalties.ts';
import type { TrainingState } from './state.ts';
import { cloneState, type TrainingEvent, train } from './train.ts';

const engine = nodeEngine();
const small: GanConfig = {
  generator: { cell: 'lstm', hidden: 6, layers: 1, noise: 2, sequenceNoise: 2, start: 'zero' },
  critic: { kind: 'both', hidden: 6, layers: 1, spectralNorm: false, differences: 0 },
  loss: 'standard',
  penalty: 'none',
  penaltyWeight: 1,
  weightClip: 0,
  criticSteps: 1,
  batch: 8,
  optimizer: 'adam',
  optimizerSettings: { beta1: 0.5, beta2: 0.9 },
  criticRate: 1e-2,
  generatorRate: 1e-2,
  schedule: 'constant',
  gradientClip: 0,
  averageDecay: 0.9,
  steps: 6,
  seed: 3,
};

/** Straight lines from a random start, [N, T, 1]. */
function lines(count = 40, length = 5): Sequences {
  const starts = new Float32Array(count);
  randomStream(1, 'lines').uniform(0, starts);
  const values = Float32Array.from({ length: count * length }, (_, i) => {
    return starts[Math.floor(i / length)]! - 0.5 + 0.1 * (i % length);
  });
  return { count, length, features: 1, values };
}

type Options = Partial<Omit<Parameters<typeof train>[0], 'gan' | 'engine'>>;

async function run(config: Partial<GanConfig> = {}, options: Options = {}) {
  const data = options.data ?? lines();
  const gan = createGan({ ...small, ...config }, { length: data.length, features: data.features });
  const events: TrainingEvent[] = [];
  let state: TrainingState | undefined;
  for await (const event of train({ engine, gan, ...options, data })) {
    events.push(event);
    if (event.type === 'checkpoint') {
      state = Object.fromEntries(
        Object.entries(event.state).map(([name, held]) => [name, { ...held, data: held.data.slice() }]),
      ) as TrainingState;
    }
  }
  return { events, state: state!, steps: events.filter((event) => event.type === 'step') };
}

const bytesOf = (state: TrainingState) =>
  Object.fromEntries(
    Object.entries(state).map(([name, { data }]) => [name, Buffer.from(data.buffer).toString('hex')]),
  );

describe('training', () => {
  it('ends with the last checkpoint and the word finished', async () => {
    const { events, steps } = await run();
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events.at(-2)).toMatchObject({ type: 'checkpoint', step: 6, isLast: true });
    expect(events.at(-1)).toEqual({ type: 'done', step: 6, reason: 'finished' });
  });

  it('gives the same bytes for the same seed and configuration, and others for another seed', async () => {
    const [first, again, other] = [await run(), await run(), await run({ seed: 4 })];
    expect(bytesOf(again.state)).toEqual(bytesOf(first.state));
    expect(again.events.filter(({ type }) => type === 'step')).toEqual(first.steps);
    expect(bytesOf(other.state)).not.toEqual(bytesOf(first.state));
  });

  it.each([
    ['one critic step', {}],
    ['three critic steps and a falling rate', { criticSteps: 3, schedule: 'linear' as const, steps: 5 }],
    [
      'spectral norm, whose vectors are state',
      { critic: { ...small.critic, spectralNorm: true, differences: 0 } },
    ],
  ])('resumed in the middle equals never having stopped: %s', async (_, config) => {
    const whole = await run(config);
    const controller = new AbortController();
    const data = lines();
    const gan = createGan({ ...small, ...config }, { length: data.length, features: 1 });
    let middle: { step: number; state: TrainingState } | undefined;
    for await (const event of train({ engine, gan, data, signal: controller.signal })) {
      if (event.type === 'step' && event.step === 2) controller.abort();
      if (event.type === 'checkpoint') {
        expect(event).toMatchObject({ step: 2, isLast: true });
        middle = { step: event.step, state: event.state };
      }
      if (event.type === 'done') expect(event.reason).toBe('interrupted');
    }
    const rest = await run(config, { from: middle! });
    expect(rest.steps.map(({ step }) => step)).toEqual(whole.steps.slice(2).map(({ step }) => step));
    expect(rest.steps).toEqual(whole.steps.slice(2));
    expect(bytesOf(rest.state)).toEqual(bytesOf(whole.state));
  });

  it('that meets a value that is not finite keeps the last good state and says what to do', async () => {
    const { events, state } = await run({
      criticRate: 1e30,
      steps: 50,
      loss: 'wasserstein',
      optimizer: 'sgd',
    });
    expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'diverged' });
    expect(events.find(({ type }) => type === 'finding')).toMatchObject({
      kind: 'notFinite',
      remedy: expect.stringContaining('rate'),
    });
    for (const { data } of Object.values(state)) expect([...data].every(Number.isFinite)).toBe(true);
  });

  it('in batches as large as the data, and of one, works', async () => {
    expect((await run({ batch: 40, steps: 2 })).steps).toHaveLength(2);
    expect((await run({ batch: 1, steps: 2 })).steps).toHaveLength(2);
  });
});

describe.each(lossNames)('with the loss %s', (loss) => {
  const { usual } = losses[loss];

  it.each(['none', ...penaltyNames] as const)(
    'and the penalty %s all parameters of both players move',
    async (penalty) => {
      const { state, steps } = await run({ loss, penalty, steps: 3, criticSteps: usual.criticSteps });
      const start = await run({ loss, penalty, steps: 1, generatorRate: 1e-30, criticRate: 1e-30 });
      for (const { measures } of steps) expect(Object.values(measures).every(Number.isFinite)).toBe(true);
      for (const [name, { data }] of Object.entries(state)) {
        // with a Wasserstein, hinge or relativistic loss the bias of the last layer cancels or stays
        if (!/^(generator|critic)\./.test(name) || /head\.bias/.test(name)) continue;
        expect([...data], name).not.toEqual([...start.state[name]!.data]);
      }
    },
  );
});

describe('the critic', () => {
  it('clipped in its weights stays within the bound', async () => {
    const { state } = await run({ loss: 'wasserstein', weightClip: 0.01 });
    for (const [name, { data }] of Object.entries(state)) {
      if (name.startsWith('critic.'))
        expect(Math.max(...data.map(Math.abs)), name).toBeLessThanOrEqual(0.01 + 1e-8);
    }
  });

  it('tells two separated sets apart: its loss falls below 0.2 where the generator stands still', async () => {
    const far = { ...lines(), values: lines().values.map((v) => v + 2) };
    const { steps } = await run(
      { steps: 150, generatorRate: 1e-30, critic: { ...small.critic, kind: 'cnn' } },
      { data: far },
    );
    expect(steps[0]!.measures.criticLoss).toBeGreaterThan(1);
    expect(steps.at(-1)!.measures.criticLoss).toBeLessThan(0.2);
  });
});

describe('of the ways to calm both players', () => {
  const still = (config: Partial<GanConfig>) =>
    run({ criticRate: 1e-30, generatorRate: 1e-30, steps: 1, ...config });
  /** How far a player has moved from where it began. */
  async function moved(player: 'critic' | 'generator', config: Partial<GanConfig>): Promise<number> {
    const plain = { optimizer: 'sgd', averageDecay: 0, steps: 1, ...config } as const;
    const [before, after] = [
      (await still({ averageDecay: 0, optimizer: 'sgd' })).state,
      (await run(plain)).state,
    ];
    let squares = 0;
    for (const [name, { data }] of Object.entries(after)) {
      if (!name.startsWith(`${player}.`)) continue;
      data.forEach((v, i) => {
        squares += (v - before[name]!.data[i]!) ** 2;
      });
    }
    return Math.sqrt(squares);
  }

  it('gradient clipping bounds every step by the limit times the rate, and leaves smaller ones alone', async () => {
    for (const player of ['critic', 'generator'] as const) {
      const free = await moved(player, {});
      expect(await moved(player, { gradientClip: 0.01 })).toBeCloseTo(0.01 * small.criticRate, 7);
      expect(free).toBeGreaterThan(0.05 * small.criticRate);
      expect(await moved(player, { gradientClip: 1000 })).toBeCloseTo(free, 7);
    }
  });

  it('two time scales: the rate of a player moves it alone', async () => {
    const slow = { criticRate: 1e-4, generatorRate: 1e-3 };
    const [critic, generator] = [await moved('critic', slow), await moved('generator', slow)];
    expect((await moved('critic', { ...slow, criticRate: 4e-4 })) / critic).toBeCloseTo(4, 1);
    expect((await moved('critic', { ...slow, generatorRate: 4e-3 })) / critic).toBeCloseTo(1, 6);
    expect((await moved('generator', { ...slow, generatorRate: 4e-3 })) / generator).toBeCloseTo(4, 1);
  });

  it('the running average of the generator follows it: a + (1 - d)(w - a), d at most (1 + n) / (10 + n)', async () => {
    const states: TrainingState[] = [];
    const gan = createGan({ ...small, averageDecay: 0.2, steps: 5 }, { length: 5, features: 1 });
    for await (const event of train({ engine, gan, data: lines(), checkpointEvery: 1 })) {
      if (event.type === 'checkpoint') states.push(cloneState(event.state));
    }
    const weight = 'head.weight';
    let average = [...(await still({})).state[`average.${weight}`]!.data];
    states.forEach((state, n) => {
      const d = Math.min(0.2, (1 + n) / (10 + n));
      average = average.map((a, i) => a + (1 - d) * (state[`generator.${weight}`]!.data[i]! - a));
      average.forEach((a, i) => {
        expect(state[`average.${weight}`]!.data[i]).toBeCloseTo(a, 5);
      });
    });
    expect(states).toHaveLength(5);
  });

  it('spectral norm keeps the critic from rising: its logits stay near while free ones run away', async () => {
    const far = { ...lines(), values: lines().values.map((v) => v + 2) };
    const gap = async (spectralNorm: boolean) => {
      const critic = { kind: 'cnn', hidden: 6, layers: 1, spectralNorm, differences: 0 } as const;
      const config = { loss: 'wasserstein', steps: 100, generatorRate: 1e-30, critic } as const;
      const { realLogit, generatedLogit } = (await run(config, { data: far })).steps.at(-1)!.measures;
      return realLogit - generatedLogit;
    };
    const normed = await gap(true);
    expect(normed).toBeGreaterThan(1);
    expect(await gap(false)).toBeGreaterThan(5 * normed);
  });
});

it('a generator learns where the data lies: its values near theirs within 300 updates', async () => {
  const shifted = { ...lines(), values: lines().values.map(() => 0.6) };
  const config = { ...small, loss: 'relativistic', penalty: 'r1r2', steps: 300 } as const;
  const { state } = await run(config, { data: shifted });
  const gan = createGan(config, { length: shifted.length, features: 1 });
  const sequences = generateSequences(gan, 64, weightsIn(state, 'average'));
  const drawn = (await runOnNoise(program({ sequences }), 9)).sequences!.data as Float32Array;
  const mean = drawn.reduce((total, v) => total + v, 0) / drawn.length;
  expect(Math.abs(mean - 0.6)).toBeLessThan(0.1);
});
