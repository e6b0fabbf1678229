import { describe, expect, it } from 'vitest';
import { type Program, sizeOf } from '../../graph/index.ts';
import { randomStream } from '../../random/stream.ts';
import { type Value, value } from '../../runtime/engine.ts';
import { nodeEngine } from '../../runtime/node.ts';
import type { GanConfig, Shapes } from '../config.ts';
import { createGan, type Gan, iterationStages } from '../iteration.ts';
import { learnedFromReal } from '../scope.ts';
import { initialState } from '../state.ts';
import { generatorProgram, sumProgram, updateProgram } from './privatePrograms.ts';

const engine = nodeEngine();
const SLOTS = 4;
const [LENGTH, FEATURES] = [7, 2];
const base: GanConfig = {
  generator: { cell: 'lstm', hidden: 5, layers: 1, noise: 2, sequenceNoise: 2, start: 'noise' },
  critic: { kind: 'cnn', hidden: 6, layers: 2, spectralNorm: false, differences: 0.2 },
  loss: 'standard',
  penalty: 'none',
  penaltyWeight: 0,
  weightClip: 0,
  criticSteps: 1,
  batch: 4,
  optimizer: 'adam',
  optimizerSettings: { beta1: 0.5, beta2: 0.9 },
  criticRate: 1e-3,
  generatorRate: 1e-3,
  schedule: 'constant',
  gradientClip: 0,
  averageDecay: 0.9,
  privacy: { epsilon: 3, delta: 1e-5, clip: 1e6, noise: 1 },
  steps: 10,
  seed: 5,
};
const plain: Shapes = { length: LENGTH, features: FEATURES, changes: [0.1, 0.1] };
/** A number that moves, and a choice of three that holds for the whole sequence. */
const mixed: Shapes = {
  length: LENGTH,
  features: 4,
  changes: [0.1, 1, 1, 1],
  groups: [
    { kind: 'number', width: 1 },
    { kind: 'choice', width: 3, isStatic: true },
  ],
  ranges: [],
};

type Filled = Record<string, Value>;

/** Values for what a program wants besides the state and what is given. */
function fill(program: Program, given: Filled): Filled {
  const filled: Filled = {};
  for (const [name, { shape }] of Object.entries(program.inputs)) {
    filled[name] = given[name] ?? value(new Float32Array(sizeOf(shape)), shape);
    const data = filled[name].data as Float32Array;
    if (given[name]) continue;
    const stream = randomStream(11, name);
    if (name.startsWith('noise.uniform.')) stream.uniform(0, data);
    else if (name === 'penaltyWeight') data.fill(0.7);
    else stream.normal(0, data);
    if (name === 'real' && program.inputs.real!.shape[2] === 4) markLevels(data);
  }
  return filled;
}

/** Makes the last three of four features one level, the same in every step. */
function markLevels(real: Float32Array): void {
  const sequences = real.length / 4 / LENGTH;
  for (let t = 0; t < LENGTH; t++) {
    for (let n = 0; n < sequences; n++) {
      for (let k = 0; k < 3; k++) real[(t * sequences + n) * 4 + 1 + k] = k === n % 3 ? 1 : 0;
    }
  }
}

/** The part of a tensor that belongs to one sequence: along the axis that has as many as there are slots. */
function ofSlot({ shape, data }: Value, slot: number): Value {
  const axis = shape.indexOf(SLOTS);
  const run = sizeOf(shape.slice(axis + 1));
  const kept = new Float32Array(data.length / SLOTS);
  for (let i = 0; i * run < kept.length; i++) {
    const from = (i * SLOTS + slot) * run;
    kept.set((data as Float32Array).subarray(from, from + run), i * run);
  }
  return value(
    kept,
    shape.map((extent, i) => (i === axis ? 1 : extent)),
  );
}

async function run(program: Program, inputs: Filled) {
  const executable = await engine.compile(program);
  const results = await executable.run(inputs);
  await executable.release();
  return results;
}

/** The gradient of each sequence, by the program of an ordinary training with a batch of one. */
async function gradientsOfOne(gan: Gan, inputs: Filled): Promise<readonly Float64Array[]> {
  const { privacy: _, ...config } = gan.config;
  const alone = createGan({ ...config, batch: 1 }, gan.shapes);
  const updatesGenerator = gan.generator.attributes !== undefined;
  const stages = iterationStages(alone, { updatesGenerator });
  const found: Float64Array[] = [];
  for (let slot = 0; slot < SLOTS; slot++) {
    const own = Object.fromEntries(
      Object.entries(inputs).map(([name, held]) => [
        name,
        name === 'real' || name.startsWith('noise.') ? ofSlot(held, slot) : held,
      ]),
    );
    if (own['noise.uniform.mix']) own['noise.uniform.mix'] = value(own['noise.uniform.mix'].data, [1, 1, 1]);
    const results: Filled = { ...initialState(alone), ...own };
    for (const stage of stages) {
      const all = fill(stage, results);
      Object.assign(results, await run(stage, all));
      // one shard alone: the mean of all gradients is its own
      for (const name of Object.keys(stage.outputs)) {
        if (name.startsWith('gradient.')) results[`exchanged.${name}`] = results[name]!;
      }
    }
    found.push(
      Float64Array.from(learnedFromReal(gan).flatMap((name) => [...results[`gradient.${name}`]!.data])),
    );
  }
  return found;
}

