import { describe, expect, it } from 'vitest';
import { runOnNoise, weightsIn } from '../../test/runOnNoise.ts';
import { constant, evaluateProgram, gradients, input, program, sum, transpose } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import type { Sequences } from './batches.ts';
import { type ClassFeatures, classLoss, hideClass, labelsOf, logSumExp } from './classCritic.ts';
import type { GanConfig } from './config.ts';
import type { ClassFigures } from './diagnosis/diagnosis.ts';
import { generateSequences } from './generating.ts';
import { createGan } from './iteration.ts';
import { losses } from './losses.ts';
import type { TrainingState } from './state.ts';
import { cloneState, train } from './train.ts';
import { typicalChanges } from './views.ts';

const logits = [
  [2, -1, 0.5],
  [0, 0, 0],
  [-3, 4, 1],
];
const flat = constant(logits.flat(), [3, 3]);
const only = (tensor: ReturnType<typeof constant>) => [
  ...evaluateProgram(program({ tensor }), {}).tensor!.data,
];
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('the logit of a critic that tells K classes', () => {
  const totals = logits.map((row) => row.reduce((total, l) => total + Math.exp(l), 0));

  it('is log Z, so the standard loss on it is that of K + 1 classes, as in Salimans et al. 2016', () => {
    only(logSumExp(flat)).forEach((logit, b) => {
      expect(logit).toBeCloseTo(Math.log(totals[b]!), 12);
    });
    // real: -log sum_k p(k), generated: -log p(K + 1), all three sequences once as either
    const [loss] = only(losses.standard.critic(logSumExp(flat), logSumExp(flat)));
    const asReal = average(totals.map((total) => -Math.log(total / (total + 1))));
    const asGenerated = average(totals.map((total) => -Math.log(1 / (total + 1))));
    expect(loss).toBeCloseTo(asReal + asGenerated, 12);
  });

  it('and the class loss, and their slopes, are finite in float32 for logits up to 1000', async () => {
    const x = input('x', [2, 3]);
    const joint = logSumExp(x);
    const own = classLoss(x, constant([1, 0, 0, 0, 0, 1], [2, 3]));
    const executable = await nodeEngine().compile(
      program({
        joint,
        own,
        'joint by x': gradients(sum(joint), [x])[0]!,
        'own by x': gradients(own, [x])[0]!,
      }),
    );
    for (const a of [-1000, -88.8, 88.8, 1000]) {
      for (const b of [-1000, 0, 88.8, 1000]) {
        const results = await executable.run({ x: value(Float32Array.of(a, b, 0, b, a, a), [2, 3]) });
        for (const [what, { data }] of Object.entries(results)) {
          expect([...data].every(Number.isFinite), `${what} at ${a}, ${b}`).toBe(true);
        }
        const top = Math.max(a, b, 0);
        const exact = top + Math.log([a, b, 0].reduce((total, l) => total + Math.exp(l - top), 0));
        expect(results.joint!.data[0]).toBeCloseTo(exact, 3);
      }
    }
    await executable.release();
  });
});

describe('labels', () => {
  const classes: ClassFeatures = { start: 1, width: 3, unlabelled: 1 };
  /** Two steps of three sequences: a value, then the places of the first class, of no label, and of the second. */
  const rows = [
    [7, 1, 0, 0],
    [8, 0, 1, 0],
    [9, 0, 0, 1],
  ];
  const x = constant([...rows, ...rows].flat(), [2, 3, 4]);

  it('stand in features of their own, which the critic is not shown', () => {
    expect(only(labelsOf(classes, x))).toEqual([1, 0, 0, 0, 0, 1]);
    expect(only(hideClass(classes, x)).slice(0, 12)).toEqual([7, 0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0]);
  });

  it('count alone: sequences without one add nothing, and where none has one the loss is 0', () => {
    const [loss] = only(classLoss(constant([3, 1, 0, 0, 1, 1], [3, 2]), labelsOf(classes, x)));
    const cross = (right: number, wrong: number) => Math.log(1 + Math.exp(wrong - right));
    expect(loss).toBeCloseTo((cross(3, 1) + cross(1, 1)) / 2, 5);
    expect(only(classLoss(constant([3, 1], [1, 2]), constant([0, 0], [1, 2])))).toEqual([-0]);
  });
});

