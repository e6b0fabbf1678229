import { describe, expect, it } from 'vitest';
import { runOnNoise, weightsIn } from '../../../test/runOnNoise.ts';
import {
  constant,
  evaluateProgram,
  input,
  program,
  sizeOf,
  type Tensor,
  transpose,
} from '../../graph/index.ts';
import { value } from '../../runtime/engine.ts';
import { nodeEngine } from '../../runtime/node.ts';
import type { Sequences } from '../batches.ts';
import type { GanConfig } from '../config.ts';
import type { Look } from '../diagnosis/diagnosis.ts';
import { generateSequences } from '../generating.ts';
import { createGan, iterationProgram } from '../iteration.ts';
import { lossNames, lossOf } from '../losses.ts';
import { initialState, type TrainingState } from '../state.ts';
import { cloneState, type Measures, type TrainingMemory, train } from '../train.ts';
import { type StabiliserAmounts, stabiliserNames, stabiliserObjections, stabilisers } from './index.ts';
import { replay } from './replay.ts';
import type { Place } from './stabiliser.ts';

const engine = nodeEngine();
const STILL = 1e-30;
const base: GanConfig = {
  generator: { cell: 'lstm', hidden: 6, layers: 1, noise: 2, sequenceNoise: 2, start: 'zero' },
  critic: { kind: 'cnn', hidden: 8, layers: 1, spectralNorm: false, differences: 0 },
  loss: 'standard',
  penalty: 'none',
  penaltyWeight: 0,
  weightClip: 0,
  criticSteps: 1,
  batch: 16,
  optimizer: 'adam',
  optimizerSettings: { beta1: 0.5, beta2: 0.9 },
  criticRate: 1e-2,
  generatorRate: STILL,
  schedule: 'constant',
  gradientClip: 0,
  averageDecay: 0,
  steps: 100,
  seed: 1,
};
const LENGTH = 5;

const flat = (level: (n: number) => number, count = 64): Sequences => ({
  count,
  length: LENGTH,
  features: 1,
  values: Float32Array.from({ length: count * LENGTH }, (_, i) => level(Math.floor(i / LENGTH))),
});
/** Half of the sequences at 0.5, half at -0.5. */
const twoLevels = flat((n) => (n % 2 === 0 ? 0.5 : -0.5));
const high = flat(() => 0.9);

/** A generator that makes the constant `level` whatever the noise. */
function stuckAt(level: number, config: GanConfig): TrainingState {
  const state = initialState(createGan(config, { length: LENGTH, features: 1, changes: [1] }));
  const shape = state['generator.head.weight']!.shape;
  return {
    ...state,
    'generator.head.weight': value(new Float32Array(sizeOf(shape)), shape),
    'generator.head.bias': value(Float32Array.of(Math.atanh(level)), [1]),
  };
}

interface Checkpoint {
  readonly step: number;
  readonly state: TrainingState;
  readonly memory: TrainingMemory;
}

async function run(
  config: Partial<GanConfig>,
  data: Sequences,
  {
    start,
    from,
    every = 1e9,
  }: { start?: (config: GanConfig) => TrainingState; from?: Checkpoint; every?: number } = {},
) {
  const whole = { ...base, ...config };
  const gan = createGan(whole, { length: data.length, features: data.features, changes: [1] });
  const measures: Measures[] = [];
  const checkpoints: Checkpoint[] = [];
  const looks: Look[] = [];
  const begin = from ?? (start && { step: 0, state: start(whole) });
  const options = { engine, gan, data, checkpointEvery: every, ...(begin && { from: begin }) };
  for await (const event of train(options)) {
    if (event.type === 'diagnosis') looks.push(event);
    if (event.type === 'step') measures.push(event.measures);
    if (event.type === 'checkpoint') checkpoints.push({ ...event, state: cloneState(event.state) });
    if (event.type === 'done') expect(event.reason).toBe('finished');
  }
  return { gan, measures, checkpoints, looks, last: measures.at(-1)!, state: checkpoints.at(-1)!.state };
}

/** 64 sequences [64, T F] of the generator as it stands in a state. */
async function drawn({ gan, state }: Awaited<ReturnType<typeof run>>): Promise<readonly Float32Array[]> {
  const sequences = generateSequences(gan, 64, weightsIn(state));
  const { made } = await runOnNoise(program({ made: transpose(sequences, [1, 0, 2]) }), 5);
  const width = gan.shapes.length * gan.shapes.features;
  return Array.from({ length: 64 }, (_, i) =>
    (made!.data as Float32Array).subarray(i * width, (i + 1) * width),
  );
}

