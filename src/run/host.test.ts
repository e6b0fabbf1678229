import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import type { Host } from './host.ts';
import { memoryHost } from './hostMemory.ts';
import { nodeHost } from './hostNode.ts';

interface Place {
  readonly host: Host;
  /** An empty folder. */
  readonly root: string;
  remove(): Promise<void>;
}

const places: Record<string, () => Promise<Place>> = {
  'a disk': async () => {
    const root = await mkdtemp(join(tmpdir(), 'gan-lstm-host-'));
    return { host: nodeHost, root, remove: () => rm(root, { recursive: true, force: true }) };
  },
  memory: async () => {
    const host = memoryHost();
    await host.makeFolder('root');
    return { host, root: 'root', remove: async () => {} };
  },
};

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);

async function* pieces(...contents: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const content of contents) yield bytes(content);
}

/** The one problem of the user's error that `work` ends with. */
async function problemOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw error ?? new Error('nothing was refused');
  expect(error.kind).toBe('file');
  expect(error.problems).toHaveLength(1);
  expect(error.problems[0]!.remedy).not.toBe('');
  return error.problems[0]!;
}

describe.each(Object.entries(places))('the host on %s', (_, make) => {
  let host: Host;
  let root: string;
  let place: Place;
  beforeEach(async () => {
    place = await make();
    ({ host, root } = place);
  });
  afterEach(() => place.remove());

  it('gives secrets of the length asked for, another at every call', () => {
    const [first, second] = [host.secret(32), host.secret(32)];
    expect([first.length, second.length]).toEqual([32, 32]);
    expect(first).not.toEqual(second);
  });

  it('reads what was written, whatever form it came in', async () => {
    await host.writeFileAtomic(`${root}/text`, 'é\n');
    await host.writeFileAtomic(`${root}/bytes`, new Uint8Array([0, 255, 10]));
    await host.writeFileAtomic(`${root}/stream`, pieces('one ', '', 'two'));
    await host.writeFileAtomic(`${root}/empty`, '');
    expect(text(await host.readFile(`${root}/text`))).toBe('é\n');
    expect(await host.readFile(`${root}/bytes`)).toEqual(new Uint8Array([0, 255, 10]));
    expect(text(await host.readFile(`${root}/stream`))).toBe('one two');
    expect(await host.readFile(`${root}/empty`)).toHaveLength(0);
  });

  it('replaces a file as a whole and leaves nothing beside it', async () => {
    await host.writeFileAtomic(`${root}/a`, 'the longer old content');
    await host.writeFileAtomic(`${root}/a`, 'new');
    expect(text(await host.readFile(`${root}/a`))).toBe('new');
    expect(await host.list(root)).toEqual(['a']);
  });

  it('keeps the old file, and no other, when the content fails half way, and passes that failure on', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield bytes('half');
      throw new RangeError('no more');
    }
    await host.writeFileAtomic(`${root}/a`, 'old');
    await expect(host.writeFileAtomic(`${root}/a`, failing())).rejects.toThrow(new RangeError('no more'));
    await expect(host.writeFileAtomic(`${root}/b`, failing())).rejects.toThrow(RangeError);
    expect(text(await host.readFile(`${root}/a`))).toBe('old');
    expect(await host.list(root)).toEqual(['a']);
  });

  it('gives each reader bytes of its own, and keeps none of the writer', async () => {
    const content = bytes('abc');
    await host.writeFileAtomic(`${root}/a`, content);
    content[0] = 0;
    (await host.readFile(`${root}/a`))[1] = 0;
    expect(text(await host.readFile(`${root}/a`))).toBe('abc');
  });

  it('appends, making the file', async () => {
    await host.append(`${root}/log`, 'one\n');
    await host.append(`${root}/log`, 'zwei ü\n');
    await host.append(`${root}/log`, '');
    await host.sync(`${root}/log`);
    expect(text(await host.readFile(`${root}/log`))).toBe('one\nzwei ü\n');
    await host.writeFileAtomic(`${root}/log`, 'x');
    await host.append(`${root}/log`, 'y');
    expect(text(await host.readFile(`${root}/log`))).toBe('xy');
  });

  it('lists names in code-unit order, folders too, and not what lies deeper', async () => {
    await host.makeFolder(`${root}/b/deep`);
    for (const name of ['é', 'B', 'a', 'a-1', 'b/inner']) await host.writeFileAtomic(`${root}/${name}`, '');
    expect(await host.list(root)).toEqual(['B', 'a', 'a-1', 'b', 'é']);
    expect(await host.list(`${root}/b`)).toEqual(['deep', 'inner']);
  });

  it('makes folders with those above them, also a second time', async () => {
    await host.makeFolder(`${root}/a/b/c`);
    await host.makeFolder(`${root}/a/b/c`);
    await host.makeFolder(`${root}/a`);
    expect(await host.exists(`${root}/a/b/c`)).toBe(true);
    expect(await host.list(`${root}/a`)).toEqual(['b']);
  });

  it('removes a file, a folder with all in it, and nothing where there is nothing', async () => {
    await host.makeFolder(`${root}/a/b`);
    await host.writeFileAtomic(`${root}/a/b/c`, '');
    await host.writeFileAtomic(`${root}/a-1`, '');
    await host.remove(`${root}/absent`);
    await host.remove(`${root}/a-1/below a file`);
    await host.remove(`${root}/a`);
    expect(await host.list(root)).toEqual(['a-1']);
    await host.remove(`${root}/a-1`);
    expect(await host.list(root)).toEqual([]);
  });

  it('knows what exists', async () => {
    await host.writeFileAtomic(`${root}/a`, '');
    expect(await host.exists(root)).toBe(true);
    expect(await host.exists(`${root}/a`)).toBe(true);
    expect(await host.exists(`${root}/b`)).toBe(false);
    expect(await host.exists(`${root}/a/b`)).toBe(false);
    expect(await host.exists(`${root}/b/c`)).toBe(false);
  });

  describe('names the path, the fault and the remedy', () => {
    beforeEach(async () => {
      await host.writeFileAtomic(`${root}/file`, 'kept');
      await host.makeFolder(`${root}/folder/inner`);
    });
    const faults: [string, (host: Host, root: string) => Promise<unknown>, string, string][] = [
      ['reading an absent file', (h, r) => h.readFile(`${r}/absent`), '/absent', 'does not exist'],
      ['reading a folder', (h, r) => h.readFile(`${r}/folder`), '/folder', 'is a folder'],
      ['reading below a file', (h, r) => h.readFile(`${r}/file/x`), '/file/x', 'lies below one'],
      ['writing into an absent folder', (h, r) => h.writeFileAtomic(`${r}/no/x`, ''), '/no/x', 'not exist'],
      ['writing over a folder', (h, r) => h.writeFileAtomic(`${r}/folder`, ''), '/folder', 'is a folder'],
      ['writing below a file', (h, r) => h.writeFileAtomic(`${r}/file/x`, ''), '/file/x', 'lies below one'],
      ['appending in an absent folder', (h, r) => h.append(`${r}/no/x`, ''), '/no/x', 'does not exist'],
      ['appending to a folder', (h, r) => h.append(`${r}/folder`, ''), '/folder', 'is a folder'],
      ['syncing an absent file', (h, r) => h.sync(`${r}/absent`), '/absent', 'does not exist'],
      ['listing an absent folder', (h, r) => h.list(`${r}/absent`), '/absent', 'does not exist'],
      ['listing a file', (h, r) => h.list(`${r}/file`), '/file', 'is a file'],
      ['making a folder over a file', (h, r) => h.makeFolder(`${r}/file`), '/file', 'is a file'],
      ['making a folder below a file', (h, r) => h.makeFolder(`${r}/file/x/y`), '/file/x/y', 'is a file'],
      ['locking an absent folder', (h, r) => h.lock(`${r}/absent`), '/absent', 'does not exist'],
      ['locking a file', (h, r) => h.lock(`${r}/file`), '/file', 'is a file'],
    ];
    it.each(faults)('%s', async (_, work, where, what) => {
      const problem = await problemOf(work(host, root));
      expect(problem.where).toBe(root + where);
      expect(problem.what).toContain(what);
      expect(text(await host.readFile(`${root}/file`))).toBe('kept');
      expect(await host.list(root)).toEqual(['file', 'folder']);
    });
  });

  it('gives a folder to one run at a time', async () => {
    await host.makeFolder(`${root}/other`);
    const lock = await host.lock(root);
    expect((await problemOf(host.lock(root))).what).toContain('in use by another run');
    const other = await host.lock(`${root}/other`);
    await lock.release();
    await lock.release();
    const next = await host.lock(root);
    await lock.release(); // the second run's lock is not the first one's to give
    expect((await problemOf(host.lock(root))).what).toContain('in use');
    await next.release();
    await other.release();
    expect(await host.list(root)).toEqual(['other']);
  });

  it('lets a folder be locked by one of many that ask at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => host.lock(root)));
    const held = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(held).toHaveLength(1);
    await held[0]!.release();
    expect(await host.list(root)).toEqual([]);
  });
});
