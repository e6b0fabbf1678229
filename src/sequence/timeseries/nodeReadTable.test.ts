import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { describeTable, fitTimeSeries } from './index.ts';
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

test('a missing file and a folder without tables are named as such', async () => {
  await expect(readTableFile(join(folder, 'none.csv'))).rejects.toMatchObject({
    name: 'UserError',
    kind: 'file',
    problems: [{ what: 'does not exist' }],
  });
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  await expect(readTableFile(empty)).rejects.toMatchObject({
    kind: 'file',
    problems: [{ where: empty, what: 'is a folder without tables' }],
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

describe('a folder of tables', () => {
  const folderOf = (name: string, files: Readonly<Record<string, string>>) => {
    const path = join(folder, name);
    mkdirSync(path);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
    return path;
  };
  const rows = (count: number, k: number) =>
    Array.from({ length: count }, (_, t) => `${(t * 7 + k) % 11},${(t * 5 + k) % 7}`).join('\n');

  test('is one table whose key is the file, in the order of its numbers; other files are passed over', async () => {
    const path = folderOf('sensors', {
      'sensor-10.csv': `x,y\n${rows(30, 3)}`,
      'sensor-2.csv': `x,y\n${rows(20, 1)}`,
      'notes.md': 'no table',
    });
    const table = await readTableFile(path);
    expect(table).toMatchObject({ names: ['file', 'x', 'y'], rowCount: 50, form: { key: 'file' } });
    const { codec, description } = fitTimeSeries(table);
    expect(description).toMatchObject({
      layout: 'one series per key',
      series: { count: 2, shortest: 20, longest: 30 },
    });
    expect(codec.rows(new Float32Array(codec.length * 2), 0).columns[0]!.cells[0]).toBe('sensor-11');
  });

  test('takes columns by their names, in any order', async () => {
    const table = await readTableFile(
      folderOf('order', { 'a.csv': 'x,y\n1,2\n3,4', 'b.csv': 'y,x\n6,5\n8,7' }),
    );
    expect(table.columns).toEqual([
      ['a', 'a', 'b', 'b'],
      ['1', '3', '5', '7'],
      ['2', '4', '6', '8'],
    ]);
  });

  test('names the file of every mistake: other columns, no table, wrong cells', async () => {
    const other = folderOf('other', { 'a.csv': 'x,speed\n1,2\n2,3', 'b.csv': 'x,sped\n1,2\n2,3' });
    await expect(readTableFile(other)).rejects.toMatchObject({
      problems: [
        {
          where: join(other, 'b.csv'),
          what: `lacks "speed" and has also "sped", other than ${join(other, 'a.csv')}`,
          remedy: 'rename "sped", or take the file out of the folder',
        },
      ],
    });
    const blank = folderOf('blank', { 'a.csv': 'x\n1\n2', 'b.csv': '', 'c.csv': 'x\n' });
    await expect(readTableFile(blank)).rejects.toMatchObject({
      problems: [{ where: join(blank, 'b.csv') }, { where: join(blank, 'c.csv') }],
    });
    const wrong = folderOf('wrong', {
      'a.csv': `x,y\n${rows(30, 1)}`,
      'b.csv': `x,y\n${rows(8, 2)}\n5,oops`,
    });
    const { problems } = describeTable(await readTableFile(wrong));
    expect(problems.map(({ where }) => where)).toEqual([
      `${join(wrong, 'b.csv')}, row 9 (line 10), column "y"`,
    ]);
  });
});
