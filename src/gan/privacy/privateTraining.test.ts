import { describe, expect, it } from 'vitest';
import { runOnNoise, weightsIn } from '../../../test/runOnNoise.ts';
import { program } from '../../graph/index.ts';
import { randomStream } from '../../random/stream.ts';
import { nodeEngine } from '../../runtime/node.ts';
import type { Sequences } from '../batches.ts';
import type { GanConfig } from '../config.ts';
import { generateSequences } from '../generating.ts';
import { createGan } from '../iteration.ts';
import { lossNames, lossOf } from '../losses.ts';
import { penaltyNames } from '../penalties.ts';
import { learnedFromReal } from '../scope.ts';
import { stabiliserNames } from '../stabilisers/index.ts';
import { cloneState, initialState, type TrainingState } from '../state.ts';
import { type TrainingEvent, type TrainOptions, train } from '../train.ts';
import { accountant } from './accountant.ts';
import { privacyObjections } from './objections.ts';
import { generatorProgram, sumProgram } from './privatePrograms.ts';
import { slotFeeder } from './privateRunner.ts';

const engine = nodeEngine();
const secret = Uint8Array.from({ length: 32 }, (_, i) => 7 * i);
const [COUNT, LENGTH] = [120, 5];
const base: GanConfig = {
  generator: { cell: 'lstm', hidden: 6, layers: 1, noise: 2, sequenceNoise: 2, start: 'zero' },
  critic: { kind: 'cnn', hidden: 8, layers: 1, spectralNorm: false, differences: 0 },
  loss: 'standard',
  penalty: 'none',
  penaltyWeight: 0,
  weightClip: 0,
  criticSteps: 2,
  batch: 24,
  optimizer: 'adam',
  optimizerSettings: { beta1: 0.5, beta2: 0.9 },
  criticRate: 1e-2,
  generatorRate: 1e-2,
  schedule: 'constant',
  gradientClip: 0,
  averageDecay: 0.9,
  privacy: { epsilon: 50, delta: 1e-4, clip: 1, noise: 1 },
  steps: 6,
  seed: 3,
};

/** Sequences that stay near 0.6. */
function levels(count = COUNT): Sequences {
  const values = new Float32Array(count * LENGTH);
  randomStream(1, 'levels').normal(0, values);
  return { count, length: LENGTH, features: 1, values: values.map((e) => 0.6 + 0.05 * e) };
}

async function run(config: Partial<GanConfig> = {}, options: Partial<TrainOptions> = {}) {
  const gan = createGan({ ...base, ...config }, { length: LENGTH, features: 1, changes: [0.1] });
  const events: TrainingEvent[] = [];
  const states: TrainingState[] = [];
  for await (const event of train({ engine, gan, data: levels(), secret, ...options })) {
    events.push(event);
    if (event.type === 'checkpoint') states.push(cloneState(event.state));
  }
  const steps = events.filter((event) => event.type === 'step');
  return { gan, events, steps, state: states.at(-1)!, states };
}

const spentBy = (steps: readonly { readonly epsilon?: number }[]) => steps.map(({ epsilon }) => epsilon!);