/** Two kinds of noisy series, rising and falling, told apart by their course alone; only a few have a label. */
function courses(count: number, labelled: (n: number) => boolean): Sequences {
  const [length, features] = [12, 4];
  const noise = new Float32Array(count * length);
  const levels = new Float32Array(count);
  randomStream(1, 'courses').normal(0, noise);
  randomStream(1, 'levels').normal(0, levels);
  const values = new Float32Array(count * length * features);
  for (let n = 0; n < count; n++) {
    const kind = (n * 7) % 2;
    for (let t = 0; t < length; t++) {
      const slope = (kind === 0 ? 1 : -1) * 0.02 * (t - 5.5);
      const at = (n * length + t) * features;
      values[at] = 0.3 * levels[n]! + slope + 0.08 * noise[n * length + t]!;
      values[at + 1 + (labelled(n) ? kind : 2)] = 1;
    }
  }
  return { count, length, features, values };
}

describe('a critic that tells two courses by a few labels', () => {
  const config: GanConfig = {
    generator: { cell: 'lstm', hidden: 12, layers: 1, noise: 2, sequenceNoise: 4, start: 'noise' },
    critic: { kind: 'cnn', hidden: 16, layers: 2, spectralNorm: false, differences: 0.2 },
    loss: 'standard',
    penalty: 'r1',
    penaltyWeight: 1,
    weightClip: 0,
    criticSteps: 1,
    batch: 32,
    optimizer: 'adam',
    optimizerSettings: { beta1: 0.5, beta2: 0.9 },
    criticRate: 2e-3,
    generatorRate: 2e-3,
    schedule: 'constant',
    gradientClip: 0,
    averageDecay: 0,
    heldOut: 0.2,
    diagnoseEvery: 100,
    steps: 400,
    seed: 1,
  };
  const groups = [
    { kind: 'number', width: 1 },
    { kind: 'choice', width: 3, isStatic: true },
  ] as const;
  const data = courses(320, (n) => n % 5 === 0);

  async function trained(classWeight: number) {
    const { length, features } = data;
    const classes = { start: 1, width: 3, unlabelled: 2 };
    const shapes = { length, features, changes: typicalChanges(data, groups), groups, classes };
    const gan = createGan({ ...config, classWeight }, shapes);
    const figures: (ClassFigures | undefined)[] = [];
    let state: TrainingState = {};
    for await (const event of train({ engine: nodeEngine(), gan, data })) {
      if (event.type === 'diagnosis') figures.push(event.classes);
      if (event.type === 'checkpoint' && event.isLast) state = cloneState(event.state);
    }
    return { gan, last: figures.at(-1), state };
  }

  /** Of 512 generated sequences, the labels and whether they rise. */
  async function drawn({ gan, state }: Awaited<ReturnType<typeof trained>>) {
    const count = 512;
    const sequences = generateSequences(gan, count, weightsIn(state));
    const { made } = await runOnNoise(program({ made: transpose(sequences, [1, 0, 2]) }), 5);
    return Array.from({ length: count }, (_, n) => {
      const own = made!.data.subarray(n * 48, (n + 1) * 48) as Float32Array;
      const slope = Array.from({ length: 12 }, (_, t) => (t - 5.5) * own[4 * t]!).reduce((a, b) => a + b);
      return { label: own.subarray(1, 4).indexOf(1), isRising: slope > 0 };
    });
  }

  it('tells held-out ones, and the generator labels its own as the data does', {
    timeout: 120_000,
  }, async () => {
    const run = await trained(1);
    expect(run.last!.labelled).toBeGreaterThan(8);
    expect(run.last!.chance).toBeLessThan(0.7);
    expect(run.last!.accuracy).toBeGreaterThan(0.9);
    const made = await drawn(run);
    const labelled = made.filter(({ label }) => label < 2);
    expect(labelled.length / made.length).toBeGreaterThan(0.1);
    expect(labelled.length / made.length).toBeLessThan(0.35);
    const right = labelled.filter(({ label, isRising }) => (label === 0) === isRising);
    expect(right.length / labelled.length).toBeGreaterThan(0.85);
  });

  it('is a critic of one logit where the weight is 0', async () => {
    const { gan, last } = await trained(0);
    expect(last).toBeUndefined();
    expect(gan.parameters['critic.cnn.head.bias']!.shape).toEqual([1]);
  });
});
