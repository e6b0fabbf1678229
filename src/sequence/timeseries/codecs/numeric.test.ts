import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOf, learn, TAIL, toUserUnits } from '../../../../test/smallTables.ts';
import { gridOf, roundTo } from '../grid.ts';
import { timeSeriesCodecFromJson } from '../index.ts';

test('missing numbers come back as missing, with the marker of the data', () => {
  const rows = ['a,0', 'a,NA', 'a,NA', 'a,4', 'b,NA', 'b,9', 'b,NaN', 'b,'];
  const { codec, sequences } = learn(`id,x\n${rows.join('\n')}`, { columns: ['x'] });
  expect(codec.groups).toEqual([
    { kind: 'special', fills: [Math.fround((13 / 3 - 4.5) / 4.5)], mayMiss: true },
  ]);
  const values = toUserUnits(codec, sequences);
  expect([...values]).toEqual([0, NaN, NaN, 4, NaN, 9, NaN, NaN]);
  expect(cellsOf(codec, values).x).toEqual(['0', 'NA', 'NA', '4', 'NA', '9', 'NA', 'NA']);
});

test('a missing number is at the mean of those that are there, for the networks', () => {
  const { sequences } = learn('x\n0\nNA\n8\n2\n10\n', { length: 5, columns: ['x'] });
  expect([...sequences.values.subarray(3, 6)]).toEqual([0, 0, 1]);
});

test('a few values far from all others are folded in, so that the others are told apart', () => {
  const { codec, sequences, description } = learn(`x\n${TAIL.join('\n')}`, { length: 300 });
  expect(description.columns[0]!.why).toBe('numbers with a few far from all others, multiples of 0.25');
  const usual = sequences.values.filter((_, r) => r % 30 !== 7);
  expect(Math.max(...usual) - Math.min(...usual)).toBeGreaterThan(0.05);
  const bare = (2 * 3) / Math.max(...TAIL);
  expect(Math.max(...usual) - Math.min(...usual)).toBeGreaterThan(1000 * bare);
  expect([Math.min(...sequences.values), Math.max(...sequences.values)]).toEqual([-1, 1]);
  const back = cellsOf(codec, toUserUnits(codec, sequences)).x!.map(Number);
  back.forEach((value, r) => {
    expect(Math.abs(value / TAIL[r]! - 1)).toBeLessThan(1e-4);
  });
});

test('what is made of any features stays within the range of the data, whole numbers whole', () => {
  const column = fc.tuple(
    fc.constantFrom(
      TAIL,
      TAIL.map(Math.floor),
      TAIL.map((x) => -x),
      [0, 1, 2, 3, 4, 5],
      [0.5, 0.25, 99],
    ),
    fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
  );
  fc.assert(
    fc.property(column, ([numbers, features]) => {
      const { codec } = learn(`x\n${[...numbers, ...numbers].join('\n')}`, { length: 2, columns: ['x'] });
      const values = codec.decode(Float32Array.from([...features, ...features, -1, 1]).subarray(0, 6));
      for (const cell of cellsOf(codec, values).x!) {
        expect(Number(cell)).toBeGreaterThanOrEqual(Math.min(...numbers));
        expect(Number(cell)).toBeLessThanOrEqual(Math.max(...numbers));
        if (numbers.every(Number.isInteger)) expect(cell).toMatch(/^-?\d+$/);
      }
    }),
    { numRuns: 60 },
  );
});

test('evenly spread and bell-shaped numbers, and codes of few values, have no tail', () => {
  const bell = Array.from({ length: 300 }, (_, r) => Math.log((r + 0.5) / (299.5 - r)).toFixed(4));
  const codes = Array.from({ length: 300 }, (_, r) => (r === 9 ? 1000 : r % 5));
  for (const numbers of [TAIL.map((_, r) => r), bell, codes])
    expect(learn(`x\n${numbers.join('\n')}`, { columns: ['x'] }).codec.learned[0]).not.toHaveProperty(
      'unfolding',
    );
});

test('raw floating-point columns are written with the digits that 32 bits know', () => {
  const { codec } = learn('x\n5.827000141143799\n0.1\n2.5\n-12\n', { length: 2 });
  expect(cellsOf(codec, Float32Array.of(5.827000141143799, -11.999999046), 0).x).toEqual(['5.827', '-12']);
});