const average = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: ArrayLike<number>) =>
  Math.sqrt(average(Array.from(values, (v) => (v - average(values)) ** 2)));

it('stabilisers that are off leave no trace in the program', () => {
  const shapes = { length: LENGTH, features: 1, changes: [1] };
  const sizeOfProgram = (amounts?: StabiliserAmounts) => {
    const gan = createGan({ ...base, ...(amounts && { stabilisers: amounts }) }, shapes);
    const { inputs, outputs } = iterationProgram(gan, { updatesGenerator: true });
    expect(gan.stabiliserState).toEqual({});
    return { inputs: Object.keys(inputs), outputs: Object.keys(outputs) };
  };
  const off = Object.fromEntries(stabiliserNames.map((name) => [name, 0]));
  expect(sizeOfProgram(off)).toEqual(sizeOfProgram());
});

describe.each(stabiliserNames)('%s at its usual amount', (name) => {
  const config: Partial<GanConfig> = {
    generatorRate: 1e-2,
    steps: 20,
    heldOut: 0.2,
    diagnoseEvery: 10,
    stabilisers: { [name]: stabilisers[name].usual },
  };

  it('trains with finite measures, and otherwise than without it', async () => {
    const [with_, without] = [
      await run(config, twoLevels),
      await run({ ...config, stabilisers: {} }, twoLevels),
    ];
    expect(with_.measures.flatMap((m) => Object.values(m)).every(Number.isFinite)).toBe(true);
    expect(with_.measures).not.toEqual(without.measures);
    expect(with_.looks).toHaveLength(2);
    expect(with_.looks[1]!.figures.overfitCritic).toBeDefined();
  });

  it('resumed in the middle equals never having stopped', async () => {
    for (const criticSteps of [1, 2]) {
      const whole = await run({ ...config, criticSteps }, twoLevels, { every: 10 });
      const middle = whole.checkpoints.find(({ step }) => step === 10)!;
      const rest = await run({ ...config, criticSteps }, twoLevels, { from: middle });
      expect(rest.measures).toEqual(whole.measures.slice(10));
      expect(rest.state).toEqual(whole.state);
    }
  });

  it('has a formula, a source with a paper, and no objection to a usual configuration', () => {
    expect(stabilisers[name].formula.length).toBeGreaterThan(10);
    expect(stabilisers[name].source).toMatch(/\d{4}/);
    expect(stabiliserObjections({ ...base, stabilisers: { [name]: stabilisers[name].usual } })).toEqual([]);
  });
});

it('packs and groups together are looked at whole, with as many held-out sequences as fill them', async () => {
  const config = {
    steps: 4,
    heldOut: 0.2,
    diagnoseEvery: 2,
    stabilisers: { packing: 2, minibatchDeviation: 4 },
  };
  const { looks } = await run(config, twoLevels); // 12 are held out, 8 fill a group of packs
  expect(looks.map((look) => look.figures.overfitCritic?.standardErrors)).toEqual([
    expect.any(Number),
    expect.any(Number),
  ]);
});

describe('objections', () => {
  it.each<[StabiliserAmounts, Partial<GanConfig>]>([
    [{ packing: 1 }, {}],
    [{ packing: 3 }, {}],
    [{ minibatchDeviation: 1 }, {}],
    [{ minibatchDeviation: 5 }, {}],
    [{ packing: 8, minibatchDeviation: 4 }, {}],
    [{ labelSmoothing: 0.1 }, { loss: 'hinge' }],
    [{ adaptiveCritic: 0.5 }, {}],
    [{ modeSeeking: 1 }, { batch: 1 }],
    [{ momentMatching: 1 }, { batch: 1 }],
    [{ replay: 1 }, { batch: 1 }],
  ])('%j with %j is refused, with a remedy', (amounts, config) => {
    const objections = stabiliserObjections({ ...base, ...config, stabilisers: amounts });
    expect(objections).toHaveLength(1);
    expect(objections[0]!.remedy).toMatch(/give|leave/);
  });

  it('there are none where packs and groups fit', () => {
    const amounts = { packing: 2, minibatchDeviation: 4 };
    expect(stabiliserObjections({ ...base, stabilisers: amounts })).toEqual([]);
  });
});

