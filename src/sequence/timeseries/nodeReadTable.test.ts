import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { readTableFile } from './nodeReadTable.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-table-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const CSV = 'a,b\n1,2\n3,4\n';

test('a gzipped file is read like the plain one, whatever its name', async () => {
  const plain = await readTableFile(file('plain.csv', CSV));
  const packed = await readTableFile(file('packed.data', gzipSync(CSV)));
  expect(packed.columns).toEqual(plain.columns);
  expect(packed.columns).toEqual([
    ['1', '3'],
    ['2', '4'],
  ]);
});

test('a missing file and a folder are named as such', async () => {
  await expect(readTableFile(join(folder, 'none.csv'))).rejects.toMatchObject({
    name: 'UserError',
    kind: 'file',
    problems: [{ what: 'does not exist' }],
  });
  await expect(readTableFile(folder)).rejects.toMatchObject({
    kind: 'file',
    problems: [{ what: 'is a folder where a file is wanted' }],
  });
});

test.skipIf(process.getuid?.() === 0)(
  'a file that may not be read is named as such (skipped as root)',
  async () => {
    const path = file('secret.csv', CSV);
    chmodSync(path, 0);
    await expect(readTableFile(path)).rejects.toMatchObject({
      kind: 'file',
      problems: [{ what: expect.stringContaining('denied') }],
    });
  },
);

test('a gzipped file that is cut off is refused', async () => {
  const packed = gzipSync(CSV.repeat(100));
  for (const length of [2, 12, packed.length >> 1, packed.length - 1])
    await expect(readTableFile(file('cut.csv.gz', packed.subarray(0, length)))).rejects.toMatchObject({
      kind: 'file',
      problems: [{ what: expect.stringContaining('cannot be unpacked') }],
    });
});

test('the message names the file as the user wrote it', async () => {
  await expect(readTableFile(file('empty.csv', ''))).rejects.toThrow(
    `${join(folder, 'empty.csv')}: is empty`,
  );
});
