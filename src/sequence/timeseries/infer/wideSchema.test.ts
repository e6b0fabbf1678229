import { describe, expect, test } from 'vitest';
import type { UserError } from '../../../errors/userError.ts';
import { describeTable, fitTimeSeries, parseCsv, schemaOf, type TableSchema } from '../index.ts';

const noise = (i: number) => ((i * 7919) % 997) / 997;

/** Forty readings of 24 meters: a label, a serial number in letters, and steps of which a third are 0. */
const table = () =>
  parseCsv(
    [
      ['kind', 'serial', ...Array.from({ length: 24 }, (_, t) => `h${t}`)].join(','),
      ...Array.from({ length: 40 }, (_, r) =>
        [
          1 + (r % 3),
          `no ${r}`,
          ...Array.from({ length: 24 }, (_, t) =>
            noise(r * 24 + t) < 1 / 3 ? '0.0' : (10 * noise(r * 31 + t * 7)).toFixed(1),
          ),
        ].join(','),
      ),
    ].join('\n'),
    'meters.csv',
  );

const inferred = () => schemaOf(describeTable(table(), { layout: 'rows' }));
const edited = (edit: (schema: TableSchema) => void) => {
  const schema = structuredClone(inferred());
  edit(schema);
  return schema;
};
const column = (schema: TableSchema, name: string) => schema.columns.find((each) => each.name === name)!;
const problemsOf = (schema: TableSchema): string[] => {
  try {
    fitTimeSeries(table(), { schema });
    return [];
  } catch (error) {
    return (error as UserError).problems.map(({ where, what, remedy }) => `${where}: ${what}; ${remedy}`);
  }
};

test('the schema of a wide table speaks of all steps as one, and gives the codec of no schema', () => {
  const schema = inferred();
  expect(schema).toMatchObject({ layout: 'rows', length: 24, constraints: [] });
  expect(schema).not.toHaveProperty('stride');
  expect(schema.columns).toEqual([
    { name: 'serial', kind: 'text', role: 'left out' },
    { name: 'value', kind: 'non-negative', role: 'learned', min: 0, max: 10, point: 0 },
    { name: 'kind', kind: 'text', role: 'attribute' },
  ]);
  const [plain, told] = [fitTimeSeries(table(), { layout: 'rows' }), fitTimeSeries(table(), { schema })];
  expect(told.codec.toJSON()).toEqual(plain.codec.toJSON());
  expect(told.sequences).toEqual(plain.sequences);
});

describe('what a schema says of a wide table is kept', () => {
  const codecOf = (edit: (schema: TableSchema) => void) =>
    fitTimeSeries(table(), { schema: edited(edit) }).codec;
  const valuesOf = (edit: (schema: TableSchema) => void) =>
    codecOf(edit).learned.find(({ name }) => name === 'value');

  test('scale, point and multiples of the values', () => {
    expect(valuesOf(() => {})).toMatchObject({ points: [0] });
    const isNone = (it: TableSchema) => {
      column(it, 'value').point = 'none';
      column(it, 'value').scale = 'asinh';
      column(it, 'value').multipleOf = 0.1;
    };
    expect(valuesOf(isNone)).not.toHaveProperty('points');
    expect(valuesOf(isNone)).toHaveProperty('unfolding');
  });

  test('steps that are left out, and so is the label', () => {
    const codec = codecOf((it) => {
      column(it, 'kind').role = 'left out';
      it.columns.push({ name: 'h0', role: 'left out' });
      it.length = 23;
    });
    expect(codec.learned.map(({ name }) => name)).toEqual(['value']);
    expect([codec.length, codec.outputColumns[0]]).toEqual([23, 'h1']);
  });

  test('a length, and constraints: what never falls is written so', () => {
    const rising = parseCsv(
      Array.from({ length: 30 }, (_, r) =>
        Array.from({ length: 12 }, (_, t) => t + Math.floor(3 * noise(r * 12 + t)) / 4).join(','),
      ).join('\n'),
      'rising.csv',
    );
    const falling = Float32Array.from([5, 4, 3, 2]);
    const written = (constraints: readonly string[]) => {
      const schema: TableSchema = {
        version: 1,
        layout: 'rows',
        length: 4,
        columns: [{ name: 'value' }],
        constraints: [...constraints],
      };
      const { codec } = fitTimeSeries(rising, { schema, header: false });
      return codec.rows(falling, 0).columns.map(({ cells }) => cells[0]);
    };
    expect(written([])).toEqual(['5', '4', '3', '2']);
    expect(written(['value never falls'])).toEqual(['3.5', '3.5', '3.5', '3.5']);
  });
});

describe('what cannot be said of a wide table is refused by name', () => {
  const refused = (edit: (schema: TableSchema) => void) => problemsOf(edited(edit));

  test('single steps, other roles and kinds, and a stride', () => {
    const found = refused((it) => {
      it.columns.push({ name: 'h3', kind: 'count' });
      it.stride = 2;
      column(it, 'value').role = 'time';
      column(it, 'kind').kind = 'count';
      column(it, 'serial').role = 'learned';
    });
    expect(found).toEqual([
      'schema, columns[3]: says "h3", which is one step of the sequences; speak of all steps as "value", say role: left out, or layout: columns',
      expect.stringMatching(
        /^schema, column "serial": says role: learned of a column that is no step: .*; say role: left out$/,
      ),
      'schema, column "value": says role: time of the steps of sequences; say role: learned',
      'schema, column "kind": says kind: count of the label of sequences; say kind: text',
      'schema, stride: means nothing where a row is a whole sequence; take it out of the schema',
    ]);
  });

  test('what the cells contradict, with its row and step', () => {
    expect(
      refused((it) => {
        column(it, 'value').kind = 'count';
      })[0],
    ).toMatch(/^meters\.csv, row 2 \(line 3\), column "h\d+": "[\d.]+" is no count/);
    expect(
      refused((it) => {
        column(it, 'value').max = 5;
      })[0],
    ).toMatch(/column "h\d+": breaks "value <= 5" \(value "[\d.]+"\); correct the cells/);
  });
});

test('a table that looks wide is one of columns where its schema speaks of columns', () => {
  const nameless = parseCsv(
    Array.from({ length: 60 }, (_, r) =>
      Array.from({ length: 24 }, (_, c) => noise(r * 24 + c).toFixed(3)).join(','),
    ).join('\n'),
    'n.csv',
  );
  expect(describeTable(nameless).layout).toBe('rows');
  const schema = schemaOf(describeTable(nameless, { layout: 'columns' }));
  expect(fitTimeSeries(nameless, { schema }).codec.learned).toHaveLength(24);
});
