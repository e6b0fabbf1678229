import { describe, expect, it } from 'vitest';
import { constant, evaluateProgram, program, sizeOf, type Tensor } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { attributeRanges, rangeBorders } from './attributeRanges.ts';
import { createAttributes } from './attributes.ts';
import type { FeatureGroup } from './featureGroups.ts';

const groups: readonly FeatureGroup[] = [
  { kind: 'choice', width: 2, isStatic: true },
  { kind: 'number', width: 1, isStatic: true },
  { kind: 'special', fills: [0.25], mayMiss: true, isStatic: true },
];
const ranges = [
  [
    [-1, -0.5],
    [0, 0],
    [0.5, 1],
  ],
  [
    [-0.5, -0.5],
    [0.5, 0.5],
  ],
] as const;
const attributes = createAttributes(groups, ranges, 5);

/** Weights at zero but for those named: then every level is as likely as the others. */
function scopeWith(weights: Readonly<Record<string, (place: number) => number>>) {
  return {
    isTraining: false,
    parameter: (name: string): Tensor => {
      const { shape } = attributes.parameters[name]!;
      return constant(
        Float32Array.from({ length: sizeOf(shape) }, (_, i) => weights[name]?.(i) ?? 0),
        shape,
      );
    },
    update: () => {},
    uniform: () => expect.fail('asks for no uniform noise'),
  };
}

function draw(weights: Parameters<typeof scopeWith>[0], given?: { values: number[]; flags: number[] }) {
  const count = 4000;
  const noise = new Float32Array(count * attributes.noise);
  randomStream(1, 'noise').normal(0, noise);
  const repeat = (row: number[]) =>
    constant(Array.from({ length: count }, () => row).flat(), [count, attributes.width]);
  const told = given && { values: repeat(given.values), flags: repeat(given.flags) };
  const x = attributes.draw(scopeWith(weights), constant(noise, [count, attributes.noise]), told);
  const { data } = evaluateProgram(program({ x }), {}).x!;
  return Array.from({ length: count }, (_, n) => [...data.slice(n * 6, n * 6 + 6)]);
}

const share = (rows: number[][], is: (row: number[]) => boolean) => rows.filter(is).length / rows.length;

