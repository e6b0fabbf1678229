import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CompiledModules, compileModules, outcomeOf } from '../../test/childProcess.ts';
import { nodeHost } from './hostNode.ts';

/** Takes the lock of its first argument, says so, and keeps it until it is told to end. */
const HOLDER = `
import { nodeHost } from './src/run/hostNode.js';
try {
  await nodeHost.lock(process.argv[2]);
  process.stdout.write('held');
} catch (error) {
  process.stdout.write('refused: ' + error.message);
  process.exit(1);
}
setInterval(() => {}, 1000);
`;

let modules: CompiledModules;
let root: string;
beforeAll(async () => {
  modules = await compileModules('src/run/hostNode.ts');
});
afterAll(() => modules.remove());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gan-lstm-lock-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The first words of a process. */
async function saying(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout!.once('data', (chunk) => resolve(String(chunk)));
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it said anything`)));
  });
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = outcomeOf(child);
  child.kill('SIGKILL');
  await ended;
}

const owner = (fields: object): string =>
  JSON.stringify({ machine: hostname(), pid: process.pid, start: null, ...fields });

describe('the lock of a folder on a disk', () => {
  it('of a living process is refused, naming it; of a killed one it is taken over', async () => {
    const child = await modules.start(HOLDER, [root]);
    expect(await saying(child)).toBe('held');
    await expect(nodeHost.lock(root)).rejects.toThrow(`in use by another run (process ${child.pid})`);
    await killed(child);
    const lock = await nodeHost.lock(root);
    await lock.release();
    expect(await readdir(root)).toEqual([]);
  });

  it('left by a killed process goes to exactly one of several processes that start at once', async () => {
    const first = await modules.start(HOLDER, [root]);
    await saying(first);
    await killed(first);
    const children = await Promise.all(Array.from({ length: 4 }, () => modules.start(HOLDER, [root])));
    try {
      const answers = await Promise.all(children.map(saying));
      expect(answers.filter((answer) => answer === 'held')).toHaveLength(1);
      expect(answers.filter((answer) => answer.startsWith('refused: '))).toHaveLength(3);
    } finally {
      for (const child of children) if (child.exitCode === null) await killed(child);
    }
  });

  it.runIf(process.platform === 'linux')(
    'is stale when its process id belongs to a later process',
    async () => {
      await writeFile(`${root}/.lock`, owner({ start: 'another boot:1' }));
      const lock = await nodeHost.lock(root);
      await expect(nodeHost.lock(root)).rejects.toThrow(`process ${process.pid}`);
      await lock.release();
    },
  );

  it('of another machine is refused, with what to do if that run is dead', async () => {
    await writeFile(`${root}/.lock`, owner({ machine: 'elsewhere' }));
    await expect(nodeHost.lock(root)).rejects.toThrow(
      `process ${process.pid} on elsewhere; if it is dead, remove ${join(root, '.lock')}`,
    );
  });

  it.each(['', '{"machine":"x"', 'null', '{"machine":1,"pid":1}', '{"machine":"x","pid":-1}'])(
    'that a crash or a stranger left as %j is taken over',
    async (content) => {
      await writeFile(`${root}/.lock`, content);
      const lock = await nodeHost.lock(root);
      expect(JSON.parse(await readFile(`${root}/.lock`, 'utf8'))).toMatchObject({ pid: process.pid });
      await lock.release();
      expect(await readdir(root)).toEqual([]);
    },
  );

  it('is not taken over while another process does so, unless that one died at it', async () => {
    await writeFile(`${root}/.lock`, '');
    await mkdir(`${root}/.lock-takeover`);
    await expect(nodeHost.lock(root)).rejects.toThrow('is being taken over just now');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${root}/.lock-takeover`, longAgo, longAgo);
    const lock = await nodeHost.lock(root);
    await lock.release();
    expect(await readdir(root)).toEqual([]);
  });

  it('that somebody else has meanwhile is not released', async () => {
    const lock = await nodeHost.lock(root);
    await writeFile(`${root}/.lock`, owner({ pid: process.ppid }));
    await lock.release();
    expect(await readdir(root)).toEqual(['.lock']);
  });
});
