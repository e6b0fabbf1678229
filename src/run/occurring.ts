/**
 * Which combinations of attributes the data held, and how often: `attributes.json` of a model folder. By it a sample
 * for a combination that never occurred is noticed, and whole numbers that stand for labels can be balanced. Columns of
 * texts (by the places of their levels, a missing one null) and of whole numbers are in it.
 */
import * as z from 'zod/mini';
import type { Sequences } from '../gan/index.ts';
import type { TimeSeriesCodec } from '../sequence/timeseries/index.ts';
import type { Host } from './host.ts';

export const ATTRIBUTES = 'attributes.json';

export interface Combination {
  /** In the order of `columns`. */
  readonly values: readonly (number | null)[];
  /** Sequences that had it. */
  readonly count: number;
}

export interface Occurring {
  readonly columns: readonly string[];
  /** The most frequent first. */
  readonly combinations: readonly Combination[];
}

/** With more there is no list, and nothing is noticed. */
const MOST = 10_000;

const isListed = ({ column }: TimeSeriesCodec['attributes'][number]): boolean =>
  column.kind === 'levels' || column.isInteger;

/** Undefined where no column can be listed, or too many combinations occur. */
export function findOccurring(codec: TimeSeriesCodec, sequences: Sequences): Occurring | undefined {
  const columns = codec.attributes.filter(isListed).map(({ column }) => column.name);
  if (columns.length === 0) return undefined;
  const places = columns.map((name) => codec.learned.findIndex((column) => column.name === name));
  const { count, length, features, values } = sequences;
  const counts = new Map<string, number>();
  for (let n = 0; n < count; n++) {
    const first = values.subarray(n * length * features, (n * length + 1) * features);
    const decoded = codec.decode(first);
    const key = JSON.stringify(places.map((c) => decoded[c])); // NaN becomes null
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (counts.size > MOST) return undefined;
  }
  const combinations = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([key, times]) => ({ values: JSON.parse(key) as (number | null)[], count: times }));
  return { columns, combinations };
}

export async function writeOccurring(
  host: Host,
  folder: string,
  found: Occurring | undefined,
): Promise<void> {
  if (found === undefined) return;
  const rows = found.combinations.map(({ values, count }) => JSON.stringify([...values, count]));
  const text = `{"columns": ${JSON.stringify(found.columns)}, "combinations": [\n${rows.join(',\n')}\n]}\n`;
  await host.writeFileAtomic(`${folder}/${ATTRIBUTES}`, text);
}

const schema = z.object({
  columns: z.array(z.string()),
  combinations: z.array(z.array(z.nullable(z.number()))),
});

/** Undefined where there is no such file, as in models that were written before it was, or where it is damaged. */
export async function readOccurring(host: Host, folder: string): Promise<Occurring | undefined> {
  const path = `${folder}/${ATTRIBUTES}`;
  if (!(await host.exists(path))) return undefined;
  const text = new TextDecoder().decode(await host.readFile(path));
  const read = schema.safeParse(parseJson(text));
  if (!read.success) return undefined;
  const { columns, combinations } = read.data;
  return {
    columns,
    combinations: combinations.map((row) => ({ values: row.slice(0, -1), count: row.at(-1)! })),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