describe('a private training', () => {
  it('tells with every step what was spent, which is what the accountant says of its updates', async () => {
    const { steps } = await run();
    const { epsilon } = accountant({ rate: 24 / COUNT, noise: 1 });
    expect(spentBy(steps)).toEqual([1, 2, 3, 4, 5, 6].map((step) => epsilon(2 * step, 1e-4)));
  });

  it('counts the sequences that are trained on, not those held out', async () => {
    const { steps } = await run({ heldOut: 0.1, steps: 1 });
    expect(spentBy(steps)[0]).toBe(accountant({ rate: 24 / 108, noise: 1 }).epsilon(2, 1e-4));
  });

  it('ends when another step would spend more than the budget', async () => {
    const privacy = { ...base.privacy!, epsilon: 6 };
    const { steps, events } = await run({ steps: 1000, privacy });
    const spent = accountant({ rate: 24 / COUNT, noise: 1 });
    expect(steps.length).toBeGreaterThan(2);
    expect(spentBy(steps).at(-1)).toBeLessThanOrEqual(6);
    expect(spent.epsilon(2 * (steps.length + 1), 1e-4)).toBeGreaterThan(6);
    expect(events.at(-1)).toEqual({ type: 'done', step: steps.length, reason: 'finished' });
  });

  it('gives the same bytes for the same key, and others for another key with the same seed', async () => {
    const [first, again, other] = [
      await run(),
      await run(),
      await run({}, { secret: secret.map((b) => b ^ 1) }),
    ];
    expect(again.state).toEqual(first.state);
    expect(other.state).not.toEqual(first.state);
    await expect(run({}, { secret: undefined as never })).rejects.toThrow(/a secret key/);
  });

  it('that goes on spends on: with its key it equals one that never stopped, with another it counts the same', async () => {
    const whole = await run({}, { checkpointEvery: 3 });
    const from = { step: 3, state: whole.states[0]! };
    const rest = await run({}, { from: { ...from, state: cloneState(from.state) } });
    expect(rest.state).toEqual(whole.state);
    const fresh = await run({}, { from, secret: secret.map((b) => b ^ 1) });
    expect(spentBy(fresh.steps)).toEqual(spentBy(whole.steps).slice(3));
    expect(fresh.state).not.toEqual(whole.state);
  });

  it('learns where the data lie when noise is small', async () => {
    const privacy = { epsilon: 1e6, delta: 1e-4, clip: 1, noise: 0.3 };
    const { gan, state } = await run({ steps: 200, privacy, penalty: 'r1', penaltyWeight: 1 });
    const sequences = generateSequences(gan, 64, weightsIn(state, 'average'));
    const drawn = (await runOnNoise(program({ sequences }), 9)).sequences!.data as Float32Array;
    const mean = drawn.reduce((total, v) => total + v, 0) / drawn.length;
    expect(Math.abs(mean - 0.6)).toBeLessThan(0.15);
  });
});

describe('what one update gives away', () => {
  /** How far the parameters that learn from real sequences move in one update by plain gradients at a rate of 1. */
  async function moved(config: Partial<GanConfig>, data: Sequences): Promise<Float64Array> {
    const still = { optimizer: 'sgd', criticSteps: 1, steps: 1 } as const;
    const after = await run({ ...still, criticRate: 1, ...config }, { data });
    const before = initialState(after.gan);
    return Float64Array.from(
      learnedFromReal(after.gan).flatMap((name) =>
        [...after.state[name]!.data].map((v, i) => v - before[name]!.data[i]!),
      ),
    );
  }
  const normOf = (v: Float64Array) => Math.sqrt(v.reduce((total, x) => total + x * x, 0));

  it('changes with one sequence by no more than twice the clip over the batch, and with none that was not taken', async () => {
    const data = levels(8);
    const config = { batch: 4, privacy: { ...base.privacy!, clip: 0.3 } };
    const whole = await moved(config, data);
    const changes: number[] = [];
    for (let n = 0; n < data.count; n++) {
      const values = data.values.map((v, i) => (Math.floor(i / LENGTH) === n ? -50 : v));
      const other = await moved(config, { ...data, values });
      changes.push(normOf(other.map((v, i) => v - whole[i]!)));
    }
    for (const change of changes) expect(change).toBeLessThanOrEqual((2 * 0.3) / 4 + 1e-6);
    expect(changes.some((change) => change > 0.3 / 4)).toBe(true);
    expect(changes.some((change) => change === 0)).toBe(true);
  });

  it('has noise of the deviation that is counted: s C / batch in every parameter', async () => {
    const privacy = { ...base.privacy!, clip: 0.02, noise: 100 };
    const wide = { ...base.critic, hidden: 64, layers: 2 };
    const change = await moved({ critic: wide, batch: 2, privacy }, levels());
    const deviation = normOf(change) / Math.sqrt(change.length);
    expect(change.length).toBeGreaterThan(20_000);
    expect(deviation / ((100 * 0.02) / 2)).toBeCloseTo(1, 1);
  });
});

