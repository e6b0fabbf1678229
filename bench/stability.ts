/**
 * `npm run bench:stability -- [--steps 600] [--seeds 5] [--processes 2] [--seconds 120] [--only ring8,sines]
 * [--loss "hinge,least squares"] [--records runs/stability.jsonl] [--out docs/guide/stability.md]`: trains every loss
 * (stabilityRows.ts) on five small sets and writes the stability table: modes covered, or recall and spread where the
 * data has no modes; how many runs diverged; what diagnosis found; seconds. Every run that is done is a line of the
 * records, and is never made again; broken off, the command goes on where it stopped. The runs are shared by as many
 * processes as are asked for, one a core.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { nodeEngine } from '../src/runtime/node.ts';
import { processorName } from './machine.ts';
import { namedSet, setNames } from './sequenceSets.ts';
import { addRecord, type Job, keyOf, type RunRecord, readRecords } from './stabilityRecords.ts';
import { rows as allRows } from './stabilityRows.ts';
import { stabilityPage } from './stabilityTable.ts';
import type { Order } from './stabilityWorker.ts';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '600' },
    seeds: { type: 'string', default: '5' },
    processes: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '120' },
    only: { type: 'string' },
    loss: { type: 'string' },
    records: { type: 'string', default: 'runs/stability.jsonl' },
    out: { type: 'string' },
  },
});

function whole(name: 'steps' | 'seeds' | 'processes' | 'seconds'): number {
  const value = Number(options[name]);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`--${name} ${options[name]} is no whole number from 1`);
}

function chosen(flag: string, text: string | undefined, known: readonly string[]): readonly string[] {
  const wanted = text?.split(',') ?? known;
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`--${flag} ${unknown.join()} is none of ${known.join(', ')}`);
  return wanted;
}

const [steps, seeds, processes, seconds] = (['steps', 'seeds', 'processes', 'seconds'] as const).map(
  whole,
) as [number, number, number, number];
const sets = chosen('only', options.only, setNames);
const rowNames = chosen(
  'loss',
  options.loss,
  allRows.map(({ name }) => name),
);
const rows = allRows.filter(({ name }) => rowNames.includes(name));

// seed by seed, so that a table that is broken off has something of every cell
const jobs: Job[] = Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
  sets.flatMap((set) => rows.map(({ name }) => ({ set, row: name, seed, steps }))),
);
const done = readRecords(options.records);
const waiting = jobs.filter((job) => !done.has(keyOf(job)));
const say = (line: string) => process.stderr.write(`${line}\n`);
say(`${jobs.length} runs, ${jobs.length - waiting.length} of them done before (${options.records})`);

/** Gives one process after another what is to be done, until nothing is. */
function work(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let job: Job | undefined;
    const next = () => {
      job = waiting.shift();
      if (!job) child.disconnect();
      else child.send({ job, seconds } satisfies Order);
    };
    child.on('message', (record: RunRecord) => {
      addRecord(options.records, record);
      done.set(keyOf(record), record);
      const { set, row, seed, reason, seconds: spent } = record;
      say(
        `${done.size} of ${jobs.length}: ${set}, ${row}, seed ${seed}: ${reason} after ${spent.toFixed(1)} s`,
      );
      next();
    });
    child.on('exit', (code) => {
      if (!job) resolve();
      else
        reject(
          new Error(
            `stability: the process that made ${keyOf(job)} ended with ${code}; start again to go on`,
          ),
        );
    });
    next();
  });
}

const start = performance.now();
const children = Array.from({ length: Math.min(processes, waiting.length) }, () =>
  fork(new URL('./stabilityWorker.js', import.meta.url)),
);
try {
  await Promise.all(children.map(work));
} finally {
  for (const child of children) child.kill();
}
if (waiting.length === 0 && children.length > 0)
  say(`${((performance.now() - start) / 60_000).toFixed(1)} minutes in ${children.length} processes`);

const described = await Promise.all(
  sets.map(async (name) => {
    const { modes } = await namedSet(name);
    return { name, ...(modes && { modes: modes.count }) };
  }),
);
const page = stabilityPage(
  described,
  rows,
  (set, row) =>
    jobs
      .filter((job) => job.set === set.name && job.row === row.name)
      .flatMap((job) => done.get(keyOf(job)) ?? []),
  {
    seeds,
    steps,
    seconds,
    command: `npm run bench:stability -- --steps ${steps} --seeds ${seeds} --processes ${processes}`,
    machine: `${processorName()}, ${nodeEngine().name}`,
  },
);
if (options.out) await writeFile(options.out, page);
else process.stdout.write(page);
