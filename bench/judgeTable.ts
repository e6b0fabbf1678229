/**
 * `node dist/bench/judgeTable.js [--count 500] [--repetitions 1] [--metrics a,b] [--data ../shared/data]
 * [--out docs/guide/judge-table.md]` (after `npm run build`): what every metric says of real data under its protocol:
 * the figure of real against fresh real data, its floors, and its ceilings, for the four sets that papers on
 * sequences share. The sines are made; a table that is not there is skipped, and said so. The page is written anew after
 * every set, with the sizes and the command it was made with.
 */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { timeganSines } from '../src/evaluate/calibration/sines.ts';
import { timeganWindows } from '../src/evaluate/calibration/timeganWindows.ts';
import {
  type EvaluationResult,
  evaluate,
  metricIds,
  pick,
  realSplit,
  resultMarkdown,
  type SequenceSet,
  timeOrder,
} from '../src/evaluate/index.ts';
import { nodeEngine } from '../src/runtime/node.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '500' },
    repetitions: { type: 'string', default: '1' },
    metrics: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    out: { type: 'string', default: 'docs/guide/judge-table.md' },
  },
});
const [count, repetitions] = [Number(options.count), Number(options.repetitions)];
if (!(count >= 60 && repetitions >= 1))
  throw new Error('--count must be at least 60, --repetitions at least 1');
const chosen = options.metrics?.split(',') ?? metricIds; // variants too, which are measured only where they are named
const length = 24;
const largestStride = 8;

interface Source {
  readonly name: string;
  readonly about: string;
  readonly file?: string;
  /** A column of dates. */
  readonly dropsFirstColumn?: boolean;
}

const sources: readonly Source[] = [
  { name: 'Sines', about: 'Made by the code of TimeGAN; every sequence by itself' },
  { name: 'Stocks', about: 'Daily prices and volume, windows of one series', file: 'timegan/stock_data.csv' },
  {
    name: 'Energy',
    about:
      'Appliances and weather every ten minutes, windows of one series; the last column is noise by design',
    file: 'timegan/energy_data_recovered.csv',
  },
  {
    name: 'ETTh1',
    about: 'A transformer by the hour, windows of one series',
    file: 'ett/ETTh1.csv',
    dropsFirstColumn: true,
  },
];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Undefined where the table is absent. */
function windowsOf({ file, dropsFirstColumn }: Source): SequenceSet | undefined {
  if (!file) return timeganSines(3 * count, length);
  const path = `${options.data}/${file}`;
  if (!existsSync(path)) return undefined;
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) =>
      line
        .split(',')
        .slice(dropsFirstColumn ? 1 : 0)
        .map(Number),
    );
  // turned round in time as TimeGAN does where its own tables are meant
  const all = timeganWindows(rows, { length, isReversed: !dropsFirstColumn });
  const stride = Math.min(largestStride, Math.max(1, Math.round(all.count / (3 * count))));
  const kept = Math.min(Math.floor(all.count / stride), 3 * count);
  return pick(
    all,
    Array.from({ length: kept }, (_, i) => i * stride),
  );
}

async function measured(all: SequenceSet, name: string): Promise<EvaluationResult> {
  const [real, fresh, heldOut] = realSplit(all, 3, timeOrder(all), 1, 0);
  let shown = '';
  for await (const event of evaluate(real!, fresh!, {
    heldOut: heldOut!,
    engine: nodeEngine(),
    repetitions,
    controlRepetitions: repetitions,
    metrics: chosen,
  })) {
    if (event.type === 'done') return event.result;
    if (event.type !== 'progress' || event.metric === shown) continue;
    shown = event.metric;
    say(`${name}: ${event.metric}, ${Math.round(100 * event.share)} %`);
  }
  throw new Error('the evaluation ended without a result');
}

const flags = [
  `--count ${count}`,
  `--repetitions ${repetitions}`,
  ...(options.metrics ? [`--metrics ${options.metrics}`] : []),
].join(' ');
const left = metricIds.filter((id) => !chosen.includes(id));
const head = `# What each metric says of real data

\`\`\`sh
npm run build && node dist/bench/judgeTable.js ${flags}
\`\`\`

The sets are windows of ${length} steps: one third as the training set, one as fresh real data in the place of the generated
set, one held out; where windows overlap, the thirds are blocks of time that share no step. At most ${count} sequences in each,
every judge trained ${repetitions === 1 ? 'once' : `${repetitions} times`} for each cell.
**This is a small size**: it shows what a metric can tell, and is no published figure; those, at full size, are in
[the note on the judge](../notes/0005-judge.md).${left.length > 0 ? ` Not measured here, because --metrics left them out: ${left.join(', ')}.` : ''}

*Value* is fresh real data against the training set, so a good metric stands near its floor there; the two differ
because floors are halves (for privacy thirds) of the training set. A metric that does not stand clearly below its
ceilings tells nothing on these data. How to read the columns is in [judge.md](judge.md), what the metrics say in
[metrics.md](metrics.md).
`;

const parts: string[] = [];
for (const source of sources) {
  const all = windowsOf(source);
  if (!all) {
    const line = `${source.name}: skipped, ${source.file} is not in the folder of --data`;
    say(line);
    parts.push(`## ${source.name}\n\nNot measured: \`${source.file}\` was absent.\n`);
    continue;
  }
  const result = await measured(all, source.name);
  parts.push(`## ${source.name}\n\n${source.about}. ${resultMarkdown(result)}`);
  await writeFile(options.out, [head, ...parts].join('\n'));
}
say(`written to ${options.out}`);
