/**
 * Whether sequences for a given attribute are those of its subgroup: for each text of a column that at least 15 real
 * sequences have, the mean of every learned column over time, real and generated with `--where column=text`, and the
 * distance of the distributions of the sequences' means (Wasserstein 1, in deviations of all real sequences) beside its
 * floor (one half of the subgroup against the other) and the distance of the subgroup from all sequences, which is what
 * a model that ignores the condition would score.
 *
 *     npm run --silent bench:conditions -- MODEL DATA isp technology
 */
import { sampleRun } from '../src/index.ts';
import { nodeEngine, nodeHost, readTableFile } from '../src/node.ts';
import { fitTimeSeries, parseCsv, type Table } from '../src/sequence/timeseries/index.ts';

const [folder, data, ...asked] = process.argv.slice(2);
if (!folder || !data || asked.length === 0) throw new Error('name a model, its data, and columns');

const LEAST = 15;
const table = await readTableFile(data, {});
const { codec, description } = fitTimeSeries(table);
const length = codec.length;
const moving = codec.learned.flatMap(({ kind, isStatic, name }) =>
  kind === 'number' && !isStatic ? [name] : [],
);
if (description.series.shortest !== length) throw new Error('the sequences must be whole and equally long');

interface Sequence {
  readonly attributes: Readonly<Record<string, string>>;
  readonly means: Readonly<Record<string, number>>;
}

function sequencesOf({ names, columns, rowCount }: Table): Sequence[] {
  const cells = (name: string) => columns[names.indexOf(name)]!;
  return Array.from({ length: rowCount / length }, (_, n) => {
    const mean = (name: string) =>
      cells(name)
        .slice(n * length, (n + 1) * length)
        .reduce((sum, cell) => sum + Number(cell) / length, 0);
    return {
      attributes: Object.fromEntries(
        codec.attributes.map(({ column: { name } }) => [name, cells(name)[n * length]!]),
      ),
      means: Object.fromEntries(moving.map((name) => [name, mean(name)])),
    };
  });
}

async function sample(column: string, value: string): Promise<Sequence[]> {
  const where = [{ column, value }];
  const options = { host: nodeHost, engine: nodeEngine(), folder: folder!, format: 'csv' as const };
  const { bytes } = await sampleRun({ ...options, count: 512, seed: 1, where });
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return sequencesOf(parseCsv(Buffer.concat(chunks).toString(), 'generated'));
}

const averageOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviationOf = (values: readonly number[]) =>
  Math.sqrt(averageOf(values.map((value) => (value - averageOf(values)) ** 2)));

/** Mean |difference| of equal quantiles. */
function distance(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [a, b].map((values) => [...values].sort((p, q) => p - q)) as [number[], number[]];
  const at = (sorted: number[], q: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
  return averageOf(
    Array.from({ length: 200 }, (_, i) => Math.abs(at(x, (i + 0.5) / 200) - at(y, (i + 0.5) / 200))),
  );
}

type Shares = ReadonlyMap<string, number>;

function sharesOf(sequences: readonly Sequence[], name: string): Shares {
  const counts = new Map<string, number>();
  for (const { attributes } of sequences)
    counts.set(attributes[name]!, (counts.get(attributes[name]!) ?? 0) + 1 / sequences.length);
  return counts;
}

/** The share of sequences that would have to have another text. */
const apart = (a: Shares, b: Shares) =>
  [...new Set([...a.keys(), ...b.keys()])].reduce(
    (sum, key) => sum + Math.abs((a.get(key) ?? 0) - (b.get(key) ?? 0)) / 2,
    0,
  );

const real = sequencesOf(table);
const short = (value: number) => `${Number(value.toPrecision(3))}`;
const say = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
say(['subgroup', 'figure', 'real', 'made', 'all', 'distance', 'floor', 'of all']);
say(new Array<string>(8).fill('---'));
for (const column of asked) {
  const texts = codec.attributes.find((attribute) => attribute.column.name === column)?.texts ?? [];
  for (const text of texts) {
    const own = real.filter(({ attributes }) => attributes[column] === text);
    if (own.length < LEAST) continue;
    const made = await sample(column, text);
    const subgroup = `${column}=${text} (${own.length})`;
    const halves = [0, 1].map((part) => own.filter((_, i) => i % 2 === part));
    for (const name of moving) {
      const of = (sequences: readonly Sequence[]) => sequences.map(({ means }) => means[name]!);
      const unit = deviationOf(of(real));
      const means = [own, made, real].map((sequences) => short(averageOf(of(sequences))));
      const distances = [[made, own], halves, [real, own]].map(([a, b]) => distance(of(a!), of(b!)) / unit);
      say([subgroup, `mean of ${name}`, ...means, ...distances.map(short)]);
    }
    for (const { column: other } of codec.attributes) {
      if (other.name === column || other.kind !== 'levels') continue;
      const distances = [[made, own], halves, [real, own]].map(([a, b]) =>
        apart(sharesOf(a!, other.name), sharesOf(b!, other.name)),
      );
      say([subgroup, `shares of ${other.name}`, '', '', '', ...distances.map(short)]);
    }
  }
}
