import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { randomStream } from '../random/stream.ts';
import { type DataOptions, parseCsv, readTable, type Table } from '../sequence/timeseries/index.ts';
import { type EvaluationFiles, evaluationSets } from './evaluationSets.ts';

const table = (text: string, source = 'data.csv'): Table => parseCsv(text, source);
const rowsOf = (count: number, cells: (row: number) => readonly (number | string)[]): string =>
  Array.from({ length: count }, (_, row) => cells(row).join(',')).join('\n');

/** A slow wave and a slower one, as a measured series. */
const level = (row: number) => Number((20 + 5 * Math.sin(row / 9)).toFixed(2));
const load = (row: number) => Number((7 * Math.cos(row / 14)).toFixed(3));
const real = table(`level,load\n${rowsOf(400, (row) => [level(row), load(row)])}`);
/** Sequences of 8 steps, each begun anywhere. */
const starts = Array.from({ length: 60 }, (_, n) => (n * 89) % 350);
const generatedText = (names = 'level,load', length = 8) =>
  `${names}\n${rowsOf(60 * length, (row) => {
    const at = starts[Math.floor(row / length)]! + (row % length);
    return [level(at), load(at)];
  })}`;
const generated = table(generatedText(), 'new.csv');

const setsOf = (files: Partial<EvaluationFiles> = {}, options: DataOptions = { length: 8 }) =>
  evaluationSets({ real, generated, options, ...files });
const said = (files: Partial<EvaluationFiles> = {}, options?: DataOptions) =>
  setsOf(files, options)
    .warnings.map(({ where, what }) => `${where}: ${what}`)
    .join('\n');
const refused = (files: Partial<EvaluationFiles>, options?: DataOptions): string => {
  try {
    setsOf(files, options);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('the sets of an evaluation', () => {
  it('are windows of REAL at every row, and sequences of GENERATED end to end, in the values of the cells', () => {
    const sets = setsOf();
    expect(sets.featureNames).toEqual(['level', 'load']);
    expect(sets.real).toMatchObject({ count: 393, length: 8, features: 2 });
    expect(sets.generated).toMatchObject({ count: 60, length: 8, features: 2 });
    const first = Array.from({ length: 8 }, (_, t) => [level(starts[1]! + t), load(starts[1]! + t)]).flat();
    expect(sets.generated!.values.subarray(16, 32)).toEqual(Float32Array.from(first));
    expect(sets.warnings).toEqual([]);
  });

  it('take another stride where one is told', () => {
    expect(setsOf({ generatedStride: 4 }).generated!.count).toBe(119);
    expect(setsOf({}, { length: 8, stride: 8 }).real.count).toBe(50);
  });

  it('find the columns by name, in whatever order they stand', () => {
    const turned = `load,level\n${rowsOf(480, (row) => [load(row), level(row)])}`;
    const { values } = setsOf({ generated: table(turned) }).generated!;
    expect(values.subarray(0, 4)).toEqual(Float32Array.of(level(0), load(0), level(1), load(1)));
  });

  it('take sequences by their key, where REAL has one', () => {
    const keyed = (count: number, length: number) =>
      `id,level\n${rowsOf(count * length, (row) => [`s${Math.floor(row / length)}`, level(row * 3)])}`;
    const options = { key: 'id' };
    const sets = setsOf({ real: table(keyed(40, 10)), generated: table(keyed(30, 10)) }, options);
    expect([sets.real.count, sets.generated!.count, sets.real.length]).toEqual([40, 30, 10]);
  });

  it('take the length of GENERATED where REAL is one long series and nothing is told', () => {
    const keyed = `sequence,level,load\n${rowsOf(600, (row) => [`g${Math.floor(row / 12)}`, level(row), load(row)])}`;
    const sets = setsOf({ generated: table(keyed) }, {});
    expect([sets.real.length, sets.generated!.count]).toEqual([12, 50]);
  });

  it('read an array [N, T, F] by the place of its columns', async () => {
    const values = Float32Array.from({ length: 20 * 8 * 2 }, (_, i) => i / 100);
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (20, 8, 2), }".padEnd(117);
    const head = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), Buffer.from(`${header}\n`)]);
    const npy = await readTable(Buffer.concat([head, Buffer.from(values.buffer)]), 'new.npy');
    const sets = setsOf({ generated: npy });
    expect(sets.featureNames).toEqual(['level', 'load']);
    expect(sets.generated!.values).toEqual(values);
    expect(refused({ generated: npy }, { length: 8, columns: ['level'] })).toContain(
      '2 columns without names, data.csv has 1 features',
    );
  });

  it('read a table whose rows are sequences', () => {
    const wide = (count: number, shift: number) =>
      rowsOf(count, (row) => Array.from({ length: 30 }, (_, t) => level(row * 7 + t + shift)));
    const sets = evaluationSets({ real: table(wide(50, 0)), generated: table(wide(40, 3)), options: {} });
    expect([sets.real.count, sets.generated!.count, sets.real.length, sets.real.features]).toEqual([
      50, 40, 30, 1,
    ]);
  });
});

