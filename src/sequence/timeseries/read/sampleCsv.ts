/**
 * A CSV of any size as a table of a bounded number of cells, by passes over a stream. What is kept is chosen by a seed:
 *
 *     one sequence a key, many keys    whole sequences: keys of the smallest hashes, fewer as rows come
 *     anything else                    stretches of rows, one from each of equal parts of the file
 *
 * A first pass counts the rows and takes probes all over the file, from which the columns and the key are understood.
 * Rows between two stretches are missing: `gaps` tells where, and no window reaches over one.
 */
import { UserError } from '../../../errors/userError.ts';
import { randomStream } from '../../../random/stream.ts';
import { planTable } from '../infer/plan.ts';
import { plainTable } from '../notation/plainTable.ts';
import type { DataOptions, Table } from '../table.ts';
import { parseCsv } from './csv.ts';
import { csvBlocks } from './csvBlocks.ts';
import { type Records, splitPlain, splitQuoted } from './records.ts';

export interface SampleLimits {
  /** Cells that are kept, at the most. */
  readonly cells: number;
}

/** Some 60 bytes a cell: 240 MB. */
export const USUAL_LIMITS: SampleLimits = { cells: 4_000_000 };

export interface LargeFile {
  readonly source: string;
  /** The bytes from the beginning, unpacked; asked for once a pass. */
  open(): AsyncIterable<Uint8Array>;
  /** Called after each block with the pass (from 1) and its rows so far. */
  onProgress?(pass: number, rows: number): void;
}

const SEED = 1;
/** Probes of so many rows, and how many there are at the most when the file ends. */
const PROBE_ROWS = 400;
const MOST_PROBES = 64;
/** Keys kept, below which stretches of rows are taken in their place. */
const LEAST_KEYS = 50;
const STRETCHES = 64;

export async function sampleCsv(
  file: LargeFile,
  options: DataOptions,
  limits: SampleLimits = USUAL_LIMITS,
): Promise<Table> {
  const { probe, rows } = await probeFile(file, options);
  const most = Math.max(1000, Math.floor(limits.cells / probe.names.length));
  const reader: RowReader = { file, probe, rows };
  if (rows <= most) return (await readRows(reader, 2, () => true)).table;
  const key = keyOf(probe, options);
  const whole = key === undefined ? undefined : await keepKeys(reader, key, most);
  return whole ?? keepStretches(reader, most, key === undefined ? 2 : 3);
}

interface RowReader {
  readonly file: LargeFile;
  /** Its names and form are those of the file. */
  readonly probe: Table;
  readonly rows: number;
}

/** Rows from all over the file, and how many there are. */
async function probeFile(file: LargeFile, options: DataOptions): Promise<{ probe: Table; rows: number }> {
  let head: Table | undefined;
  let rows = 0;
  let spacing = PROBE_ROWS;
  let probes: { readonly at: number; readonly columns: readonly string[][] }[] = [];
  for await (const block of csvBlocks(file.open(), file.source)) {
    let records: Records;
    if (head === undefined) {
      // the first block settles the delimiter and the names
      head = parseCsv(block, file.source, options);
      records = split(block, head, file.source);
      if (head.form.hasHeader) records = without(records, 1);
    } else records = split(block, head, file.source);
    checkWidths(records, head, rows);
    for (let at = Math.ceil(rows / spacing) * spacing; at < rows + records.count; at += spacing) {
      const from = at - rows;
      const columns = records.columns.map((cells) => cells.slice(from, from + PROBE_ROWS).map(flat));
      probes.push({ at, columns });
      if (probes.length > MOST_PROBES) {
        spacing *= 2;
        probes = probes.filter((probe) => probe.at % spacing === 0);
      }
    }
    rows += records.count;
    file.onProgress?.(1, rows);
  }
  if (head === undefined) {
    const what = 'is empty';
    throw new UserError('data', [{ where: file.source, what, remedy: 'give a file with a header and rows' }]);
  }
  const columns = head.names.map((_, c) => probes.flatMap((probe) => probe.columns[c]!));
  const { lines: _, ...form } = head;
  return { probe: { ...form, columns, rowCount: columns[0]!.length }, rows };
}

const split = (block: string, { form }: Table, source: string): Records =>
  block.includes('"') ? splitQuoted(block, form.delimiter, source) : splitPlain(block, form.delimiter);

const without = ({ columns, widths, lines, count }: Records, first: number): Records => ({
  columns: columns.map((cells) => cells.slice(first)),
  widths: widths.slice(first),
  lines: lines.slice(first),
  count: count - first,
});

