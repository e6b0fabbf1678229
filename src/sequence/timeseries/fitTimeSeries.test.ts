import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../errors/userError.ts';
import { gridOf, roundTo } from './grid.ts';
import {
  fitTimeSeries,
  parseCsv,
  startFlow,
  type TimeSeriesCodec,
  timeSeriesCodecFromJson,
} from './index.ts';
import type { Sequences } from './windows.ts';

const learn = (text: string, options = {}) => fitTimeSeries(parseCsv(text, 'data.csv'), options);

/** What the exported generator computes of features. */
const toUserUnits = (codec: TimeSeriesCodec, { values }: Sequences): Float32Array => codec.decode(values);

const cellsOf = (codec: TimeSeriesCodec, values: Float32Array, first = 0) =>
  Object.fromEntries(codec.rows(values, first).columns.map(({ name, cells }) => [name, cells]));

/** Ten rows: a date, a price, a whole number, a constant, a blank column, and a word. */
const SMALL = [
  'date,price,count,unit,note,word',
  ...[3, 1, 4, 1, 5, 9, 2, 6, 5, 3].map(
    (x, r) => `2020-02-${20 + r},${(x * 1.5).toFixed(2)},${x * 100},m,,${x % 2 ? 'odd' : 'even'}`,
  ),
].join('\n');

test('windows hold the scaled values of the rows in order', () => {
  const { sequences } = learn('x,y\n0,10\n1,20\n2,30\n3,10\n', { length: 3, columns: ['x', 'y'] });
  expect(sequences).toMatchObject({ count: 2, length: 3, features: 2 });
  const third = Math.fround(1 / 3);
  expect([...sequences.values]).toEqual(
    [-1, -1, -third, 0, third, 1, -third, 0, third, 1, 1, -1].map(Math.fround),
  );
});

test('stride leaves rows between the starts of windows', () => {
  const { sequences } = learn('x\n0\n9\n1\n8\n2\n7\n3\n6\n', { length: 3, stride: 2 });
  expect(sequences.count).toBe(3);
  expect(sequences.values[3]).toBeCloseTo((1 - 4.5) / 4.5, 6);
});

test('no window reaches from one key into the next', () => {
  const rows = Array.from(
    { length: 40 },
    (_, r) => `${r % 2 ? 'b' : 'a'},${r % 2 ? 100 + ((r * 7) % 11) : (r * 7) % 11}`,
  );
  const { sequences } = learn(`id,x\n${rows.join('\n')}`, { length: 5 });
  expect(sequences.count).toBe(2 * 16);
  for (let n = 0; n < sequences.count; n++) {
    const window = sequences.values.subarray(n * 5, n * 5 + 5);
    expect(new Set(window.map(Math.sign)).size).toBe(1); // all of a (low) or all of b (high)
  }
});

test("the output has the user's columns in order, decimals, whole numbers, constants, blanks, and a time that goes on", () => {
  const { codec, sequences } = learn(SMALL, { length: 5 });
  expect(codec.outputColumns).toEqual(['date', 'price', 'count', 'unit', 'note', 'word']);
  const cells = cellsOf(codec, toUserUnits(codec, sequences).subarray(0, 30), 0);
  expect(cells).toEqual({
    date: [
      '2020-03-01',
      '2020-03-02',
      '2020-03-03',
      '2020-03-04',
      '2020-03-05',
      '2020-03-06',
      '2020-03-07',
      '2020-03-08',
      '2020-03-09',
      '2020-03-10',
    ],
    price: ['4.50', '1.50', '6.00', '1.50', '7.50', '1.50', '6.00', '1.50', '7.50', '13.50'],
    count: ['300', '100', '400', '100', '500', '100', '400', '100', '500', '900'],
    unit: new Array(10).fill('m'),
    note: new Array(10).fill(''),
    word: ['odd', 'odd', 'even', 'odd', 'odd', 'odd', 'even', 'odd', 'odd', 'odd'],
  });
});

test('a later batch goes on where the one before ended', () => {
  const { codec, sequences } = learn(SMALL, { length: 5 });
  const values = toUserUnits(codec, sequences);
  const whole = codec.rows(values.subarray(0, 90), 0);
  const parts = [codec.rows(values.subarray(0, 30), 0), codec.rows(values.subarray(30, 90), 2)];
  for (const [c, { cells }] of whole.columns.entries())
    expect(parts.flatMap(({ columns }) => columns[c]!.cells)).toEqual(cells);
});

