/**
 * `npm run bench:heavy [-- --rows 10000000] [--json]`: a table of so many rows, read as `train` and `inspect` read it. The
 * bench writes two files of its own into a folder for temporary files and takes them away again: one long series, and
 * accounts of 1 to 40 rows each. Each is read, and understood, by a process of its own, whose resident memory at its peak is
 * told beside that of one that only starts. Rows a second are those of the file, over the whole of the reading.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeTable } from '../src/index.ts';
import { readTableFile } from '../src/node.ts';
import { processorName } from './machine.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    json: { type: 'boolean', default: false },
    read: { type: 'string' },
    start: { type: 'boolean', default: false },
  },
});
const rows = Number(options.rows);
if (!(Number.isInteger(rows) && rows >= 1000)) throw new Error('--rows must be a whole number from 1000');

interface Reading {
  readonly seconds: number;
  readonly megabytes: number;
  readonly kept: number;
  readonly sequences: number;
  readonly note: string;
}

function peak(): number {
  return process.resourceUsage().maxRSS / 1024;
}

async function read(path: string): Promise<Reading> {
  const began = performance.now();
  const table = await readTableFile(path);
  const { sequences, warnings } = describeTable(table);
  return {
    seconds: (performance.now() - began) / 1000,
    megabytes: peak(),
    kept: table.rowCount,
    sequences: sequences.count,
    note: warnings.find(({ what }) => what.includes('drawn'))?.what ?? 'all rows are held',
  };
}

/** Whole numbers from 0 that are the same in every run. */
const mix = (i: number, salt: number): number =>
  (Math.imul(i ^ (i >>> 15), 0x2c1b3c6d) ^ Math.imul(salt, 0x9e3779b1)) >>> 4;

const MINUTE = 60_000;
const stamp = (minutes: number): string =>
  new Date(Date.UTC(2000, 0, 1) + minutes * MINUTE).toISOString().slice(0, 16).replace('T', ' ');

const TABLES = {
  'one series': {
    head: 'time,load,temperature,state',
    row(i: number) {
      const day = Math.sin((2 * Math.PI * i) / 1440);
      const load = (50 + 20 * day + (mix(i, 1) % 1000) / 100).toFixed(2);
      return `${stamp(i)},${load},${(10 + 8 * day + (mix(i, 2) % 100) / 50).toFixed(1)},${['idle', 'on', 'peak'][mix(i >> 5, 3) % 3]}`;
    },
  },
  accounts: {
    head: 'account,date,amount,kind',
    row(i: number) {
      const account = Math.floor(i / 20) - (mix(Math.floor(i / 20), 4) % 2 === 0 && i % 20 < 10 ? 1 : 0);
      return `A${String(account + 1).padStart(8, '0')},${stamp(1440 * (i % 40) + 7 * account).slice(0, 10)},${((mix(i, 5) % 100_000) / 100).toFixed(2)},${['in', 'out'][mix(i, 6) % 2]}`;
    },
  },
} as const;

async function write(path: string, { head, row }: (typeof TABLES)[keyof typeof TABLES]): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${head}\n`);
  for (let i = 0; i < rows; ) {
    const lines: string[] = [];
    for (const end = Math.min(rows, i + 50_000); i < end; i++) lines.push(row(i));
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gan-lstm-heavy-'));
  const child = (...args: readonly string[]): unknown =>
    JSON.parse(
      execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...args], { encoding: 'utf8' }),
    );
  const { megabytes: bare } = child('--start') as Pick<Reading, 'megabytes'>;
  const results: Record<string, Reading & { readonly fileMegabytes: number }> = {};
  try {
    for (const [name, table] of Object.entries(TABLES)) {
      const path = join(folder, `${name.replace(' ', '-')}.csv`);
      await write(path, table);
      results[name] = { ...(child('--read', path) as Reading), fileMegabytes: statSync(path).size / 2 ** 20 };
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const report = { processor: processorName(), node: process.version, rows, bare, results };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : told(report));
}

function told({
  processor,
  node,
  bare,
  results,
}: {
  readonly processor: string;
  readonly node: string;
  readonly bare: number;
  readonly results: Readonly<Record<string, Reading & { readonly fileMegabytes: number }>>;
}): string {
  const lines = Object.entries(results).map(
    ([name, { seconds, megabytes, fileMegabytes, kept, sequences, note }]) =>
      `${name}: ${fileMegabytes.toFixed(0)} MiB of text in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds).toLocaleString('en-US')} rows a second; ` +
      `peak ${megabytes.toFixed(0)} MiB; ${kept.toLocaleString('en-US')} rows held, ${sequences.toLocaleString('en-US')} sequences\n  ${note}\n`,
  );
  return `${rows.toLocaleString('en-US')} rows; Node ${node}, ${processor}; a process that only starts: ${bare.toFixed(0)} MiB\n\n${lines.join('')}`;
}

if (options.start) process.stdout.write(JSON.stringify({ megabytes: peak() }));
else if (options.read !== undefined) process.stdout.write(JSON.stringify(await read(options.read)));
else await measure();
