import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import type { Host } from './host.ts';
import { memoryHost } from './hostMemory.ts';
import { openJournal, readJournal } from './journal.ts';

const PATH = 'm/journal.jsonl';

async function hostWith(content?: string): Promise<Host> {
  const host = memoryHost();
  await host.makeFolder('m');
  if (content !== undefined) await host.writeFileAtomic(PATH, content);
  return host;
}
const textOf = async (host: Host): Promise<string> => new TextDecoder().decode(await host.readFile(PATH));

describe('the journal', () => {
  it('gives back any events in order, one a line', async () => {
    const event = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.array(event), async (events) => {
        const host = await hostWith();
        const journal = await openJournal(host, 'm', 0);
        for (const one of events) await journal.add(one);
        expect(await journal.sync()).toBe((await host.readFile(PATH)).length);
        const written = JSON.parse(JSON.stringify(events)); // negative zero is zero in JSON
        expect(await readJournal(host, 'm')).toEqual({ events: written, warnings: [] });
        expect((await textOf(host)).split('\n')).toHaveLength(events.length + 1);
      }),
    );
  });

  it('keeps NaN and the infinities as texts that Number reads', async () => {
    const host = await hostWith();
    const journal = await openJournal(host, 'm', 0);
    await journal.add({ measures: { a: Number.NaN, b: [Infinity, -Infinity], c: 1.5 } });
    await journal.flush();
    expect(await textOf(host)).toBe('{"measures":{"a":"NaN","b":["Infinity","-Infinity"],"c":1.5}}\n');
    expect(Number('NaN')).toBeNaN();
    expect([Number('Infinity'), Number('-Infinity')]).toEqual([Infinity, -Infinity]);
  });

  it('refuses a tensor, as a bug, and goes on', async () => {
    const host = await hostWith();
    const journal = await openJournal(host, 'm', 0);
    await expect(journal.add({ state: new Float32Array(3) })).rejects.toThrow('journal: state is a tensor');
    await journal.add({ step: 1 });
    await journal.flush();
    expect(await textOf(host)).toBe('{"step":1}\n');
  });

  it('writes a batch after a second or 64 KiB, not each event', async () => {
    let now = 0;
    let appends = 0;
    const memory = memoryHost({ clock: () => now });
    const host: Host = {
      ...memory,
      append: (...args) => {
        appends++;
        return memory.append(...args);
      },
    };
    await host.makeFolder('m');
    const journal = await openJournal(host, 'm', 0);
    for (let step = 0; step < 1000; step++) await journal.add({ step });
    expect(appends).toBe(0);
    now = 1000;
    await journal.add({ step: 1000 });
    expect(appends).toBe(1);
    await journal.add({ long: 'x'.repeat(65_536) });
    expect(appends).toBe(2);
    await journal.flush();
    expect(appends).toBe(2);
    expect((await readJournal(host, 'm')).events).toHaveLength(1002);
  });

  it('keeps the order of events whose writer does not wait, on a disk that is slow at first', async () => {
    const memory = await hostWith();
    let delay = 20;
    const append: Host['append'] = async (...args) => {
      delay /= 2;
      await new Promise((resolve) => setTimeout(resolve, delay));
      await memory.append(...args);
    };
    const host: Host = { ...memory, append };
    const journal = await openJournal(host, 'm', 0);
    const work: Promise<unknown>[] = [];
    for (let step = 0; step < 50; step++) work.push(journal.add({ step }), journal.flush());
    await Promise.all(work);
    const { events } = await readJournal(host, 'm');
    expect(events).toEqual(Array.from({ length: 50 }, (_, step) => ({ step })));
  });

  it('loses nothing when the disk is full for a while', async () => {
    let isFull = true;
    const memory = await hostWith();
    const full = memoryHost({ capacity: 0 });
    await full.makeFolder('m');
    const host: Host = { ...memory, append: (...args) => (isFull ? full : memory).append(...args) };
    const journal = await openJournal(host, 'm', 0);
    await journal.add({ step: 1 });
    await expect(journal.flush()).rejects.toThrow(UserError);
    await journal.add({ step: 2 });
    isFull = false;
    expect(await journal.sync()).toBe((await host.readFile(PATH)).length);
    expect(await readJournal(host, 'm')).toEqual({ events: [{ step: 1 }, { step: 2 }], warnings: [] });
  });
});

describe('a journal that is opened again', () => {
  const lines = '{"a":1}\n{"b":"é"}\n{"c":3}\n';
  const upToB = new TextEncoder().encode('{"a":1}\n{"b":"é"}\n').length;

  it('is cut to the length of the checkpoint and goes on there', async () => {
    const host = await hostWith(`${lines}{"torn`);
    const journal = await openJournal(host, 'm', upToB);
    await journal.add({ d: 4 });
    expect(await journal.sync()).toBe(upToB + 8);
    expect(journal.warnings).toEqual([]);
    expect(await textOf(host)).toBe('{"a":1}\n{"b":"é"}\n{"d":4}\n');
  });

  it('is emptied for a new run', async () => {
    const host = await hostWith(lines);
    expect((await openJournal(host, 'm', 0)).warnings).toEqual([]);
    expect(await textOf(host)).toBe('');
  });

  it.each([
    ['is missing', undefined, ''],
    ['is too short', '{"a":1}\n', '{"a":1}\n'],
    ['is too short and torn', '{"a":1}\n{"b"', '{"a":1}\n'],
    ['was edited, so that a line lies across that length', `{"a":"longer"}\n${lines}`, '{"a":"longer"}\n'],
  ])('goes on after its last whole line where it %s, with a warning', async (_, content, left) => {
    const host = await hostWith(content);
    const journal = await openJournal(host, 'm', upToB);
    expect(journal.warnings).toMatchObject([
      { where: PATH, what: expect.stringContaining(`at byte ${upToB}`) },
    ]);
    expect(await textOf(host)).toBe(left);
    await journal.add({ d: 4 });
    await journal.sync();
    expect((await readJournal(host, 'm')).events.at(-1)).toEqual({ d: 4 });
  });
});

describe('reading a journal', () => {
  it('that is not there gives no events', async () => {
    expect(await readJournal(await hostWith(), 'm')).toEqual({ events: [], warnings: [] });
  });

  it('leaves out a torn last line and says so, wherever it was torn', async () => {
    const last = '{"b":"é"}';
    const bytes = new TextEncoder().encode(`{"a":1}\n${last}`);
    for (let length = 9; length < bytes.length; length++) {
      const host = await hostWith();
      await host.writeFileAtomic(PATH, bytes.subarray(0, length));
      const { events, warnings } = await readJournal(host, 'm');
      expect(events).toEqual([{ a: 1 }]);
      expect(warnings).toMatchObject([
        { where: `${PATH}, line 2`, what: expect.stringContaining('cut short') },
      ]);
    }
  });

  it('leaves out damaged lines and says how many', async () => {
    const host = await hostWith('{"a":1}\nnull\n{"b":2}\n\n[1]\n{"c":3}\n');
    expect(await readJournal(host, 'm')).toMatchObject({
      events: [{ a: 1 }, { b: 2 }, { c: 3 }],
      warnings: [{ where: `${PATH}, line 2`, what: 'is no JSON object (nor are 2 others)' }],
    });
  });

  it('never fails, whatever bytes are there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), fc.nat({ max: 120 }), async (bytes, length) => {
        const host = await hostWith();
        await host.writeFileAtomic(PATH, bytes);
        await readJournal(host, 'm');
        await (await openJournal(host, 'm', length)).add({ a: 1 });
      }),
    );
  });
});