describe('a generator that makes one of two kinds only', () => {
  const criticLoss = async (amounts: StabiliserAmounts) =>
    average(
      (
        await run({ steps: 300, stabilisers: amounts }, twoLevels, {
          start: (config) => stuckAt(0.5, config),
        })
      ).measures
        .slice(-20)
        .map((m) => m.criticLoss),
    );

  it('is told at once by a critic that sees packs, or how sequences vary, and never surely by one that does not', async () => {
    // a sequence at 0.5 is generated with probability 2/3, so the least loss is (1/2) ln 3 + ln (3/2) = 0.95; of packs
    // of four, only one real one in 16 is all at 0.5
    const alone = await criticLoss({});
    expect(alone).toBeGreaterThan(0.8);
    expect(await criticLoss({ packing: 4 })).toBeLessThan(0.5 * alone);
    expect(await criticLoss({ minibatchDeviation: 4 })).toBeLessThan(0.5 * alone);
  });
});

describe.each(['featureMatching', 'momentMatching'] as const)('%s alone', (name) => {
  it('brings the generator to where the data lies, without any other lesson', async () => {
    const config: Partial<GanConfig> = { criticRate: STILL, generatorRate: 1e-2, steps: 200, seed: 2 };
    const gap = async (amounts: StabiliserAmounts) => {
      const sequences = await drawn(
        await run(
          { ...config, stabilisers: amounts },
          flat(() => 0.6),
        ),
      );
      return Math.abs(average(sequences.flatMap((row) => [...row])) - 0.6);
    };
    expect(await gap({ [name]: 100 })).toBeLessThan(0.1);
    expect(await gap({})).toBeGreaterThan(0.2);
  });
});

it('mode seeking keeps sequences apart where the critic wants all to be the same', async () => {
  const config: Partial<GanConfig> = {
    criticRate: STILL,
    generatorRate: 1e-2,
    steps: 150,
    loss: 'wasserstein',
  };
  const spread = async (amounts: StabiliserAmounts) => {
    const sequences = await drawn(await run({ ...config, stabilisers: amounts }, high));
    return deviation(sequences.map((row) => average(row)));
  };
  expect(await spread({ modeSeeking: 1 })).toBeGreaterThan(2 * (await spread({})));
});

it('instance noise keeps the critic from being sure, and fades: at the end of the run it is as sure as without', async () => {
  const start = (config: GanConfig) => stuckAt(-0.9, config);
  const noisy = await run({ stabilisers: { instanceNoise: 3 } }, high, { start });
  const clear = await run({}, high, { start });
  const at = ({ measures }: typeof noisy, step: number) =>
    average(measures.slice(step - 10, step).map((m) => m.criticLoss));
  expect(at(noisy, 40)).toBeGreaterThan(5 * at(clear, 40));
  expect(at(noisy, 100)).toBeLessThan(0.4 * at(noisy, 40));
});

it('label smoothing holds the logits of real sequences near log((1 - s) / s)', async () => {
  const start = (config: GanConfig) => stuckAt(-0.9, config);
  const config = { steps: 200, criticRate: 3e-2 };
  const { last } = await run({ ...config, stabilisers: { labelSmoothing: 0.1 } }, high, { start });
  expect(last.realLogit).toBeCloseTo(Math.log(9), 1);
  expect((await run(config, high, { start })).last.realLogit).toBeGreaterThan(4);
});

describe('historical averaging', () => {
  it('keeps the mean of all parameters so far', async () => {
    const { checkpoints, state } = await run(
      { generatorRate: 1e-2, steps: 3, stabilisers: { historicalAveraging: 0.1 } },
      twoLevels,
      { every: 1 },
    );
    const name = 'critic.cnn.head.weight';
    const start = initialState(createGan(base, { length: LENGTH, features: 1, changes: [1] }))[name]!;
    const all = [start, ...checkpoints.map((checkpoint) => checkpoint.state[name]!)];
    // the last checkpoint is told once
    expect(all).toHaveLength(4);
    const kept = state[`stabiliser.historicalAveraging.${name}`]!;
    kept.data.forEach((mean, i) => {
      expect(mean).toBeCloseTo(average(all.map(({ data }) => data[i]!)), 6);
    });
  });

  it('holds the players near to where they were', async () => {
    const moved = async (weight: number) => {
      const config = { generatorRate: 1e-2, steps: 60, stabilisers: { historicalAveraging: weight } };
      const { state } = await run(config, high);
      const start = initialState(createGan(base, { length: LENGTH, features: 1, changes: [1] }));
      const name = 'critic.cnn.head.weight';
      return Math.hypot(...Array.from(state[name]!.data, (v, i) => v - start[name]!.data[i]!));
    };
    expect(await moved(10)).toBeLessThan(0.5 * (await moved(0)));
  });
});

