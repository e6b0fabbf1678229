/**
 * `npm run bench:recipe [-- --seeds 3] [--steps 800] [--out docs/guide/recipe.md]`: what each part of the default
 * recipe is worth: the article's model, then one part after another added, on data of three kinds. The figures are
 * those of the report, by the same code. Nothing here is chosen by one seed.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { memoryHost } from '../src/run/hostMemory.ts';
import type { GivenSettings } from '../src/run/settings.ts';
import { type ReportEvent, trainRun } from '../src/run/trainRun.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import type { Table } from '../src/sequence/timeseries/index.ts';
import { readTableFile } from '../src/sequence/timeseries/nodeReadTable.ts';
import { processorName } from './machine.ts';
import { sinesTable } from './sinesTable.ts';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '800' },
    out: { type: 'string' },
  },
});
const [seeds, steps] = [Number(options.seeds), Number(options.steps)];
if (!(seeds >= 1 && steps >= 1)) throw new Error('--seeds and --steps must be whole numbers from 1');

const data: readonly { readonly name: string; readonly table: Table; readonly given: GivenSettings }[] = [
  { name: 'sines', table: await sinesTable(2000), given: {} },
  {
    name: 'energy',
    table: await readTableFile('datasets/energy.csv'),
    given: { length: 48, batch: 64 },
  },
];

const article: GivenSettings = {
  loss: 'standard',
  critic: 'lstm',
  generatorLayers: 2,
  sequenceNoise: 0,
  generatorStart: 'zero',
  criticDifferences: 0,
  schedule: 'constant',
  averageDecay: 0,
};
const recipes: readonly { readonly name: string; readonly given: GivenSettings }[] = [
  { name: 'the article, LSTM critic', given: article },
  { name: 'the article, CNN critic', given: { ...article, critic: 'cnn' } },
  {
    name: 'relativistic, R1 and R2, one layer, average',
    given: { sequenceNoise: 0, generatorStart: 'zero', criticDifferences: 0 },
  },
  { name: '+ noise per sequence', given: { generatorStart: 'zero', criticDifferences: 0 } },
  { name: '+ start from that noise', given: { criticDifferences: 0 } },
  { name: '+ critic sees changes (default)', given: {} },
];

const columns = ['values', 'time', 'changes', 'relations', 'spread'] as const;
type Column = (typeof columns)[number];

async function run(table: Table, given: GivenSettings): Promise<{ report: ReportEvent; seconds: number }> {
  const start = performance.now();
  const naming = (name: string) => name;
  const place = {
    host: memoryHost({ clock: () => performance.now() }),
    engine: nodeEngine(),
    folder: 'model',
  };
  let report: ReportEvent | undefined;
  for await (const event of trainRun({ ...place, table, data: table.source, given, naming })) {
    if (event.type === 'report') report = event;
  }
  return { report: report!, seconds: (performance.now() - start) / 1000 };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const spread = (values: readonly number[]) =>
  Math.sqrt(values.reduce((total, v) => total + (v - mean(values)) ** 2, 0) / Math.max(1, values.length - 1));
const show = (values: readonly number[]) => `${mean(values).toFixed(3)} ± ${spread(values).toFixed(3)}`;

const lines: string[] = [];
for (const { name, table, given } of data) {
  const head = ['recipe', ...columns, 'seconds'];
  lines.push(`### ${name}`, '', `| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`);
  let floors: Partial<Record<Column, number | null>> = {};
  for (const recipe of recipes) {
    const figures: Record<Column, number[]> = {
      values: [],
      time: [],
      changes: [],
      relations: [],
      spread: [],
    };
    const seconds: number[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const result = await run(table, {
        ...given,
        ...recipe.given,
        steps,
        seed,
        diagnoseEvery: 0,
        heldOut: 0,
      });
      for (const column of columns) figures[column].push(result.report.figures[column].value ?? Number.NaN);
      floors = Object.fromEntries(columns.map((column) => [column, result.report.figures[column].floor]));
      seconds.push(result.seconds);
    }
    const cells = [recipe.name, ...columns.map((column) => show(figures[column])), mean(seconds).toFixed(0)];
    lines.push(`| ${cells.join(' | ')} |`);
    process.stderr.write(`${name}: ${lines.at(-1)}\n`);
  }
  const floor = columns.map((column) => floors[column]?.toFixed(3) ?? '-');
  lines.push(`| *real against real* | ${floor.join(' | ')} | |`, '');
}
const text = `${lines.join('\n')}
${seeds} seeds, ${steps} generator updates each, mean and standard deviation; seconds with data, export and report, on
${processorName()}, one thread. Lower is better; the spread is best at its floor.
`;
if (options.out) await writeFile(options.out, text);
else process.stdout.write(text);
