/** What only a real disk can show: a process that writes checkpoints and a journal, killed at any moment. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompiledModules, compileModules, outcomeOf } from '../../test/childProcess.ts';
import { randomStream } from '../random/stream.ts';
import { hasCheckpoint, readCheckpoint, readGenerator } from './checkpoint.ts';
import { nodeHost } from './hostNode.ts';
import { readJournal } from './journal.ts';

const isLong = process.env.LONG === '1';
const kills = isLong ? 1000 : 25;

/** Goes on with the run in the folder without end. Every number of a state tells its step. */
const WRITER = `
import { hasCheckpoint, readCheckpoint, writeCheckpoint } from './src/run/checkpoint.js';
import { nodeHost } from './src/run/hostNode.js';
import { openJournal } from './src/run/journal.js';

const folder = process.argv[2];
await nodeHost.lock(folder);
const from = (await hasCheckpoint(nodeHost, folder))
  ? await readCheckpoint(nodeHost, folder)
  : { step: 0, meta: { journalBytes: 0 }, warnings: [] };
const journal = await openJournal(nodeHost, folder, from.meta.journalBytes);
if (from.warnings.length + journal.warnings.length > 0) throw new Error(JSON.stringify([from, journal]));
process.stdout.write('ready ');
const tensor = (step, size) => ({ dtype: 'float32', shape: [size], data: new Float32Array(size).fill(step) });
for (let step = from.step + 1; ; step++) {
  await journal.add({ step });
  const state = { 'generator.w': tensor(step, 20000), 'average.w': tensor(step, 20000), 'critic.w': tensor(step, 7) };
  await writeCheckpoint(nodeHost, folder, { step, state, meta: { journalBytes: await journal.sync() } });
  process.stdout.write(step + ' ');
}
`;

let modules: CompiledModules;
let folder: string;
beforeAll(async () => {
  modules = await compileModules('src/run/checkpoint.ts', 'src/run/hostNode.ts', 'src/run/journal.ts');
  folder = await mkdtemp(join(tmpdir(), 'gan-lstm-kill-'));
});
afterAll(async () => {
  await modules.remove();
  await rm(folder, { recursive: true, force: true });
});

describe('kill -9', () => {
  it('at any moment leaves the last checkpoint whole and in step, its journal, and no temporary files that stay', {
    timeout: isLong ? 600_000 : 60_000,
  }, async () => {
    const delays = new Float32Array(kills);
    randomStream(process.pid, 'kills').uniform(0, delays);
    let reached = 0;
    let unfinished = 0;
    for (const [round, delay] of delays.entries()) {
      const child = await modules.start(WRITER, [folder]);
      const ended = outcomeOf(child);
      await new Promise((resolve) => child.stdout!.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, delay * 120));
      child.kill('SIGKILL');
      const { signal, output, errors } = await ended;
      expect(errors, `round ${round}`).toBe('');
      expect(signal).toBe('SIGKILL');
      const names = await readdir(folder, { recursive: true });
      if (names.some((name) => name.includes('.tmp-'))) unfinished++;
      // a step that was announced was on the disk
      const announced = Number(output.trim().split(' ').at(-1)!.replace('ready', `${reached}`));
      if (!(await hasCheckpoint(nodeHost, folder))) {
        expect(announced).toBe(0);
        continue;
      }
      const { step, state, meta, warnings } = await readCheckpoint(nodeHost, folder);
      expect(warnings).toEqual([]);
      expect(step).toBeGreaterThanOrEqual(announced);
      expect(step).toBeLessThanOrEqual(announced + 1);
      for (const { data } of Object.values(state)) expect(data.every((x) => x === step)).toBe(true);
      const generator = await readGenerator(nodeHost, folder);
      expect(generator.warnings).toEqual([]);
      expect(generator.weights['generator.w']!.data.every((x) => x === generator.step)).toBe(true);
      expect([step, step + 1]).toContain(generator.step);
      const { events } = await readJournal(nodeHost, folder);
      expect(events.slice(0, step)).toEqual(Array.from({ length: step }, (_, i) => ({ step: i + 1 })));
      expect(meta.journalBytes).toBe(
        events.slice(0, step).reduce((sum, e) => sum + JSON.stringify(e).length + 1, 0),
      );
      reached = step;
    }
    expect(reached).toBeGreaterThan(kills / 5);
    await (await nodeHost.lock(folder)).release();
    const left = await readdir(folder, { recursive: true });
    expect(left.filter((name) => !name.includes('step-')).sort()).toEqual([
      'checkpoints',
      'critic.safetensors',
      'generator.safetensors',
      'journal.jsonl',
      'optimizer.safetensors',
    ]);
    expect(left.filter((name) => name.includes('step-')).length).toBeLessThanOrEqual(3);
    expect(unfinished, 'some kills hit the middle of a write').toBeGreaterThan(0);
  });
});