test('keyed output has new keys, and each sequence starts where the latest real one did', () => {
  const rows = ['7', '9'].flatMap((key, k) =>
    [0, 1, 2].map((t) => `${key},2020-0${k + 1}-0${t + 1},${t * t + k}`),
  );
  const { codec } = learn(`user_id,date,x\n${rows.join('\n')}`);
  expect(cellsOf(codec, Float32Array.of(1, 2, 3, 1, 2, 3), 5)).toMatchObject({
    user_id: ['15', '15', '15', '16', '16', '16'],
    date: ['2020-02-01', '2020-02-02', '2020-02-03', '2020-02-01', '2020-02-02', '2020-02-03'],
  });
});

test('text keys become identifiers that no real sequence has', () => {
  const rows = ['synthetic-1', 'b'].flatMap((key) => [1, 5, 2].map((x) => `${key},${x}`));
  const { codec } = learn(`id,x\n${rows.join('\n')}`);
  expect(cellsOf(codec, Float32Array.of(1, 2, 3), 0).id).toEqual([
    'new-synthetic-1',
    'new-synthetic-1',
    'new-synthetic-1',
  ]);
});

test('counters go on by their step, or begin again in every sequence', () => {
  const one = learn(`No,x\n${[5, 1, 4, 2, 3].map((x, r) => `${10 + 2 * r},${x}`).join('\n')}`, { length: 2 });
  expect(cellsOf(one.codec, Float32Array.of(1, 2, 3, 4), 1).No).toEqual(['24', '26', '28', '30']);
  const many = learn(
    `id,t,x\n${['a', 'b'].flatMap((id) => [0.5, 0.6, 0.7].map((t, i) => `${id},${t},${(i * 5) % 3}`)).join('\n')}`,
  );
  expect(cellsOf(many.codec, Float32Array.of(1, 2, 3), 4).t).toEqual(['0.5', '0.6', '0.7']);
});

test('a time axis that would pass the year 9999 begins again', () => {
  const { codec } = learn(`date,x\n${[1, 5, 2, 4].map((x, r) => `${9990 + r}-06-01,${x}`).join('\n')}`, {
    length: 2,
  });
  const { date } = cellsOf(codec, new Float32Array(12), 0);
  expect(date!.every((cell) => /^999\d-06-01$/.test(cell))).toBe(true);
  expect(date![0]).toBe('9994-06-01');
});

test('a wide file comes back wide, with its label, which holds for a whole row', () => {
  const rows = Array.from({ length: 30 }, (_, r) =>
    [r % 2, ...Array.from({ length: 24 }, (_, c) => ((r * 31 + c * 17) % 100) / 4)].join(' '),
  );
  const { codec, sequences } = learn(rows.join('\n'));
  expect(sequences).toMatchObject({ count: 30, length: 24, features: 3 });
  expect(codec).toMatchObject({ hasHeader: false, delimiter: ' ' });
  const batch = codec.rows(toUserUnits(codec, sequences), 0);
  expect(batch.columns.map(({ name }) => name)).toEqual(codec.outputColumns);
  expect(batch.columns.map(({ cells }) => Number(cells[3]))).toEqual(rows[3]!.split(' ').map(Number));
  expect(codec.attributes.map(({ column, texts }) => [column.name, texts])).toEqual([
    ['column_1', ['0', '1']],
  ]);
  expect(codec.encode(parseCsv(rows.join('\n'), 'other.csv'))).toEqual(sequences);
  const restored = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
  const told = new Map([['column_1', () => '1']]);
  const asked = restored.rows(toUserUnits(codec, sequences), 0, startFlow({ told }));
  expect(asked.columns.map(({ name }) => name)).toEqual(batch.columns.map(({ name }) => name));
  expect(new Set(asked.columns[0]!.cells)).toEqual(new Set(['1']));
  expect(asked.columns.slice(1)).toEqual(batch.columns.slice(1));
});

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

test('data with gaps is encoded by a codec that knows none with its gaps filled along time', () => {
  const { codec } = learn('x\n0\n4\n2\n1\n', { length: 2 });
  const other = codec.encode(parseCsv('x\n0\nNA\n4\n2\n', 'other.csv'));
  expect([...other.values.subarray(0, 2)]).toEqual([-1, 0]);
});

/** Levels of unequal frequency beside a number: level k comes k + 1 times, in no order. */
function levels(count: number): string {
  const cells = Array.from({ length: count }, (_, k) => new Array<string>(k + 1).fill(`level ${k}`)).flat();
  const mixed = cells.map((_, r) => cells[(r * 7919) % cells.length]!);
  return ['x,word', ...mixed.map((cell, r) => `${(r * 7) % 11},${cell}`)].join('\n');
}

