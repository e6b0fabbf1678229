import { describe, expect, test } from 'vitest';
import type { UserError } from '../errors/userError.ts';
import {
  describeTable,
  fitTimeSeries,
  parseCsv,
  schemaOf,
  type TableSchema,
} from '../sequence/timeseries/index.ts';
import { parseSchema, schemaText } from './schemaFile.ts';

const mix = (r: number, k: number) => ((r * 7919 + k * 104729) % 997) / 997;

/** Shops with a post code, counts, a flag, prices in order, a total, and rare large sales. */
const CSV = [
  'shop,date,zip,visits,open,low,high,sales,copy',
  ...Array.from({ length: 240 }, (_, i) => {
    const [k, t] = [i % 8, Math.floor(i / 8)];
    const low = 20 + 30 * mix(i, 2);
    const sales = (i % 40 === 7 ? 9000 + i : 5 + Math.floor(40 * mix(i, 4))).toFixed(0);
    const date = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
    return `S${k},${date},${1010 + 10 * ((i * i) % 7)},${Math.floor(60 * mix(i, 5))},${mix(i, 6) < 0.7 ? 1 : 0},${low.toFixed(1)},${(low + 9 * mix(i, 3)).toFixed(1)},${sales},${sales}`;
  }),
].join('\n');
const table = () => parseCsv(CSV, 'shops.csv');
const inferred = () => schemaOf(describeTable(table()));
const edited = (edit: (schema: TableSchema) => void) => {
  const schema = structuredClone(inferred());
  edit(schema);
  return schema;
};
const column = (schema: TableSchema, name: string) => schema.columns.find((each) => each.name === name)!;
const problemsOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    return (error as UserError).problems.map(({ where, what, remedy }) => `${where}: ${what}; ${remedy}`);
  }
};

test('what is inferred is written, read, and gives the same codec and sequences as no schema', () => {
  const schema = inferred();
  for (const path of ['s.yaml', 's.json'])
    expect(parseSchema(schemaText(schema, path), path)).toEqual(schema);
  expect(schema.columns.map(({ name, kind, role }) => `${name} ${kind} ${role}`)).toEqual([
    'shop text key',
    'date date/time time',
    'zip count learned',
    'visits count learned',
    'open boolean learned',
    'low non-negative learned',
    'high non-negative learned',
    'sales count learned',
    'copy count derived',
  ]);
  expect(column(schema, 'sales')).toMatchObject({ scale: 'asinh', min: 5 });
  expect(column(schema, 'copy').is).toBe('"sales"');
  expect(schema.constraints).toEqual(['high >= low']);
  const [plain, told] = [fitTimeSeries(table()), fitTimeSeries(table(), { schema })];
  expect(told.codec.toJSON()).toEqual(plain.codec.toJSON());
  expect(told.sequences).toEqual(plain.sequences);
});

test('what is changed is kept: codes as texts, columns left out, identifiers, copies learned, constraints removed', () => {
  const schema = edited((it) => {
    column(it, 'zip').kind = 'text';
    column(it, 'visits').role = 'left out';
    column(it, 'open').role = 'identifier';
    column(it, 'copy').role = 'learned';
    column(it, 'sales').scale = 'linear';
    it.constraints = [];
  });
  const { codec, description } = fitTimeSeries(table(), { schema });
  expect(codec.learned.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'zip levels',
    'low number',
    'high number',
    'sales number',
    'copy number',
  ]);
  expect(codec.learned[3]).not.toHaveProperty('unfolding');
  expect(codec.constraints).toEqual([]);
  expect(codec.outputColumns).not.toContain('visits');
  expect(description.columns.find(({ name }) => name === 'open')).toMatchObject({ role: 'identifier' });
});

test('claims that the data contradict are refused with row and column', () => {
  const claim = (edit: (schema: TableSchema) => void) =>
    problemsOf(() => fitTimeSeries(table(), { schema: edited(edit) }));
  const kind = claim((it) => {
    column(it, 'low').kind = 'integer';
  });
  expect(kind[0]).toMatch(
    /^shops\.csv, row \d+ \(line \d+\), column "low": "[\d.]+" is no integer, which the schema says/,
  );
  const bound = claim((it) => {
    column(it, 'visits').max = 50;
  });
  expect(bound[0]).toMatch(/column "visits": breaks "visits <= 50" \(visits "5\d"\); correct the cells/);
  expect(
    claim((it) => {
      column(it, 'low').role = 'derived';
      column(it, 'visits').role = 'attribute';
    }),
  ).toEqual([
    'schema, column "visits": is no attribute: it changes within sequences; say role: learned, or left out',
    'schema, column "low": is not derived: it follows from no other column in all rows; say role: learned, or left out',
  ]);
});