describe('attributes', () => {
  it('are drawn as often as the network says, numbers from their ranges, missing ones with their fill', () => {
    const rows = draw({ 'outer.bias': (level) => (level === 0 ? Math.log(3) : 0) });
    expect(Math.abs(share(rows, ([first]) => first! > 0.5) - 0.75)).toBeLessThan(0.03);
    expect(Math.abs(share(rows, (row) => Math.abs(row[2]!) < 1e-6) - 1 / 3)).toBeLessThan(0.03);
    expect(
      rows.every(([, , x]) => ranges[0].some(([low, high]) => x! > low - 1e-6 && x! < high + 1e-6)),
    ).toBe(true);
    const missing = rows.filter((row) => row[5]! > 0.5);
    expect(Math.abs(missing.length / rows.length - 1 / 3)).toBeLessThan(0.03);
    expect(missing.every((row) => Math.abs(row[3]! - 0.25) < 1e-6 && row[4] === 0)).toBe(true);
  });

  it('that are given stay as they are, and the others are drawn to suit them', () => {
    // the first unit sees the flag of the second level, and speaks for the last range of the number
    const weights = {
      'inner.weight': (i: number) => (i === 1 ? 1 : 0),
      'outer.weight': (i: number) => (i === 4 * 5 ? 20 : 0),
    };
    const rows = draw(weights, { values: [0, 1, 0, 0, 0, 0], flags: [1, 1, 0, 0, 0, 0] });
    expect(rows.every((row) => row[0] === 0 && row[1] === 1)).toBe(true);
    expect(share(rows, (row) => row[2]! >= 0.5)).toBeGreaterThan(0.99);
    const others = draw(weights, { values: [1, 0, 0, 0, 0, 0], flags: [1, 1, 0, 0, 0, 0] });
    expect(Math.abs(share(others, (row) => row[2]! >= 0.5) - 1 / 3)).toBeLessThan(0.03);
  });

  it('may be missing or exactly one value, and are found so again', () => {
    const both: readonly FeatureGroup[] = [
      { kind: 'special', fills: [0.25, -1], mayMiss: true, isStatic: true },
    ];
    const cases = createAttributes(both, [[[0.5, 1]]], 3);
    const scope = {
      ...scopeWith({}),
      parameter: (name: string) => {
        const { shape } = cases.parameters[name]!;
        return constant(new Float32Array(sizeOf(shape)), shape);
      },
    };
    const noise = new Float32Array(3000 * cases.noise);
    randomStream(1, 'noise').normal(0, noise);
    const x = cases.draw(scope, constant(noise, [3000, cases.noise]));
    const { data } = evaluateProgram(program({ x }), {}).x!;
    const rows = Array.from({ length: 3000 }, (_, n) => [...data.slice(n * 4, n * 4 + 4)]);
    const [usual, missing, point] = [1, 2, 3].map((k) => rows.filter((row) => row[k] === 1));
    for (const found of [usual!, missing!, point!]) expect(Math.abs(found.length - 1000)).toBeLessThan(90);
    expect(usual!.every(([value]) => value! >= 0.5 && value! <= 1)).toBe(true);
    expect(missing!.every(([value]) => value === 0.25) && point!.every(([value]) => value === -1)).toBe(true);
    const ofPoint = cases.loss(scope, constant([-1, 0, 0, 1], [1, 4]), constant([0, 0.5], [1, 2]));
    expect(evaluateProgram(program({ x: ofPoint }), {}).x!.data[0]).toBeCloseTo(Math.log(3), 5);
  });

  it('have the likelihood of their levels, of those that were not told', () => {
    const values = constant([1, 0, 0.7, 0.25, 0, 1], [1, 6]);
    const lossWith = (draws: number[]) =>
      evaluateProgram(program({ x: attributes.loss(scopeWith({}), values, constant(draws, [1, 4])) }), {}).x!
        .data[0];
    expect(lossWith([0, 0.5, 0.5, 0.5])).toBeCloseTo(Math.log(2) + Math.log(3) + Math.log(3), 5);
    expect(lossWith([0.6, 0.5, 0.5, 0.9])).toBeCloseTo(Math.log(3), 5); // the first two are told
  });
});

describe('ranges of numbers', () => {
  const sequences = (numbers: readonly number[]) => ({
    count: numbers.length,
    length: 1,
    features: 1,
    values: Float32Array.from(numbers),
  });
  const one: readonly FeatureGroup[] = [{ kind: 'number', width: 1, isStatic: true }];

  it('are the values where there are few, and hold equally many where there are more', () => {
    expect(attributeRanges(sequences([0.5, -0.5, 0.5]), one)).toEqual([
      [
        [-0.5, -0.5],
        [0.5, 0.5],
      ],
    ]);
    const [many] = attributeRanges(sequences(Array.from({ length: 320 }, (_, i) => i / 320)), one)!;
    expect(many).toHaveLength(32);
    expect(many![0]).toEqual([0, Math.fround(9 / 320)]);
    expect(rangeBorders(many!)).toHaveLength(31);
  });

  it('keep equal values together, and are none where nothing holds for a whole sequence', () => {
    const values = [
      ...new Array<number>(200).fill(0.25),
      ...Array.from({ length: 100 }, (_, i) => 0.3 + i / 200),
    ];
    const [found] = attributeRanges(sequences(values), one)!;
    expect(found!.filter(([low, high]) => low <= 0.25 && high >= 0.25)).toEqual([[0.25, 0.25]]);
    expect(attributeRanges(sequences([1]), [{ kind: 'number', width: 1 }])).toBeUndefined();
  });
});