const normOf = (v: Float64Array) => Math.sqrt(v.reduce((total, x) => total + x * x, 0));

async function sums(gan: Gan, given: Filled) {
  const program = sumProgram(gan, SLOTS);
  const inputs = fill(program, { ...initialState(gan), ...given });
  const results = await run(program, inputs);
  const sum = Float64Array.from(learnedFromReal(gan).flatMap((name) => [...results[`sum.${name}`]!.data]));
  return { inputs, sum, norms: [...results['each.norm']!.data], kept: [...results['each.kept']!.data] };
}

const taken = (...flags: number[]) => ({ taken: value(Float32Array.from(flags), [SLOTS]) });

const cnn = base.critic;
const cases: readonly {
  readonly what: string;
  readonly config: Partial<GanConfig>;
  readonly shapes?: Shapes;
}[] = [
  { what: 'a convolutional critic', config: {} },
  { what: 'a recurrent critic', config: { critic: { ...cnn, kind: 'lstm' } } },
  { what: 'two recurrent layers of gru', config: { critic: { ...cnn, kind: 'gru' } } },
  { what: 'both', config: { critic: { ...cnn, kind: 'both' } } },
  { what: 'relativistic pairs', config: { loss: 'relativistic' } },
  { what: 'the penalty r1, which differentiates twice', config: { penalty: 'r1', penaltyWeight: 0.7 } },
  {
    what: 'r1 and r2 through a recurrent critic',
    config: { penalty: 'r1r2', critic: { ...cnn, kind: 'lstm', layers: 1 } },
  },
  {
    what: 'a gradient penalty between a real sequence and the one beside it',
    config: { loss: 'wasserstein', penalty: 'gradientPenalty' },
  },
  { what: 'label smoothing', config: { stabilisers: { labelSmoothing: 0.1 } } },
  { what: 'attributes, which learn in the same gradient', config: {}, shapes: mixed },
];

describe.each(cases)('the sum of gradients with $what', ({ config, shapes = plain }) => {
  it('is that of the gradients of batches of one, each clipped, and of no empty slot', async () => {
    const free = createGan({ ...base, ...config }, shapes);
    const { inputs } = await sums(free, taken(1, 1, 1, 0));
    const each = (await gradientsOfOne(free, inputs)).slice(0, 3);
    const norms = each.map(normOf);
    const clip = (Math.min(...norms) + Math.max(...norms)) / 2;
    const gan = createGan({ ...base, ...config, privacy: { ...base.privacy!, clip } }, shapes);
    const { sum, norms: told } = await sums(gan, taken(1, 1, 1, 0));
    norms.forEach((norm, i) => {
      expect(told[i]! / norm).toBeCloseTo(1, 4);
    });
    expect(norms.some((norm) => norm > clip) && norms.some((norm) => norm < clip)).toBe(true);
    const expected = new Float64Array(sum.length);
    each.forEach((gradient, i) => {
      const factor = Math.min(1, (clip * (1 - 1e-4)) / norms[i]!);
      gradient.forEach((v, k) => {
        expected[k]! += factor * v;
      });
    });
    const apart = normOf(sum.map((v, k) => v - expected[k]!));
    expect(apart / normOf(expected)).toBeLessThan(2e-5);
  });
});

describe('one sequence', () => {
  it('changes the sum by no more than the clip, whatever it holds', async () => {
    const clip = 0.01;
    const gan = createGan({ ...base, privacy: { ...base.privacy!, clip } }, plain);
    for (const wild of [1, 1e3, 1e15, 1e30, Number.POSITIVE_INFINITY, Number.NaN]) {
      const shape = [LENGTH, SLOTS, FEATURES];
      const values = new Float32Array(sizeOf(shape));
      randomStream(2, 'wild').normal(0, values);
      const real = value(
        values.map((v, i) => (Math.floor(i / FEATURES) % SLOTS === 1 ? v * wild : v)),
        shape,
      );
      const [with_, without] = [
        await sums(gan, { real, ...taken(1, 1, 1, 1) }),
        await sums(gan, { real, ...taken(1, 0, 1, 1) }),
      ];
      const moved = normOf(with_.sum.map((v, i) => v - without.sum[i]!));
      expect(moved, `${wild}`).toBeLessThanOrEqual(clip);
      expect(Math.sqrt(with_.kept[1]!), `${wild}`).toBeCloseTo(moved, 6);
      if (wild === 1e3) expect(moved).toBeGreaterThan(0.99 * clip);
    }
  });
});

describe('what reads data', () => {
  it.each([
    ['numbers', plain],
    ['attributes', mixed],
  ])(
    'is the sum alone: neither update nor generator has real sequences among its inputs (%s)',
    (_, shapes) => {
      const gan = createGan(base, shapes);
      expect(Object.keys(sumProgram(gan, SLOTS).inputs)).toContain('real');
      for (const program of [updateProgram(gan), generatorProgram(gan)]) {
        expect(Object.keys(program.inputs).filter((name) => /real|taken/.test(name))).toEqual([]);
      }
    },
  );

  it('includes a generator whose loss compares with real sequences, which is refused as a program', () => {
    expect(() => generatorProgram(createGan({ ...base, loss: 'relativistic' }, plain))).toThrow(
      /no guarantee/,
    );
    expect(() => generatorProgram(createGan({ ...base, stabilisers: { momentMatching: 1 } }, plain))).toThrow(
      /no guarantee/,
    );
  });
});
