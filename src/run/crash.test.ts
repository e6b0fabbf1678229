/**
 * A run that dies, by operation: a host that stops at the k-th operation, for every k, before or after it took
 * effect, and a disk that is full at every number of bytes. What happens inside one operation is the disk's matter:
 * kill.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { type Value, value } from '../runtime/engine.ts';
import {
  type Checkpoint,
  hasCheckpoint,
  readCheckpoint,
  readGenerator,
  writeCheckpoint,
} from './checkpoint.ts';
import type { Host } from './host.ts';
import { memoryHost } from './hostMemory.ts';
import { openJournal, readJournal } from './journal.ts';

class Death extends Error {}

/** The host of a process that dies at its `last` operation, counted from 0. */
function mortal(host: Host, last: number, moment: 'before' | 'after'): Host {
  let count = 0;
  const guard = <A extends unknown[], R>(operation: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      const turn = count++;
      if (turn > last || (turn === last && moment === 'before')) throw new Death();
      const result = await operation(...args);
      if (turn === last) throw new Death();
      return result;
    };
  };
  return {
    clock: host.clock,
    secret: host.secret,
    readFile: guard(host.readFile),
    writeFileAtomic: guard(host.writeFileAtomic),
    append: guard(host.append),
    sync: guard(host.sync),
    exists: guard(host.exists),
    list: guard(host.list),
    makeFolder: guard(host.makeFolder),
    remove: guard(host.remove),
    lock: guard(host.lock),
  };
}

function checkpointAt(step: number, meta: Checkpoint['meta'] = {}): Checkpoint {
  const tensor = (x: number): Value => value(Float32Array.of(step, x), [2]);
  return { step, state: { 'generator.w': tensor(1), 'average.w': tensor(2), 'critic.w': tensor(3) }, meta };
}

async function endOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a crash while a checkpoint is written', () => {
  for (const moment of ['before', 'after'] as const) {
    it(`leaves the old one or the new one, whole, ${moment} any operation, and the next run goes on`, async () => {
      const seen = new Set<number>();
      let last = 0;
      for (; ; last++) {
        const host = memoryHost();
        await writeCheckpoint(host, 'm', checkpointAt(1));
        await writeCheckpoint(host, 'm', checkpointAt(2));
        const end = await endOf(writeCheckpoint(mortal(host, last, moment), 'm', checkpointAt(3)));
        const read = await readCheckpoint(host, 'm');
        expect(read, `operation ${last}`).toEqual({ ...checkpointAt(read.step), warnings: [] });
        seen.add(read.step);
        const generator = await readGenerator(host, 'm');
        expect(generator.weights['generator.w']!.data).toEqual(Float32Array.of(generator.step!, 2));
        expect(await writeCheckpoint(host, 'm', checkpointAt(4))).toEqual([]);
        expect(await readCheckpoint(host, 'm')).toEqual({ ...checkpointAt(4), warnings: [] });
        expect((await host.list('m/checkpoints')).length).toBe(2);
        expect((await readGenerator(host, 'm')).step).toBe(4);
        if (end === undefined) break;
        expect(end).toBeInstanceOf(Death);
      }
      expect([...seen]).toEqual([2, 3]);
      expect(last).toBeGreaterThanOrEqual(7);
    });
  }

  it('in a new folder leaves none, or the first one whole', async () => {
    const seen = new Set<boolean>();
    for (let last = 0; ; last++) {
      const host = memoryHost();
      const end = await endOf(writeCheckpoint(mortal(host, last, 'after'), 'm', checkpointAt(1)));
      seen.add(await hasCheckpoint(host, 'm'));
      if (await hasCheckpoint(host, 'm'))
        expect(await readCheckpoint(host, 'm')).toMatchObject(checkpointAt(1));
      if (end === undefined) break;
    }
    expect([...seen]).toEqual([false, true]);
  });
});

describe('a disk that fills up', () => {
  it('at any byte leaves the last checkpoint that was written, whole, and says that it is full', async () => {
    const measuring = memoryHost();
    await writeCheckpoint(measuring, 'm', checkpointAt(1));
    const size = (await measuring.readFile('m/checkpoints/step-1.safetensors')).length;
    const seen = new Set<number>();
    let isRoomy = false;
    for (let capacity = 0; !isRoomy; capacity++) {
      expect(capacity, 'two checkpoints need no more').toBeLessThan(6 * size);
      const host = memoryHost({ capacity });
      let refusals = 0;
      let last = 0;
      for (const step of [1, 2, 3]) {
        const end = await endOf(writeCheckpoint(host, 'm', checkpointAt(step)));
        if (end === undefined) {
          last = step;
          continue;
        }
        refusals++;
        expect(end).toBeInstanceOf(UserError);
        expect((end as UserError).message).toContain('no space left on the disk');
      }
      const newest = (await hasCheckpoint(host, 'm')) ? await readCheckpoint(host, 'm') : undefined;
      if (newest) expect(newest).toEqual({ ...checkpointAt(newest.step), warnings: [] });
      expect(newest?.step ?? 0, `${capacity} bytes`).toBe(last);
      seen.add(last);
      isRoomy = refusals === 0;
    }
    expect([...seen]).toEqual([0, 1, 2, 3]);
  });
});

describe('a run with a journal', () => {
  /** Steps 1 to 6, a checkpoint every second one; goes on from what is in the folder. */
  async function runSteps(host: Host): Promise<void> {
    const from = (await hasCheckpoint(host, 'm')) ? await readCheckpoint(host, 'm') : undefined;
    await host.makeFolder('m');
    const journal = await openJournal(host, 'm', (from?.meta.journalBytes as number | undefined) ?? 0);
    expect(journal.warnings).toEqual([]);
    for (let step = (from?.step ?? 0) + 1; step <= 6; step++) {
      await journal.add({ type: 'step', step });
      await journal.flush();
      if (step % 2 === 1) continue;
      const journalBytes = await journal.sync();
      await writeCheckpoint(host, 'm', checkpointAt(step, { journalBytes }));
    }
  }

  it('that dies at any operation and goes on tells each step once, as one that never died', async () => {
    const whole = memoryHost();
    await runSteps(whole);
    const expected = [1, 2, 3, 4, 5, 6].map((step) => ({ type: 'step', step }));
    expect(await readJournal(whole, 'm')).toEqual({ events: expected, warnings: [] });
    const files = ['journal.jsonl', 'checkpoints/step-6.safetensors', 'generator.safetensors'];
    for (let last = 0; ; last++) {
      const host = memoryHost();
      const end = await endOf(runSteps(mortal(host, last, last % 2 === 0 ? 'before' : 'after')));
      if (end === undefined) break;
      expect(end).toBeInstanceOf(Death);
      await runSteps(host);
      for (const name of files) {
        expect(await host.readFile(`m/${name}`), `operation ${last}`).toEqual(
          await whole.readFile(`m/${name}`),
        );
      }
    }
  });
});