test('encoding and decoding gives back every number to its decimals, as far as 32 bits reach', () => {
  const column = fc.tuple(
    fc.integer({ min: 0, max: 6 }),
    fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 8, maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: 4 }), (columns) => {
      fc.pre(columns.some(([, values]) => new Set(values).size > 1));
      const texts = columns.map(([decimals, values]) =>
        values.map((value) => (value / 10 ** decimals).toFixed(decimals)),
      );
      const names = texts.map((_, c) => `c${c}`);
      const lines = texts[0]!.map((_, r) => texts.map((cells) => cells[r]).join(','));
      const { codec, sequences } = learn([names, ...lines].join('\n'), { length: 8, columns: names });
      const cells = cellsOf(codec, toUserUnits(codec, sequences));
      for (const [c, [decimals, values]] of columns.entries()) {
        const reach =
          (Math.max(...values) - Math.min(...values) + Math.max(...values.map(Math.abs))) * 2 ** -23;
        for (const [r, value] of values.entries()) {
          const cell = cells[`c${c}`]![r]!;
          expect(cell.split('.')[1]?.length ?? 0).toBe(
            new Set(values).size === 1 || decimals > 0 ? decimals : 0,
          );
          expect(Math.abs(Number(cell) * 10 ** decimals - value)).toBeLessThanOrEqual(
            Math.max(0.5, reach) + 0.5,
          );
        }
      }
    }),
  );
});

test('rounding a value and writing it agree', () => {
  const plain = { kind: 'number', scale: 1, offset: 0 } as const;
  fc.assert(
    fc.property(
      fc.float({ noNaN: true, min: -1e6, max: 1e6 }),
      fc.integer({ min: 0, max: 6 }),
      (value, decimals) => {
        const difference =
          roundTo(value, gridOf({ ...plain, isInteger: false, decimals })) - Number(value.toFixed(decimals));
        // halves may go either way
        expect(Math.abs(difference)).toBeLessThanOrEqual(
          10 ** -decimals * 1.000001 + Math.abs(value) * 2 ** -50,
        );
        expect(roundTo(value, gridOf({ ...plain, isInteger: true, decimals: 0 }))).toBe(Math.round(value));
      },
    ),
  );
});

test('a few cells of many decimals do not decide how all others are written', () => {
  const rows = Array.from({ length: 3000 }, (_, i) => (i % 1500 === 7 ? '12.123456789' : `${(i * 7) % 40}`));
  const { codec } = learn(`x\n${rows.join('\n')}`, { length: 4 });
  expect(cellsOf(codec, Float32Array.of(3.2, 11.6, 39, 0)).x).toEqual(['3', '12', '39', '0']);
  const many = rows.map((cell, i) => (i % 500 === 9 ? '12.5' : cell));
  const finer = learn(`x\n${many.join('\n')}`, { length: 4 });
  expect(cellsOf(finer.codec, Float32Array.of(3.21, 11.6, 39, 0)).x).toEqual(['3.2', '11.6', '39', '0']);
});

test('zeros on the left are written of points, of what follows from others, and of counters too', () => {
  const two = (value: number) => String(value).padStart(2, '0');
  const rows = Array.from({ length: 120 }, (_, r) => {
    const minute = r % 3 ? (r * 37) % 60 : 0;
    return `${two(r % 24)},${two(minute)},${two(minute + 5)}`;
  });
  const { codec, sequences, description } = learn(`step,minute,later\n${rows.join('\n')}`, { length: 24 });
  expect(description.columns.map(({ role, codec: name }) => `${role} ${name}`)).toEqual([
    'time counter',
    'feature integer',
    'derived derived',
  ]);
  expect(description.columns[1]!.points).toEqual([0]);
  const stored = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
  const { step, minute, later } = cellsOf(stored, toUserUnits(stored, sequences).subarray(0, 24));
  const wanted = (c: number) => rows.slice(0, 24).map((row) => row.split(',')[c]);
  expect([step, minute, later]).toEqual([wanted(0), wanted(1), wanted(2)]);
});