test('texts are one feature a level, the most frequent first, and come back as they were', () => {
  const text = 'x,word\n1,b\n3,a\n2,b\n4,c d\n1,b\n3,a\n2,"e, f"\n4,"e, f"\n';
  const { codec, sequences } = learn(text, { length: 8, columns: ['x', 'word'] });
  expect(codec.groups).toEqual([
    { kind: 'number', width: 1 },
    { kind: 'choice', width: 4 },
  ]);
  expect(codec.learned[1]).toMatchObject({ kind: 'levels', start: 1, levels: ['b', 'a', 'e, f', 'c d'] });
  expect([...sequences.values.subarray(15, 20)].slice(1)).toEqual([0, 0, 0, 1]);
  const words = ['b', 'a', 'b', 'c d', 'b', 'a', 'e, f', 'e, f'];
  expect(cellsOf(codec, toUserUnits(codec, sequences)).word).toEqual(words);
});

test('a missing text is a level, and is written with the marker of the data', () => {
  const { codec, sequences } = learn('x,word\n1,b\n3,n/a\n2,b\n4,n/a\n1,c\n3,c\n', { length: 6 });
  const values = toUserUnits(codec, sequences);
  expect(cellsOf(codec, values).word).toEqual(['b', 'n/a', 'b', 'n/a', 'c', 'c']);
  expect(codec.rows(values, 0).columns[1]).toMatchObject({ type: 'text', marker: 'n/a' });
});

test('the rarest of many levels share a feature and are drawn by their frequency', () => {
  const { codec, sequences } = learn(levels(60), { length: 30, columns: ['x', 'word'] });
  expect(codec.features).toBe(51);
  const shared = 49;
  const values = Float32Array.from({ length: 2 * 6000 }, (_, i) => (i % 2 === 0 ? 1 : shared));
  const counts = new Map<string, number>();
  for (const cell of cellsOf(codec, values).word!) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  expect(counts.size).toBe(11);
  for (let k = 0; k < 11; k++) expect(counts.get(`level ${k}`)! / 6000).toBeCloseTo((k + 1) / 66, 1);
  expect(sequences.values.every((value) => value >= -1 && value <= 1)).toBe(true);
  expect(cellsOf(codec, values)).toEqual(cellsOf(codec, values));
});

test('a text that was not learned goes to the shared level, or is refused with its rows', () => {
  const many = learn(levels(60), { length: 2, columns: ['x', 'word'] }).codec;
  const other = many.encode(parseCsv('x,word\n1,level 59\n2,new\n1,level 58\n', 'other.csv'));
  expect(other.values.subarray(51, 102).indexOf(1)).toBe(50);
  const few = learn(levels(5), { length: 2, columns: ['x', 'word'] }).codec;
  expect(() => few.encode(parseCsv('x,word\n1,level 4\n2,new\n1,level 3\n', 'other.csv'))).toThrow(
    /other.csv, row 2 \(line 3\), column "word": "new" is none of the texts that the model learned/,
  );
});

test('tables of texts alone are learned', () => {
  const { codec, sequences } = learn('a,b\nx,1 m\ny,2 m\nx,1 m\ny,2 m\nx,2 m\ny,1 m\n', { length: 3 });
  expect(sequences).toMatchObject({ count: 4, features: 4 });
  expect(cellsOf(codec, toUserUnits(codec, sequences)).a!.slice(0, 3)).toEqual(['x', 'y', 'x']);
});

test('a codec of version 1 is read as it was', () => {
  const { codec } = learn('x,y\n0,10\n4,30\n2,20\n1,11\n', { length: 2 });
  const old = { ...(codec.toJSON() as object), version: 1 };
  const back = timeSeriesCodecFromJson(old, 'codec.json');
  expect(back.learned).toEqual(codec.learned);
  expect(back.groups).toBeUndefined();
});

/** Most values near 10, and every thirtieth up to a million. */
const TAIL = Array.from({ length: 300 }, (_, r) =>
  r % 30 === 7 ? 1000 * (r * r + 1) : 10 + ((r * 7) % 13) / 4,
);

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

test('every problem of the data is thrown at once', () => {
  const rows = Array.from(
    { length: 40 },
    (_, r) => `${r === 3 ? 'oops' : (r * 7) % 11},${r === 8 ? 'inf' : (r * 5) % 13}`,
  );
  expect(() => learn(`x,y\n${rows.join('\n')}`, { length: 50 })).toThrow(
    /oops[\s\S]*infinite[\s\S]*window of 50/,
  );
});

