/**
 * `npm run bench:privacy -- [DATA ...] [--epsilons 1,3,10,inf] [--seeds 2] [--set name=value] [--out FILE]`: what a
 * guarantee of privacy leaves of the quality. The figures are those of the report, by the same code; `inf` is the same
 * training without clip and noise, `default` what `train` does without a guarantee. Without DATA: 10,000 sequences of
 * five sines. Besides the figures what the finding "drowned by noise" goes by, at the last look: data against noise, how
 * far generated values are off "of" what a constant would be, and whether it was told.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { memoryHost } from '../src/run/hostMemory.ts';
import { privateDefaults } from '../src/run/privacySettings.ts';
import type { GivenSettings } from '../src/run/settings.ts';
import { type ReportEvent, type RunEvent, trainRun } from '../src/run/trainRun.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import type { Table } from '../src/sequence/timeseries/index.ts';
import { readTableFile } from '../src/sequence/timeseries/nodeReadTable.ts';
import { processorName } from './machine.ts';
import { sinesTable } from './sinesTable.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epsilons: { type: 'string', default: '1,3,10,inf,default' },
    seeds: { type: 'string', default: '2' },
    set: { type: 'string', multiple: true, default: [] },
    out: { type: 'string' },
  },
});
const seeds = Number(options.seeds);
if (!(seeds >= 1)) throw new Error(`--seeds is ${options.seeds}; it must be a whole number from 1`);
const given: GivenSettings = Object.fromEntries(
  options.set.map((text) => {
    const [name, value] = text.split('=') as [string, string];
    return [name, Number.isNaN(Number(value)) ? value : Number(value)];
  }),
);

const columns = ['values', 'time', 'changes', 'relations', 'spread'] as const;
type Column = (typeof columns)[number];

interface Result {
  readonly report: ReportEvent;
  readonly seconds: number;
  readonly noise: number;
  readonly ratio: number | undefined;
  /** How far generated values are off, and how far a constant would be. */
  readonly off: readonly [number, number] | undefined;
  readonly isFound: boolean;
  readonly count: number;
}

function settingsFor(epsilon: string): GivenSettings {
  if (epsilon === 'default') return {};
  if (epsilon !== 'inf') return { privacyEpsilon: Number(epsilon) };
  const { penaltyWeight: _, ...same } = privateDefaults;
  return same;
}

async function run(table: Table, settings: GivenSettings): Promise<Result> {
  const start = performance.now();
  const host = memoryHost({ clock: () => performance.now() });
  const place = { host, engine: nodeEngine(), folder: 'model' };
  const events: RunEvent[] = [];
  for await (const event of trainRun({
    ...place,
    table,
    data: table.source,
    given: settings,
    naming: (name) => name,
  })) {
    if (event.type !== 'step') events.push(event);
  }
  const of = <T extends RunEvent['type']>(type: T) =>
    events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  const last = of('diagnosis').at(-1)?.figures.drownedByNoise;
  return {
    report: of('report')[0]!,
    seconds: (performance.now() - start) / 1000,
    noise: of('start')[0]!.settings.privacyNoise,
    ratio: last?.ratio,
    off: last && [last.off!, last.offByConstant!],
    isFound: of('finding').some(({ kind }) => kind === 'drownedByNoise'),
    count: of('data')[0]!.description.sequences.count,
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
/** The mean, and in brackets the values of the seeds; a figure that the data does not have is a dash. */
function list(values: readonly (number | null)[]): string {
  const found = values.filter((v) => v !== null);
  if (found.length === 0) return '-';
  const each = seeds > 1 ? ` (${found.map((v) => v.toFixed(3)).join(', ')})` : '';
  return `${mean(found).toFixed(3)}${each}`;
}

const lines: string[] = [];
const tables =
  positionals.length === 0
    ? [await sinesTable(10_000)]
    : await Promise.all(positionals.map((path) => readTableFile(path)));
for (const table of tables) {
  const head = ['epsilon', 'noise', ...columns, 'data : noise', 'off', 'told', 'seconds'];
  lines.push(`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`);
  let last: Result | undefined;
  for (const epsilon of options.epsilons.split(',')) {
    const results: Result[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      results.push(await run(table, { ...settingsFor(epsilon), ...given, seed }));
    }
    last = results.at(-1)!;
    const ratios = results.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio.toFixed(2)]));
    const cells = [
      epsilon,
      last.noise > 0 ? `${last.noise}` : '-',
      ...columns.map((column) => list(results.map(({ report }) => report.figures[column].value))),
      ratios.join(', '),
      results.flatMap(({ off }) => (off ? [off.map((v) => v.toFixed(2)).join(' of ')] : [])).join(', '),
      results.map(({ isFound }) => (isFound ? 'yes' : 'no')).join(', '),
      mean(results.map(({ seconds }) => seconds)).toFixed(0),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
    process.stderr.write(`${lines.at(-1)}\n`);
  }
  const from = (of: 'floor' | 'naive') =>
    columns.map((column: Column) => last!.report.figures[column][of]?.toFixed(3) ?? '-').join(' | ');
  lines.push(
    `| *real against real* | | ${from('floor')} | | | | |`,
    `| *naive* | | ${from('naive')} | | | | |`,
  );
  lines.push('', `${table.source}: ${last!.count} sequences.`, '');
}
const text = `${lines.join('\n')}
${seeds} seeds (with a guarantee the noise is another in every run), on ${processorName()}, one thread.
`;
if (options.out) await writeFile(options.out, text);
else process.stdout.write(text);
