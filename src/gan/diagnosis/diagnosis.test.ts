import { describe, expect, it } from 'vitest';
import { runOnNoise, weightsIn } from '../../../test/runOnNoise.ts';
import { program, transpose } from '../../graph/index.ts';
import { randomStream } from '../../random/stream.ts';
import { value } from '../../runtime/engine.ts';
import { nodeEngine } from '../../runtime/node.ts';
import type { Sequences } from '../batches.ts';
import type { GanConfig } from '../config.ts';
import { generateSequences } from '../generating.ts';
import { createGan } from '../iteration.ts';
import { initialState, type TrainingState } from '../state.ts';
import { type TrainingEvent, train } from '../train.ts';
import { typicalChanges } from '../views.ts';
import type { Finding, Look } from './diagnosis.ts';
import { detectors, type FindingKind, findingKinds } from './index.ts';

const engine = nodeEngine();
const base: GanConfig = {
  generator: { cell: 'lstm', hidden: 12, layers: 1, noise: 2, sequenceNoise: 4, start: 'zero' },
  critic: { kind: 'cnn', hidden: 16, layers: 2, spectralNorm: false, differences: 0 },
  loss: 'relativistic',
  penalty: 'r1r2',
  penaltyWeight: 1,
  weightClip: 0,
  criticSteps: 1,
  batch: 32,
  optimizer: 'adam',
  optimizerSettings: { beta1: 0, beta2: 0.9 },
  criticRate: 2e-3,
  generatorRate: 2e-3,
  schedule: 'constant',
  gradientClip: 0,
  averageDecay: 0,
  heldOut: 0.25,
  diagnoseEvery: 25,
  steps: 200,
  seed: 1,
};
const STILL = 1e-30;

/** Eight kinds of sequences, or the first few of them: each stays near a place on a ring, [N, 8, 2]. */
function ring(count = 256, length = 8, kindCount = 8): Sequences {
  const values = new Float32Array(count * length * 2);
  const kinds = new Int32Array(count);
  randomStream(1, 'ring').normal(0, values);
  randomStream(1, 'ring kinds').integers(0, kindCount, kinds);
  values.forEach((e, i) => {
    const angle = (Math.PI * kinds[Math.floor(i / (2 * length))]!) / 4;
    values[i] = 0.7 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + 0.05 * e;
  });
  return { count, length, features: 2, values };
}

/** Noise without any order: nothing to learn but its spread. */
function noise(count: number, length = 8): Sequences {
  const values = new Float32Array(count * length * 2);
  randomStream(1, 'noise').normal(0, values);
  return { count, length, features: 2, values: values.map(Math.tanh) };
}

const shapesOf = (data: Sequences) => ({
  length: data.length,
  features: data.features,
  changes: typicalChanges(data),
});

async function run(config: Partial<GanConfig>, data: Sequences, state?: TrainingState) {
  const gan = createGan({ ...base, ...config }, shapesOf(data));
  const events: TrainingEvent[] = [];
  for await (const event of train({ engine, gan, data, ...(state && { from: { step: 0, state } }) })) {
    events.push(event);
  }
  const findings = events.filter((event): event is Finding => event.type === 'finding');
  const looks = events.filter((event): event is Look => event.type === 'diagnosis');
  const of = (kind: FindingKind) => findings.find((finding) => finding.kind === kind);
  return { events, findings, looks, of };
}

function startOf(config: Partial<GanConfig>, data: Sequences) {
  return initialState(createGan({ ...base, ...config }, shapesOf(data)));
}

/** A state with some of its tensors made anew. */
function altered(state: TrainingState, change: Readonly<Record<string, (v: number, i: number) => number>>) {
  return Object.fromEntries(
    Object.entries(state).map(([name, held]) => {
      const map = change[name];
      return [name, map ? value((held.data as Float32Array).map(map), held.shape) : held];
    }),
  );
}