describe('unrolled steps', () => {
  /** Two players without damping, who go round in circles (the oscillation of diagnosis.test.ts). */
  const duel: Partial<GanConfig> = {
    generator: { cell: 'lstm', hidden: 8, layers: 1, noise: 1, sequenceNoise: 0, start: 'zero' },
    loss: 'wasserstein',
    optimizer: 'sgd',
    criticRate: 0.04,
    generatorRate: 0.04,
    steps: 350,
    seed: 2,
  };
  /** How far the critic's opinion of generated sequences swings over the last 150 iterations. */
  const unrest = async (amounts: StabiliserAmounts) => {
    const { measures } = await run(
      { ...duel, stabilisers: amounts },
      flat(() => 0.3),
    );
    return deviation(measures.slice(-150).map((m) => m.generatedLogit));
  };

  it('calm a game that goes round in circles, since the generator answers what the critic is about to do', async () => {
    const [without, with_] = [await unrest({}), await unrest({ unrolling: 3 })];
    expect(without).toBeGreaterThan(0.02);
    expect(with_).toBeLessThan(0.25 * without);
  });
});

describe('replay', () => {
  /** Runs the critic's part with a batch [1, 4, 1] and a store of three halves. */
  function replayed(isFull: number, generated: readonly number[], store: readonly number[]) {
    let kept: Tensor | undefined;
    const place: Place = {
      amount: 3,
      config: { ...base, batch: generated.length },
      normal: () => {
        throw new Error('replay asks for no noise');
      },
      scalar: () => constant([isFull], []),
      held: () => input('store', [1, store.length, 1]),
      keep: (_, next) => {
        kept = next;
      },
    };
    const seen = replay.generatedForCritic!(place, input('generated', [1, generated.length, 1]));
    const results = evaluateProgram(program({ seen, kept: kept! }), { generated, store });
    return { seen: [...results.seen!.data], kept: [...results.kept!.data] };
  }

  it('shows half of the fresh batch and past ones of every age, and stores the fresh half', () => {
    const { seen, kept } = replayed(1, [1, 2, 3, 4], [10, 11, 20, 21, 30, 31]);
    expect(seen).toEqual([1, 2, 10, 21]);
    expect(kept).toEqual([1, 2, 10, 11, 20, 21]);
  });

  it('shows the whole fresh batch until the store is full, and keeps the odd one of a batch', () => {
    expect(replayed(0, [1, 2, 3, 4], [0, 0, 0, 0, 0, 0]).seen).toEqual([1, 2, 3, 4]);
    expect(replayed(1, [1, 2, 3, 4, 5], [10, 11, 20, 21, 30, 31]).seen).toEqual([1, 2, 10, 21, 5]);
  });
});

describe('the adaptive critic rate', () => {
  const factor = 'stabiliser.adaptiveCritic.factor';
  const config = { steps: 150, stabilisers: { adaptiveCritic: 0.8 } };

  it('falls while the critic tells all apart', async () => {
    const { state } = await run(config, high, { start: (whole) => stuckAt(-0.9, whole) });
    expect(state[factor]!.data[0]).toBeLessThan(0.3);
    expect(state[factor]!.data[0]).toBeGreaterThan(0.2);
  });

  it('stays where it cannot', async () => {
    const same = flat(() => 0.5);
    const { state } = await run(config, same, { start: (whole) => stuckAt(0.5, whole) });
    expect(state[factor]!.data[0]).toBe(1);
  });
});

it('label smoothing goes with the losses that have a target, and no others', () => {
  for (const loss of lossNames) {
    const objections = stabiliserObjections({ ...base, loss, stabilisers: { labelSmoothing: 0.1 } });
    expect(objections.length === 0).toBe(lossOf(loss).smoothing !== undefined);
  }
});