describe('what does not go with a guarantee', () => {
  const namesOf = (config: Partial<GanConfig>) =>
    privacyObjections({ ...base, ...config }).map(({ name }) => name);

  it('is nothing of the usual, and nothing at all without one', () => {
    expect(namesOf({})).toEqual([]);
    const { privacy: _, ...free } = base;
    expect(privacyObjections({ ...free, loss: 'relativistic', autoRemedy: true, workers: 2 })).toEqual([]);
  });

  it.each(lossNames)('is a loss whose generator compares with real sequences: %s', (loss) => {
    expect(namesOf({ loss })).toEqual(lossOf(loss).comparesWithReal ? ['loss'] : []);
  });

  it.each(penaltyNames)('is a penalty that looks at a whole batch: %s', (penalty) => {
    expect(namesOf({ penalty })).toEqual(penalty === 'dragan' ? ['penalty'] : []);
  });

  it.each(stabiliserNames)('is a stabiliser, unless its generator needs no real sequences: %s', (name) => {
    const config = { stabilisers: { [name]: name === 'adaptiveCritic' ? 0.8 : 2 } };
    const objections = privacyObjections({ ...base, ...config });
    if (objections.length > 0) {
      expect(objections).toMatchObject([{ name, remedy: 'leave it out' }]);
      return;
    }
    const gan = createGan({ ...base, ...config }, { length: LENGTH, features: 1, changes: [0.1] });
    expect(Object.keys(generatorProgram(gan).inputs)).not.toContain('real');
    expect(['modeSeeking', 'labelSmoothing']).toContain(name);
  });

  it('is not trained with, whoever asks', async () => {
    const critic = { ...base.critic, spectralNorm: true };
    await expect(run({ critic })).rejects.toThrow(/spectralNorm is not part of the private update/);
    await expect(run({ loss: 'relativistic' })).rejects.toThrow(/loss relativistic shows real sequences/);
  });

  it('is spectral norm, classes, automatic remedies and several workers', () => {
    const critic = { ...base.critic, spectralNorm: true };
    expect(namesOf({ critic, classWeight: 1, autoRemedy: true, workers: 2 })).toEqual([
      'spectralNorm',
      'classes',
      'autoRemedy',
      'workers',
    ]);
  });
});

describe('noise that drowns the data', () => {
  const watched = { steps: 160, criticSteps: 1, diagnoseEvery: 20, averageDecay: 0 } as const;
  const found = async (privacy: NonNullable<GanConfig['privacy']>) => {
    const { events } = await run({ ...watched, privacy });
    return events.flatMap((event) =>
      event.type === 'finding' && event.kind === 'drownedByNoise' ? [event] : [],
    );
  };

  it('is told once, with what it is told by and what would help', async () => {
    const [finding, ...others] = await found({ epsilon: 50, delta: 1e-4, clip: 1, noise: 100 });
    expect(others).toEqual([]);
    expect(finding!.step).toBe(100); // so many updates are looked back on
    const { ratio, off, offByConstant } = finding!.evidence;
    expect(ratio).toBeLessThan(1);
    expect(off).toBeGreaterThan(0.5 * offByConstant!);
    // of the normal distribution: E|x| = sqrt(2 / pi) deviations
    expect(offByConstant).toBeCloseTo(Math.sqrt(2 / Math.PI), 1);
    expect(finding!.sentence).toMatch(/^Noise drowns the data, .* was 0(\.\d+)? of the noise/);
    expect(finding!.remedy).toContain('privacyEpsilon');
  });

  it('is not told of a run with little', async () => {
    expect(await found({ epsilon: 1e6, delta: 1e-4, clip: 1, noise: 0.2 })).toEqual([]);
  });
});

describe('the noise that makes the sequence beside a real one', () => {
  it('belongs to it and not to its slot, also where sequences have as many steps as there are slots', () => {
    const length = 16;
    const gan = createGan(base, { length, features: 1, changes: [0.1] });
    const { inputs } = sumProgram(gan, 16);
    const values = Float32Array.from({ length: 10 * length }, (_, i) => Math.floor(i / length));
    const data = { count: 10, length, features: 1, values };
    const slots = slotFeeder(inputs, (name) => name in gan.parameters, 3);
    /** All that a slot was given, [T, S, .] or [S, .]. */
    const given = (slot: number) =>
      Object.fromEntries(
        Object.entries(slots.held).map(([name, { shape, data: all }]) => {
          const width = shape.length === 3 ? shape[2]! : all.length / 16;
          return [name, [...all].filter((_, i) => Math.floor(i / width) % 16 === slot)];
        }),
      );
    slots.fill(data, Int32Array.of(2, 5, 9), 7);
    const [second, third] = [given(1), given(2)];
    slots.fill(data, Int32Array.of(5, 9), 7);
    expect(given(0)).toEqual(second);
    expect(given(1)).toEqual(third);
    expect(new Set(given(0).real)).toEqual(new Set([5]));
    expect(given(0)['noise.steps']).toHaveLength(2 * length);
    expect(slots.held.taken!.data.slice(0, 3)).toEqual(Float32Array.of(1, 1, 0));
    slots.fill(data, Int32Array.of(5, 9), 8);
    expect(given(0)['noise.steps']).not.toEqual(second['noise.steps']);
  });
});