describe('a healthy run', () => {
  it('has no findings, though every detector looked', async () => {
    const critic = { kind: 'both', hidden: 12, layers: 1, spectralNorm: false, differences: 0 } as const;
    const { findings, looks } = await run({ critic }, ring());
    expect(findings).toEqual([]);
    expect(looks.map(({ step }) => step)).toEqual([25, 50, 75, 100, 125, 150, 175, 200]);
    const seen = Object.keys(looks.at(-1)!.figures);
    // one looks at values that are not finite, and one at the noise of private trainings
    const others: readonly FindingKind[] = ['notFinite', 'drownedByNoise'];
    expect(seen).toEqual(findingKinds.filter((kind) => !others.includes(kind)));
    const { throughTime } = looks[0]!;
    expect([throughTime.critic.length, throughTime.generator.length]).toEqual([8, 8]);
    expect([...throughTime.critic, ...throughTime.generator].every((v) => v > 0)).toBe(true);
  });

  it('is changed by nothing that diagnosis does', async () => {
    const losses = ({ events }: { readonly events: readonly TrainingEvent[] }) =>
      events.flatMap((event) => (event.type === 'step' ? [event.measures] : []));
    const config = { steps: 30, heldOut: 0 };
    const watched = await run({ ...config, diagnoseEvery: 5, autoRemedy: true }, ring(64));
    expect(losses(watched)).toEqual(losses(await run({ ...config, diagnoseEvery: 0 }, ring(64))));
  });
});

describe('mode collapse', () => {
  it('is found where a generator cannot follow its critic and makes one thing only', async () => {
    const critic = { ...base.critic, hidden: 64 };
    const config = { loss: 'standard', penalty: 'none', heldOut: 0, critic } as const;
    const { of } = await run(config, noise(64));
    const { evidence, remedy } = of('modeCollapse')!;
    expect(evidence.spread! / evidence.spreadOfData!).toBeLessThan(0.25);
    expect(evidence.recall).toBe(0);
    expect(remedy).toContain('r1r2');
  });

  it('is found where the noise is told apart but a few places are all there is', () => {
    const evidence = {
      spread: 0.8,
      spreadOfData: 1,
      noiseShare: 1,
      noiseShareOfData: 1,
      nearest: 0.1,
      nearestOfData: 0.4,
      recall: 0.1,
      recallOfData: 0.9,
      lost: 0,
    };
    expect(detectors.modeCollapse.isFound(evidence)).toBe(true);
    expect(detectors.modeCollapse.isFound({ ...evidence, recall: 0.8 })).toBe(false);
    expect(detectors.modeCollapse.isFound({ ...evidence, nearest: 0.4 })).toBe(false);
  });

  it('is found where two of eight kinds are lost and all others are made, and not where the data has these only', async () => {
    const some = ring(256, 8, 6);
    const { events } = await run({ diagnoseEvery: 0, steps: 300 }, some);
    const { state } = events.find((event) => event.type === 'checkpoint')!;
    const still = { criticRate: STILL, generatorRate: STILL, steps: 150 };
    const lacking = (await run(still, ring(), state)).of('modeCollapse')!;
    expect(lacking.evidence.lost).toBeCloseTo(0.25, 1);
    expect(lacking.evidence.spread! / lacking.evidence.spreadOfData!).toBeGreaterThan(0.5);
    expect(lacking.sentence).toMatch(/2\d % of the real ones are of kinds that are hardly made/);
    expect((await run(still, some, state)).of('modeCollapse')).toBeUndefined();
  });
});

it('critic saturation is found in the minimax game with a fast critic', async () => {
  const { of } = await run({ loss: 'minimax', penalty: 'none', criticRate: 3e-2 }, ring());
  const { evidence } = of('criticSaturation')!;
  expect(evidence.lead).toBeGreaterThan(0.99);
  expect(evidence.generatorAsks).toBeLessThan(0.05);
});

describe('gradients through time', () => {
  const still = { criticRate: STILL, generatorRate: STILL, steps: 60, heldOut: 0 };
  const lstm = { ...still, critic: { ...base.critic, kind: 'lstm', layers: 1 } } as const;
  const data = ring(64, 24);
  const H = base.generator.hidden;
  const isForget = (i: number) => i >= H && i < 2 * H;

  it('that vanish are found where the forget gates are shut and nothing goes from step to step', async () => {
    const state = altered(startOf(lstm, data), {
      'generator.lstm.bias_ih_l0': (v, i) => (isForget(i) ? -12 : v),
      'generator.lstm.weight_hh_l0': () => 0,
    });
    const { of, looks } = await run(lstm, data, state);
    expect(of('vanishingGradients')!.evidence).toMatchObject({ reach: 0, length: 24, isCritic: 0 });
    const slopes = looks[0]!.throughTime.generator;
    expect(slopes[22]! / slopes[23]!).toBeLessThan(0.01);
  });

  it('that explode are found where the recurrent weights are large and the units are not at their ends', async () => {
    const state = altered(startOf(lstm, data), {
      'generator.lstm.weight_ih_l0': (v) => v * 1e-12,
      'generator.lstm.bias_ih_l0': () => 0,
      'generator.lstm.weight_hh_l0': (v) => v * 8,
    });
    const { of } = await run(lstm, data, state);
    expect(of('explodingGradients')!.evidence.generatorGrowth).toBeGreaterThan(100);
    expect(of('vanishingGradients')).toBeUndefined();
  });

  it('neither vanish nor explode in networks as they start', async () => {
    const { findings, looks } = await run(lstm, data);
    expect(findings).toEqual([]);
    expect(looks).toHaveLength(2);
    expect(looks[1]!.figures.vanishingGradients!.reach).toBeGreaterThan(8);
  });
});

