import { describe, expect, it } from 'vitest';
import { evaluateProgram, input, program } from '../graph/index.ts';
import { lowerProgram } from '../onnx/lower.ts';
import { nodeEngine } from '../runtime/node.ts';
import type { GanConfig, Shapes } from './config.ts';
import { absenceFlags, arePlain, type FeatureGroup, movingFeatures, placeGroups } from './featureGroups.ts';
import { createGan, iterationProgram } from './iteration.ts';
import { train } from './train.ts';
import { typicalChanges, view, viewFeatures } from './views.ts';

const GROUPS: readonly FeatureGroup[] = [
  { kind: 'number', width: 1 },
  { kind: 'special', fills: [0.5], mayMiss: true },
  { kind: 'choice', width: 2 },
  { kind: 'choice', width: 3, isStatic: true },
  { kind: 'end' },
];

const config: GanConfig = {
  generator: { cell: 'lstm', hidden: 6, layers: 1, noise: 2, sequenceNoise: 2, start: 'noise' },
  critic: { kind: 'both', hidden: 6, layers: 1, spectralNorm: false, differences: 0.2 },
  loss: 'relativistic',
  penalty: 'r1r2',
  penaltyWeight: 1,
  weightClip: 0,
  criticSteps: 1,
  batch: 4,
  optimizer: 'adam',
  optimizerSettings: { beta1: 0, beta2: 0.9 },
  criticRate: 1e-2,
  generatorRate: 1e-2,
  schedule: 'constant',
  gradientClip: 0,
  averageDecay: 0.9,
  diagnoseEvery: 2,
  steps: 4,
  seed: 3,
};

describe('groups of features', () => {
  it('stand side by side', () => {
    expect(placeGroups(11, GROUPS).map(({ start }) => start)).toEqual([0, 1, 4, 6, 9]);
  });

  it('move where they are numbers of steps', () => {
    expect(movingFeatures(11, GROUPS)).toEqual([0, 1]);
    expect(movingFeatures(3)).toEqual([0, 1, 2]);
  });

  it('are none after the end, and a number where a flag says that it is missing', () => {
    const flags = absenceFlags(11, GROUPS);
    expect(flags[0]).toEqual([10]);
    expect(flags[1]).toEqual([10, 3]);
  });
});

describe('plain numbers', () => {
  const programOf = (shapes: Shapes) =>
    lowerProgram(iterationProgram(createGan(config, shapes), { updatesGenerator: true }), {});
  const plain = { length: 5, features: 3, changes: [0.5, 0.1, 1] };

  it('train by the very program that knows no groups', () => {
    const groups: readonly FeatureGroup[] = [
      { kind: 'number', width: 1 },
      { kind: 'number', width: 2 },
    ];
    expect(arePlain(groups)).toBe(true);
    expect(programOf({ ...plain, groups })).toEqual(programOf(plain));
  });

  it('do not where one is a choice', () => {
    const groups: readonly FeatureGroup[] = [
      { kind: 'number', width: 1 },
      { kind: 'choice', width: 2 },
    ];
    expect(arePlain(groups)).toBe(false);
    expect(programOf({ ...plain, groups })).not.toEqual(programOf(plain));
  });
});

describe('what the critic is shown of groups', () => {
  it('holds the changes of numbers that move, and of no others', () => {
    const shapes = { length: 2, features: 4, changes: [1, 1, 1, 0.5], groups: GROUPS_OF_VIEW };
    const x = input('x', [2, 1, 4]);
    const looking = { critic: { differences: 1 } } as GanConfig;
    const { v } = evaluateProgram(program({ v: view(looking, shapes, x) }), { x: [0, 1, 0, 5, 2, 0, 1, 6] });
    expect([...v!.data]).toEqual([0, 1, 0, 5, 0, 0, 2, 0, 1, 6, 2, 2]);
    expect(viewFeatures(looking, shapes)).toBe(6);
  });

  it('has no change at the end of a sequence, where a number falls to 0', () => {
    const groups: readonly FeatureGroup[] = [{ kind: 'number', width: 1 }, { kind: 'end' }];
    const x = input('x', [3, 1, 3]);
    const looking = { critic: { differences: 1 } } as GanConfig;
    const shapes = { length: 3, features: 3, changes: [1, 1, 1], groups };
    const values = [0.5, 1, 0, 0.75, 1, 0, 0, 0, 1];
    const { v } = evaluateProgram(program({ v: view(looking, shapes, x) }), { x: values });
    expect([...v!.data].filter((_, i) => i % 4 === 3).map((x) => x + 0)).toEqual([0, 0.25, 0]);
  });

  it('has typical changes between steps that are both there', () => {
    // values, is there, is missing
    const values = Float32Array.of(0, 1, 0, 9, 0, 1, 1, 1, 0, 4, 1, 0);
    const groups: readonly FeatureGroup[] = [{ kind: 'special', fills: [9], mayMiss: true }];
    expect(typicalChanges({ count: 1, length: 4, features: 3, values }, groups)[0]).toBe(3);
  });
});

it('a number at a point of mass is there, and its changes are', () => {
  // values, is another, is the point
  const values = Float32Array.of(0, 1, 0, 4, 0, 1, 4, 0, 1, 1, 1, 0);
  const groups: readonly FeatureGroup[] = [{ kind: 'special', fills: [4], mayMiss: false }];
  expect(typicalChanges({ count: 1, length: 4, features: 3, values }, groups)[0]).toBeCloseTo(
    Math.sqrt(25 / 3),
    6,
  );
});

const GROUPS_OF_VIEW: readonly FeatureGroup[] = [
  { kind: 'number', width: 1 },
  { kind: 'choice', width: 2 },
  { kind: 'number', width: 1 },
];

it('all kinds of groups train and are looked at, with finite measures and moved weights of every layer', async () => {
  const [count, length, features] = [12, 5, 11];
  const values = Float32Array.from({ length: count * length * features }, (_, i) => {
    const [n, t, f] = [Math.floor(i / 55), Math.floor(i / 11) % 5, i % 11];
    const isAlive = t < 2 + (n % 4);
    const isThere = (n + t) % 3 > 0;
    const step = [Math.sin(n + t), isThere ? Math.cos(n) : 0.5, +isThere, +!isThere, n % 2, 1 - (n % 2)];
    const rest = [0, 1, 2].map((level) => +(n % 3 === level));
    return f >= 9 ? +(isAlive === (f === 9)) : isAlive ? [...step, ...rest][f]! : 0;
  });
  const data = { count, length, features, values };
  const gan = createGan(config, {
    length,
    features,
    groups: GROUPS,
    changes: typicalChanges(data, GROUPS),
  });
  let last: Record<string, { data: ArrayLike<number> }> = {};
  const kinds = new Set<string>();
  for await (const event of train({ engine: nodeEngine(), gan, data })) {
    kinds.add(event.type);
    if (event.type === 'checkpoint') last = structuredClone(event.state) as typeof last;
    if (event.type === 'step')
      expect(Object.values(event.measures).every(Number.isFinite), JSON.stringify(event)).toBe(true);
  }
  expect([...kinds]).toEqual(expect.arrayContaining(['step', 'diagnosis', 'done']));
  for (const name of ['generator.head.bias', 'generator.attributes.outer.bias', 'generator.start.bias'])
    expect(
      Array.from(last[name]!.data).every((weight) => weight !== 0),
      name,
    ).toBe(true);
});