function checkWidths({ widths }: Records, { names, source }: Table, before: number): void {
  const at = widths.findIndex((width) => width !== names.length);
  if (at < 0) return;
  const what = `has ${widths[at]} cells where the table has ${names.length} columns`;
  const remedy = 'add or remove cells, or quote a cell that holds the delimiter';
  throw new UserError('data', [{ where: `${source}, row ${before + at + 1}`, what, remedy }]);
}

/** The column whose values are whole sequences, if the probes show one. */
function keyOf(probe: Table, options: DataOptions): number | undefined {
  if (options.key !== undefined)
    return probe.names.indexOf(options.key) < 0 ? undefined : probe.names.indexOf(options.key);
  const { schema, columns: _, ...others } = options;
  const told = schema?.columns.find(({ role }) => role === 'key')?.name;
  const key =
    told ?? planTable(plainTable(probe), others).columns.find(({ role }) => role === 'key')?.facts.name;
  return key === undefined ? undefined : probe.names.indexOf(key);
}

interface Kept {
  readonly table: Table;
  readonly numbers: readonly number[];
}

/** The rows for which `wants` says so, by number; `gaps` where rows between two of them are missing. */
async function readRows(
  { file, probe, rows }: RowReader,
  pass: number,
  wants: (row: number) => boolean,
): Promise<Kept> {
  const columns = probe.names.map((): string[] => []);
  const numbers: number[] = [];
  await eachRow({ file, probe, rows }, pass, (row, records, i) => {
    if (!wants(row)) return;
    numbers.push(row);
    for (let c = 0; c < columns.length; c++) columns[c]!.push(flat(records.columns[c]![i]!));
  });
  return { table: { ...probe, columns, rowCount: numbers.length }, numbers };
}

async function eachRow(
  { file, probe, rows }: RowReader,
  pass: number,
  visit: (row: number, records: Records, i: number) => void,
): Promise<void> {
  let row = probe.form.hasHeader ? -1 : 0;
  for await (const block of csvBlocks(file.open(), file.source)) {
    const records = split(block, probe, file.source);
    for (let i = 0; i < records.count; i++, row++) if (row >= 0 && row < rows) visit(row, records, i);
    file.onProgress?.(pass, row);
  }
}

/** Whole sequences of as many keys as fit; undefined where so few fit that they would not speak for the others. */
async function keepKeys(reader: RowReader, key: number, most: number): Promise<Table | undefined> {
  const { probe, rows } = reader;
  let columns = probe.names.map((): string[] => []);
  let hashes: number[] = [];
  let threshold = 2 ** 32;
  let isHopeless = false;
  await eachRow(reader, 2, (_row, records, i) => {
    if (isHopeless) return;
    const hash = hashOf(records.columns[key]![i]!);
    if (hash >= threshold) return;
    hashes.push(hash);
    for (let c = 0; c < columns.length; c++) columns[c]!.push(flat(records.columns[c]![i]!));
    if (hashes.length <= most) return;
    threshold /= 2;
    const kept = hashes.map((each) => each < threshold);
    columns = columns.map((cells) => cells.filter((_, at) => kept[at]));
    hashes = hashes.filter((each) => each < threshold);
    isHopeless = new Set(hashes).size < LEAST_KEYS;
  });
  const count = new Set(hashes).size;
  if (isHopeless || count < LEAST_KEYS) return undefined;
  const name = probe.names[key]!;
  return {
    ...probe,
    columns,
    rowCount: hashes.length,
    drawn: { rows, what: `the ${hashes.length} rows of ${count} values of "${name}" were drawn`, gaps: [] },
  };
}

async function keepStretches(reader: RowReader, most: number, pass: number): Promise<Table> {
  const { rows } = reader;
  const length = Math.floor(most / STRETCHES);
  const part = rows / STRETCHES;
  const places = new Float32Array(STRETCHES);
  randomStream(SEED, 'stretches of rows').uniform(0, places);
  // the last stretch ends where the file does: times go on from there
  const starts = Array.from(places, (place, s) =>
    s === STRETCHES - 1 ? rows - length : Math.floor(s * part + place * (part - length)),
  );
  const wants = (row: number) => {
    const start = starts[Math.min(STRETCHES - 1, Math.floor(row / part))]!;
    return row >= start && row < start + length;
  };
  const { table, numbers } = await readRows(reader, pass, wants);
  const gaps = numbers.flatMap((row, i) => (i > 0 && row !== numbers[i - 1]! + 1 ? [i] : []));
  const what = `${numbers.length} rows in ${gaps.length + 1} stretches were drawn`;
  return { ...table, drawn: { rows, what, gaps } };
}

/** FNV-1a with a last mixing, so that alike keys have unlike hashes. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 ^ SEED;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Long cells are parts of the block that they were cut from, and would keep it in memory. */
const SLICED = 13;
const flat = (cell: string): string => (cell.length < SLICED ? cell : Array.from(cell).join(''));