describe('files that do not go together', () => {
  it('are refused for columns that are missing, with the name that was meant', () => {
    const message = refused({ generated: table(generatedText('Level,load'), 'new.csv') });
    expect(message).toContain('new.csv: lacks the column "level"; rename "Level"');
  });

  it('are refused for sequences that are too short, with the length to ask for', () => {
    const short = `id,level,load\n${rowsOf(60, (row) => [`g${Math.floor(row / 5)}`, level(row), load(row)])}`;
    expect(refused({ generated: table(short, 'new.csv') })).toContain(
      'has sequences of at most 5 steps, but those of data.csv have 8; say --length 5',
    );
  });

  it('are refused for text and for what is infinite, with the place', () => {
    const text = generatedText().split('\n');
    const broken = [...text.slice(0, 4), 'inf,1', 'three,1', ...text.slice(6)].join('\n');
    const message = refused({ generated: table(broken, 'new.csv') });
    expect(message).toContain('new.csv, row 4 (line 5), column "level": "inf" is no finite number');
    expect(message).toContain('row 5 (line 6)');
    const words = `level,load\n${rowsOf(80, (row) => ['warm', load(row)])}`;
    expect(refused({ generated: table(words, 'new.csv') })).toContain('column "level": holds no numbers');
  });

  it('are warned of for NaN, other columns, constants that vary, and rows that are left over', () => {
    const text = generatedText('level,load').split('\n');
    const gaps = [...text.slice(0, 4), 'NaN,1', ',1', ...text.slice(6)].join('\n');
    expect(said({ generated: table(gaps, 'new.csv') })).toContain(
      'column "level": 2 of 480 cells are blank or NaN',
    );
    const wider = `level,load,zone,extra\n${rowsOf(485, (row) => [level(row), load(row), row % 3, row])}`;
    const steady = `level,load,zone\n${rowsOf(400, (row) => [level(row), load(row), 1])}`;
    const warnings = said({ real: table(steady), generated: table(wider, 'new.csv') });
    expect(warnings).toContain('has columns that data.csv has not: "extra"');
    expect(warnings).toContain('column "zone": is "1" in every row of data.csv, but 0 to 2 in new.csv');
    expect(warnings).toContain('has 485 rows, which is no whole number of sequences of 8 steps; the last 5');
  });

  it('are warned of when they seem to be swapped, and not otherwise', () => {
    expect(said({ real: generated, generated: real })).toContain('new.csv: jumps every 8 rows');
    expect(said()).not.toContain('jumps');
    const values = new Float32Array(1000);
    randomStream(1, 'white').normal(0, values);
    const white = table(`level,load\n${rowsOf(500, (row) => [values[2 * row]!, values[2 * row + 1]!])}`);
    expect(said({ real: white, generated: white })).not.toContain('jumps');
  });

  it('a generated column that is always the same is no mistake of the file: the judge tells it', () => {
    const still = `level,load\n${rowsOf(480, (row) => [20, load(row)])}`;
    expect(setsOf({ generated: table(still) }).generated!.values[0]).toBe(20);
    const dead = `level,load\n${rowsOf(480, () => [20, 3])}`;
    expect(setsOf({ generated: table(dead) }).generated!.count).toBe(60);
  });
});

it('reads GENERATED as REAL writes its numbers, where its own cells leave that open', async () => {
  const read = (rows: readonly string[], source: string) =>
    readTable(new TextEncoder().encode(`n;x\n${rows.join('\n')}`), source);
  const thousands = (row: number) => `${2 + (row % 5)}.${100 + ((row * 37) % 900)}`;
  const whole = await read(
    Array.from({ length: 200 }, (_, row) => `${thousands(row)};${row % 9},${10 + (row % 80)}`),
    'real.csv',
  );
  const open = await read(
    Array.from({ length: 80 }, (_, row) => `${thousands(row)};${row % 9}`),
    'new.csv',
  );
  const sets = evaluationSets({ real: whole, generated: open, options: { length: 8 } });
  expect([sets.real, sets.generated!].map(({ values }) => values[0])).toEqual([2100, 2100]);
});

it('a label is a text in all files where it is one in the real, also where a file shows numbers with a unit', async () => {
  const labelled = (labels: readonly string[], count: number) =>
    readTable(
      new TextEncoder().encode(
        `kind,level,load\n${rowsOf(count * 8, (row) => [labels[Math.floor(row / 8) % labels.length]!, level(row), load(row)])}`,
      ),
      'labelled.csv',
    );
  const few = await labelled(['4th', '5th'], 30);
  expect(few.form.notations).toHaveLength(1);
  const sets = setsOf({
    real: await labelled(['1st', '2nd', '3rd', '4th', '5th'], 50),
    generated: few,
    label: 'kind',
  });
  const classOf = ({ labels }: typeof sets.real) =>
    labels?.kind === 'class' ? labels.names[labels.of[0]!] : '';
  expect([classOf(sets.real), classOf(sets.generated!)]).toEqual(['1st', '4th']);
});