test('a second key or time, a constant that changes, and bounds of what is not learned are refused', () => {
  const edit = (it: TableSchema) => {
    column(it, 'zip').role = 'key';
    column(it, 'low').role = 'constant';
    column(it, 'open').role = 'identifier';
    column(it, 'open').max = 5;
  };
  expect(problemsOf(() => fitTimeSeries(table(), { schema: edited(edit) })).sort()).toEqual([
    expect.stringMatching(/^schema, column "low": is not constant: it has \d+ values; say role: learned/),
    'schema, column "open": says max: 5 of a column that is not learned (identifier); take it out of the schema',
    expect.stringMatching(/^schema, column "zip": is a second key, beside "shop"; say role/),
  ]);
});

test('claims of a whole column that it does not meet are refused by name', () => {
  const claims = edited((it) => {
    Object.assign(column(it, 'visits'), { kind: 'constant', role: 'constant' });
    column(it, 'open').kind = 'date/time';
  });
  expect(problemsOf(() => fitTimeSeries(table(), { schema: claims }))).toEqual([
    'schema, column "visits": says kind: constant of a column whose kind is count; say kind: count',
    'schema, column "open": says kind: date/time of a column whose kind is boolean; say kind: boolean',
    'schema, column "visits": is not constant: it has 47 values; say role: learned, or left out',
  ]);
});

test('a schema says all columns of the table and no other', () => {
  const schema = edited((it) => {
    column(it, 'visits').name = 'visist';
  });
  expect(problemsOf(() => fitTimeSeries(table(), { schema }))).toEqual([
    'schema, columns[3]: shops.csv has no column "visist"; did you mean "visits"?',
    'schema, columns: says nothing of "visits" of shops.csv; add it; with role: left out if it is not wanted',
  ]);
});

test('a file that is no schema is refused with its place and the nearest word', () => {
  const text = 'version: 1\ncolums: []\ncolumns:\n  - name: x\n    knid: text\n    role: lerned\n';
  expect(problemsOf(() => parseSchema(text, 's.yaml'))).toEqual([
    's.yaml, columns[0].role: "lerned" will not do; did you mean learned?',
    's.yaml, columns[0]: "knid" is no part of a schema; did you mean kind?',
    's.yaml: "colums" is no part of a schema; did you mean columns?',
  ]);
  expect(problemsOf(() => parseSchema('a: [1', 's.yaml'))[0]).toMatch(/^s\.yaml, line 1: /);
});

describe('a point of mass', () => {
  const rainy = () =>
    parseCsv(
      [
        'x,rain',
        ...Array.from({ length: 90 }, (_, i) => `${(i * 7) % 13},${i % 3 ? 0 : 1 + ((i * 31) % 47)}`),
      ].join('\n'),
      'rain.csv',
    );
  const inferredRain = () => schemaOf(describeTable(rainy()));
  const withPoint = (point: number | number[] | 'none') => ({
    ...inferredRain(),
    columns: inferredRain().columns.map((each) => (each.name === 'rain' ? { ...each, point } : each)),
  });

  test('is part of the schema, and may be another or none', () => {
    expect(column(inferredRain(), 'rain')).toMatchObject({ point: 0 });
    expect(column(inferredRain(), 'x')).not.toHaveProperty('point');
    expect(fitTimeSeries(rainy(), { schema: withPoint('none') }).codec).not.toHaveProperty('groups');
    const { codec } = fitTimeSeries(rainy(), { schema: withPoint(1) });
    expect(codec.learned[1]).toMatchObject({ points: [1] });
    const schema = withPoint(0);
    expect(parseSchema(schemaText(schema, 's.yaml'), 's.yaml')).toEqual(schema);
    expect(fitTimeSeries(rainy(), { schema }).codec.toJSON()).toEqual(fitTimeSeries(rainy()).codec.toJSON());
  });

  test('may be several', () => {
    const { codec } = fitTimeSeries(rainy(), { schema: withPoint([1, 0]) });
    expect(codec.learned[1]).toMatchObject({ points: [0, 1] });
    const schema = withPoint([0, 1]);
    expect(parseSchema(schemaText(schema, 's.yaml'), 's.yaml')).toEqual(schema);
    expect(fitTimeSeries(rainy(), { schema }).codec.toJSON()).toEqual(codec.toJSON());
    expect(schemaOf(describeTable(rainy(), { schema })).columns[1]).toMatchObject({ point: [0, 1] });
    expect(problemsOf(() => fitTimeSeries(rainy(), { schema: withPoint([0, 0.5]) }))).toEqual([
      'schema, column "rain": says that 0.5 is a point, which no cell holds; name a value of the column, or say point: none',
    ]);
  });

  test('none is no wish for another, also of a constant column', () => {
    const table = parseCsv(
      ['x,one', ...Array.from({ length: 40 }, (_, i) => `${i % 11},7`)].join('\n'),
      'c.csv',
    );
    const schema = schemaOf(describeTable(table));
    const columns = schema.columns.map((each) => ({ ...each, point: 'none' as const }));
    expect(() => fitTimeSeries(table, { schema: { ...schema, columns } })).not.toThrow();
  });

  test('must be a value of the column', () => {
    expect(problemsOf(() => fitTimeSeries(rainy(), { schema: withPoint(0.5) }))).toEqual([
      'schema, column "rain": says that 0.5 is a point, which no cell holds; name a value of the column, or say point: none',
    ]);
  });
});

