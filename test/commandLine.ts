/**
 * Runs the built command line as a child process, as a user does. `npm test` builds first; by hand, run
 * `npm run build` before. GAN_LSTM_MAIN names another build's main.js.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Transcript {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly bytes: Buffer;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of Node itself. */
  readonly node?: readonly string[];
  /** Another build's main.js. */
  readonly main?: string;
  /** A file descriptor that standard output goes to. */
  readonly stdout?: number;
  /** Is given the process, to send signals or to close pipes. */
  readonly during?: (child: ChildProcess) => void;
}

export const mainFile = requireFreshBuild();

export function run(args: readonly string[], options: RunOptions = {}): Promise<Transcript> {
  const { cwd, env = {}, node = [], main = mainFile, stdout, during } = options;
  const child = spawn(process.execPath, [...node, main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: tmpdir(), LANG: 'C', ...env },
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  during?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const bytes = Buffer.concat(out);
      resolve({ code, bytes, stdout: bytes.toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gan-lstm-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function requireFreshBuild(): string {
  const told = process.env.GAN_LSTM_MAIN;
  if (told) return told;
  const main = join(ROOT, 'dist/apps/cli/main.js');
  const built = statSync(main, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newer = ['src', 'apps'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name))
      .filter((name) => statSync(join(ROOT, name)).mtimeMs > built),
  );
  if (newer.length === 0) return main;
  throw new Error(
    `dist is older than ${newer[0]} (and ${newer.length - 1} more files): run npm run build first`,
  );
}

/** 120 days of a number with two decimals and a whole number. */
export const TINY_CSV = [
  'date,level,count',
  ...Array.from({ length: 120 }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
    return `${day},${(20 + 5 * Math.sin(i / 4)).toFixed(2)},${Math.round(50 + 30 * Math.sin(i / 7))}`;
  }),
  '',
].join('\n');

/** A network that trains a thousand steps a second, so that what is tested is the program. */
export const TINY_NETWORK = [
  ...['--length', '8', '--batch', '8', '--noise', '2', '--sequence-noise', '2'],
  ...['--generator-hidden', '4', '--critic-hidden', '4', '--critic-layers', '1'],
] as const;