test("values that are not finite are the model's fault and say so", () => {
  const { codec } = learn('x\n1\n3\n2\n4\n', { length: 2 });
  expect(() => codec.rows(Float32Array.of(1, Number.NaN), 0)).toThrow(
    expect.objectContaining({ kind: 'diverged' }),
  );
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

test('other data is encoded in the scale of the first, also outside its range and in another column order', () => {
  const { codec } = learn('x,y\n0,10\n4,30\n2,20\n1,11\n', { length: 2 });
  const other = codec.encode(parseCsv('y,z,x\n30,a,8\n10,b,2\n20,c,0\n', 'other.csv'));
  expect(other).toMatchObject({ count: 2, length: 2, features: 2 });
  expect([...other.values]).toEqual([3, 1, 0, -1, 0, -1, -1, 0]);
});

test('data that lacks a learned column, or has words in it, cannot be encoded', () => {
  const { codec } = learn('x,y\n0,10\n4,30\n2,20\n1,11\n', { length: 2 });
  expect(() => codec.encode(parseCsv('x\n1\n2\n', 'other.csv'))).toThrow(/other.csv: lacks "y"/);
  expect(() => codec.encode(parseCsv('x,y\n1,a\n2,b\n3,a\n', 'other.csv'))).toThrow(UserError);
  expect(() => codec.encode(parseCsv('x,y\n1,2\n', 'other.csv'))).toThrow(UserError);
});

const KINDS = [
  SMALL,
  `x,y\n${TAIL.map((x, r) => `${x},${r % 7 === 3 ? '' : x}`).join('\n')}`,
  levels(60),
  'x,word\n1,b\nNA,?\n2,b\n,?\n1,c\n3,c\n',
  `user_id,date,No,x\n${['p', 'q'].flatMap((id) => [1, 4, 2].map((x, t) => `${id},2020-01-31 0${t}:00,${t},${x}.5`)).join('\n')}`,
  `year,month,x\n${[1, 5, 2, 4].map((x, r) => `2020,${String(r + 1).padStart(2, '0')},${x}`).join('\n')}`,
  Array.from({ length: 3 }, (_, r) =>
    Array.from({ length: 30 }, (_, c) => (r * 7 + c * 3) % 13).join(','),
  ).join('\n'),
];

test.each(KINDS.map((text, i) => [i, text] as const))(
  'codec.json %i gives the same codec back',
  (_, text) => {
    const { codec, sequences } = learn(text);
    const back = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
    const values = toUserUnits(codec, sequences);
    expect(back.rows(values, 3)).toEqual(codec.rows(values, 3));
    expect(back.toJSON()).toEqual(codec.toJSON());
    expect(back.learned).toEqual(codec.learned);
    expect(back.groups).toEqual(codec.groups);
    const { values: encoded, ...sizes } = back.encode(parseCsv(text, 'data.csv'));
    const { values: wanted, ...wantedSizes } = sequences;
    expect(sizes).toEqual(wantedSizes);
    expect(bytesOf(encoded).equals(bytesOf(wanted))).toBe(true); // two million values one by one take long
  },
);

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

test('a codec.json that is damaged in any one place is refused, or is another sound codec', () => {
  const sound = learn(SMALL, { length: 5 }).codec.toJSON();
  const paths: (readonly (string | number)[])[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]) => {
    if (path.length > 0) paths.push(path);
    if (typeof value === 'object' && value !== null)
      for (const key of Object.keys(value))
        visit((value as Record<string, unknown>)[key], [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(sound, []);
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), fc.constant(undefined)), (path, junk) => {
      const json = structuredClone(sound) as Record<string | number, unknown>;
      const parent = path.slice(0, -1).reduce((node, key) => node[key] as typeof json, json);
      parent[path.at(-1)!] = junk;
      try {
        const codec = timeSeriesCodecFromJson(json, 'codec.json');
        codec.rows(new Float32Array(codec.length * codec.learned.length), 0);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.message).toContain('codec.json');
        refused++;
      }
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(300);
});

test('a codec whose name is no text is refused', () => {
  const json = learn(SMALL, { length: 5 }).codec.toJSON() as { columns: { codec: unknown }[] };
  json.columns[0]!.codec = { toString: false };
  expect(() => timeSeriesCodecFromJson(json, 'codec.json')).toThrow(UserError);
});

test.each([null, 3, [], {}, { format: 'other' }])('%j is no codec', (json) => {
  expect(() => timeSeriesCodecFromJson(json, 'codec.json')).toThrow(UserError);
});

test('a few cells of many decimals do not decide how all others are written', () => {
  const rows = Array.from({ length: 3000 }, (_, i) => (i % 1500 === 7 ? '12.123456789' : `${(i * 7) % 40}`));
  const { codec } = learn(`x\n${rows.join('\n')}`, { length: 4 });
  expect(cellsOf(codec, Float32Array.of(3.2, 11.6, 39, 0)).x).toEqual(['3', '12', '39', '0']);
  const many = rows.map((cell, i) => (i % 500 === 9 ? '12.5' : cell));
  const finer = learn(`x\n${many.join('\n')}`, { length: 4 });
  expect(cellsOf(finer.codec, Float32Array.of(3.21, 11.6, 39, 0)).x).toEqual(['3.2', '11.6', '39', '0']);
});