describe('multiples', () => {
  const tens = () =>
    parseCsv(
      ['x,watt', ...Array.from({ length: 40 }, (_, i) => `${i % 11},${10 * ((i * 7) % 13)}`)].join('\n'),
      'w.csv',
    );
  const withMultiple = (multipleOf: number) => {
    const schema = schemaOf(describeTable(tens()));
    const columns = schema.columns.map((each) => (each.name === 'watt' ? { ...each, multipleOf } : each));
    return { ...schema, columns };
  };
  const grainOfWatt = (multipleOf: number) => {
    const { codec } = fitTimeSeries(tens(), { schema: withMultiple(multipleOf) });
    return (codec.learned[1] as { grain?: number }).grain;
  };

  test('are part of the schema, and may be finer', () => {
    expect(column(schemaOf(describeTable(tens())), 'watt')).toMatchObject({ multipleOf: 10 });
    expect([10, 5, 1].map(grainOfWatt)).toEqual([10, 5, undefined]);
  });

  test('finer than the decimals of the column are the least of them that it can write', () => {
    expect([2.5, 0.4, 0.25].map(grainOfWatt)).toEqual([5, 2, undefined]);
  });

  test('and points and scales are refused of texts', () => {
    const table = parseCsv(
      ['x,sky', ...Array.from({ length: 40 }, (_, i) => `${i % 11},${i % 3 ? 'fog' : 'sun'}`)].join('\n'),
      't.csv',
    );
    const schema = schemaOf(describeTable(table));
    const columns = schema.columns.map((each) =>
      each.name === 'sky' ? { ...each, scale: 'asinh' as const, multipleOf: 10, point: 0 } : each,
    );
    expect(problemsOf(() => fitTimeSeries(table, { schema: { ...schema, columns } }))).toEqual([
      'schema, column "sky": says scale: asinh of a column that holds no numbers; take it out of the schema',
      'schema, column "sky": says multipleOf: 10 of a column that holds no numbers; take it out of the schema',
      'schema, column "sky": says point: 0 of a column that holds no numbers; take it out of the schema',
    ]);
  });

  test('are of the numbers beside the points', () => {
    const coded = parseCsv(
      [
        'x,watt',
        ...Array.from({ length: 90 }, (_, i) => `${i % 11},${i % 4 ? 10 * ((i * 7) % 23) : -999}`),
      ].join('\n'),
      'w.csv',
    );
    const schema = schemaOf(describeTable(coded));
    expect(column(schema, 'watt')).toMatchObject({ point: -999, multipleOf: 10 });
    expect(fitTimeSeries(coded, { schema }).codec.toJSON()).toEqual(fitTimeSeries(coded).codec.toJSON());
    const without = schema.columns.map((each) => ({ ...each, point: 'none' as const }));
    expect(problemsOf(() => fitTimeSeries(coded, { schema: { ...schema, columns: without } }))[0]).toContain(
      '"-999" is no multiple of 10',
    );
  });

  test('that the data contradict are refused', () => {
    const [first] = problemsOf(() => fitTimeSeries(tens(), { schema: withMultiple(20) }));
    expect(first).toBe(
      'w.csv, row 2 (line 3), column "watt": "70" is no multiple of 20, which the schema says of the column; correct the cell, or the schema',
    );
  });
});