describe('oscillation', () => {
  const spot: Sequences = { count: 64, length: 4, features: 1, values: new Float32Array(256).fill(0.3) };
  const duel: Partial<GanConfig> = {
    generator: { cell: 'lstm', hidden: 8, layers: 1, noise: 1, sequenceNoise: 0, start: 'zero' },
    critic: { kind: 'cnn', hidden: 8, layers: 1, spectralNorm: false, differences: 0 },
    loss: 'wasserstein',
    optimizer: 'sgd',
    batch: 16,
    heldOut: 0,
    criticRate: 0.04,
    generatorRate: 0.04,
    steps: 350,
    diagnoseEvery: 50,
  };

  it('is found where two players without damping chase each other', async () => {
    const { evidence } = (await run({ ...duel, penalty: 'none' }, spot)).of('oscillation')!;
    expect(evidence.period).toBeGreaterThan(60);
    expect(evidence.period).toBeLessThan(110);
  });

  it('is not found once a penalty damps them', async () => {
    expect((await run(duel, spot)).of('oscillation')).toBeUndefined();
  });
});

describe('an overfit critic', () => {
  /** What the untrained generator makes: then nothing but memory tells training sequences from generated ones. */
  async function ownWork(config: Partial<GanConfig>, count: number): Promise<Sequences> {
    const gan = createGan({ ...base, ...config }, { length: 8, features: 2, changes: [1, 1] });
    const state = initialState(gan);
    const made = generateSequences(gan, count, weightsIn(state));
    const { made: values } = await runOnNoise(program({ made: transpose(made, [1, 0, 2]) }), 7);
    return { count, length: 8, features: 2, values: values!.data as Float32Array };
  }
  const memory: Partial<GanConfig> = {
    generatorRate: STILL,
    loss: 'standard',
    penalty: 'none',
    critic: { kind: 'cnn', hidden: 64, layers: 2, spectralNorm: false, differences: 0 },
    heldOut: 0.5,
    steps: 300,
    diagnoseEvery: 50,
  };

  it('is found where nothing but memory tells the training set from generated sequences', async () => {
    const { evidence } = (await run(memory, await ownWork(memory, 64))).of('overfitCritic')!;
    expect(evidence.gone).toBeGreaterThan(0.5);
    expect(evidence.training! - evidence.heldOut!).toBeGreaterThan(0.2);
    expect(evidence.deviations).toBeGreaterThan(0.5);
  });

  it('is not found by hundredths of a logit, nor by a gap that is lost in their spread, however sure it is', () => {
    const evidence = { training: 1, heldOut: 0.2, generated: 0, gone: 0.8, standardErrors: 6, deviations: 1 };
    const { isFound } = detectors.overfitCritic;
    expect(isFound(evidence)).toBe(true);
    expect(isFound({ ...evidence, training: 0.05, heldOut: 0.01 })).toBe(false);
    expect(isFound({ ...evidence, deviations: 0.3 })).toBe(false);
  });

  it('is not found where there are too many sequences to know by heart', async () => {
    const { of, looks } = await run({ ...memory, heldOut: 0.1 }, await ownWork(memory, 4000));
    expect(of('overfitCritic')).toBeUndefined();
    expect(looks.at(-1)!.figures.overfitCritic).toBeDefined();
  });
});

describe('dead units', () => {
  const still = { criticRate: STILL, generatorRate: STILL, steps: 60, heldOut: 0 };
  const H = base.generator.hidden;

  it.each([
    [9, true],
    [3, false],
  ])('are found where %i of 12 output gates are shut: %s', async (shut, isFound) => {
    const state = altered(startOf(still, ring(64)), {
      'generator.lstm.bias_ih_l0': (v, i) => (i >= 3 * H && i < 3 * H + shut ? -30 : v),
    });
    const { of } = await run(still, ring(64), state);
    expect(of('deadUnits') !== undefined).toBe(isFound);
    if (isFound) expect(of('deadUnits')!.evidence.generator).toBeCloseTo(shut / H, 9);
  });
});
