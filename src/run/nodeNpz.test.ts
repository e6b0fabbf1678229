import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { arrayOfNpz } from './nodeNpz.ts';
import { readSequencesFile } from './nodeReadSequences.ts';

function npy(shape: readonly number[], values: Float32Array): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`.padEnd(117);
  const head = Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1');
  return Buffer.concat([head, Buffer.from(`${header}\n`), Buffer.from(values.buffer)]);
}

/** As Python's zipfile lays an archive out; checksums, which nothing here reads, are zero. */
function zip(files: Readonly<Record<string, Buffer>>, method: 0 | 8, comment = ''): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const body = method === 8 ? deflateRawSync(content) : content;
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const central = Buffer.alloc(46 + name.length);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(body.length, 20);
    central.writeUInt32LE(content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    central.write(name, 46);
    parts.push(local, body);
    directory.push(central);
    offset += local.length + body.length;
  }
  const end = Buffer.alloc(22 + comment.length);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(offset, 16);
  end.write(comment, 22);
  return Buffer.concat([...parts, ...directory, end]);
}

const first = npy(
  [3, 4, 2],
  Float32Array.from({ length: 24 }, (_, i) => i),
);
const second = npy(
  [5, 2],
  Float32Array.from({ length: 10 }, (_, i) => -i),
);
const folder = mkdtempSync(join(tmpdir(), 'gan-lstm-npz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error.message;
  throw error;
};

describe('an NPZ file', () => {
  it.each([0, 8] as const)('gives the array that is named, or the only one (method %i)', async (method) => {
    const both = zip({ 'train.npy': first, 'test.npy': second }, method, 'a comment');
    expect(Buffer.from((await arrayOfNpz(both, 'x.npz', 'test')).bytes)).toEqual(second);
    const one = zip({ 'arr_0.npy': first }, method);
    expect(await arrayOfNpz(one, 'x.npz', undefined)).toMatchObject({ name: 'arr_0' });
  });

  it('is read from the disk by name, with the array after a colon', async () => {
    const path = join(folder, 'sets.npz');
    writeFileSync(path, zip({ 'train.npy': first, 'test.npy': second }, 8));
    const table = await readSequencesFile(`${path}:train`);
    expect(table).toMatchObject({ names: ['sequence', 'column_1', 'column_2'], rowCount: 12 });
    expect(table.columns[2]!.slice(0, 3)).toEqual(['1', '3', '5']);
    expect(await refusal(readSequencesFile(path))).toContain('holds the arrays train, test; name one');
    expect(await refusal(readSequencesFile(`${path}:trian`))).toContain('holds no array "trian"');
    expect(await refusal(readSequencesFile(join(folder, 'none.npz')))).toContain('does not exist');
  });

  it('that is damaged, or no NPZ, is refused and never crashes', async () => {
    const whole = zip({ 'train.npy': first }, 8);
    expect(await refusal(arrayOfNpz(zip({ 'a.txt': first }, 0), 'x.npz', undefined))).toContain(
      'without arrays',
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cuts) => {
        const broken = cuts ? whole.subarray(0, at) : Buffer.from(whole);
        if (!cuts) broken[at] = byte;
        await arrayOfNpz(broken, 'x.npz', undefined).catch((error: unknown) => {
          if (!(error instanceof UserError)) throw error;
        });
      }),
    );
  });
});
