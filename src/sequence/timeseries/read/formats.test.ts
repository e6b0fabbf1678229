import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { npyHeader } from '../writers/npy.ts';
import { readTable } from './readTable.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

test("the archives' .ts format gives a key, a class and a column a dimension, with unequal lengths", async () => {
  const table = await readTable(
    utf8('# about\n@problemName x\n@classLabel true a b\n@data\n1,2,?:4,5,6:a\n7,8:9,10:b\n'),
    'x.ts',
  );
  expect(table.names).toEqual(['sequence', 'class', 'dim_0', 'dim_1']);
  expect(table.columns).toEqual([
    ['0', '0', '0', '1', '1'],
    ['a', 'a', 'a', 'b', 'b'],
    ['1', '2', '?', '7', '8'],
    ['4', '5', '6', '9', '10'],
  ]);
  expect(table.form).toMatchObject({ key: 'sequence', label: 'class' });
});

test('.ts lines of other dimensions or of unequal ones are refused with their line', async () => {
  const text = '@classLabel false\n@data\n1,2:3,4\n1,2\n1,2:3\n';
  await expect(readTable(utf8(text), 'x.ts')).rejects.toThrow(
    /line 4.*1 dimensions[\s\S]*line 5.*different lengths/,
  );
});

test('.ts with time stamps is refused rather than misread', async () => {
  await expect(readTable(utf8('@timeStamps true\n@data\n(0,1),(1,2):a\n'), 'x.ts')).rejects.toThrow(
    'time stamps',
  );
});

function npy(descr: string, shape: number[], bytes: ArrayBufferLike, isFortran = false): Uint8Array {
  const header = npyHeader(descr, shape);
  const text = new TextDecoder('latin1').decode(header);
  const patched = isFortran ? text.replace('False', 'True ') : text;
  return Uint8Array.from([...[...patched].map((c) => c.charCodeAt(0)), ...new Uint8Array(bytes)]);
}

test('NPY of two axes is a table, in C and in Fortran order', async () => {
  const c = await readTable(npy('<f8', [2, 3], Float64Array.of(1, 2, 3, 4, 5.5, 6).buffer), 'x.npy');
  const fortran = await readTable(
    npy('<f8', [2, 3], Float64Array.of(1, 4, 2, 5.5, 3, 6).buffer, true),
    'x.npy',
  );
  expect(c.columns).toEqual([
    ['1', '4'],
    ['2', '5.5'],
    ['3', '6'],
  ]);
  expect(fortran.columns).toEqual(c.columns);
});

test('NPY of three axes is sequences with a key, and 32-bit floats keep their short text', async () => {
  const table = await readTable(
    npy('<f4', [2, 2, 1], Float32Array.of(0.1, 0.2, 1 / 3, 16777216).buffer),
    'x.npy',
  );
  expect(table.columns).toEqual([
    ['0', '0', '1', '1'],
    ['0.1', '0.2', '0.33333334', '16777216'],
  ]);
  expect(table.form.key).toBe('sequence');
});

test('NPY integers of 8 to 64 bits and big-endian values are read', async () => {
  expect((await readTable(npy('|u1', [2], Uint8Array.of(7, 255).buffer), 'x')).columns).toEqual([
    ['7', '255'],
  ]);
  expect((await readTable(npy('<i8', [1], BigInt64Array.of(-5n).buffer), 'x')).columns).toEqual([['-5']]);
  expect((await readTable(npy('>i2', [1], Uint8Array.of(1, 2).buffer), 'x')).columns).toEqual([['258']]);
});

test.each([
  ['cut off', npy('<f8', [3], Float64Array.of(1, 2).buffer), 'bytes where its header says'],
  ['of objects', npy('|O8', [1], new ArrayBuffer(8)), 'type |O8'],
  ['of four axes', npy('<f4', [1, 1, 1, 1], new ArrayBuffer(4)), 'shape'],
  ['empty', npy('<f4', [0, 3], new ArrayBuffer(0)), 'empty'],
])('NPY that is %s is refused', async (_, bytes, message) => {
  await expect(readTable(bytes, 'x.npy')).rejects.toThrow(message);
});

const parquetFile = () =>
  parquetWriteBuffer({
    columnData: [
      {
        name: 'time',
        data: [new Date('2020-01-01T00:00:00Z'), new Date('2020-01-01T01:00:00Z')],
        type: 'TIMESTAMP',
      },
      { name: 'single', data: [0.1, null], type: 'FLOAT' },
      { name: 'double', data: [0.1, 2.5], type: 'DOUBLE' },
      { name: 'whole', data: [1n, -3n], type: 'INT64' },
      { name: 'text', data: ['a', 'b'], type: 'STRING' },
    ],
  });

test('Parquet values become the text that a CSV would hold', async () => {
  const table = await readTable(new Uint8Array(parquetFile()), 'x.parquet');
  expect(table.names).toEqual(['time', 'single', 'double', 'whole', 'text']);
  expect(table.columns).toEqual([
    ['2020-01-01 00:00:00', '2020-01-01 01:00:00'],
    ['0.1', ''],
    ['0.1', '2.5'],
    ['1', '-3'],
    ['a', 'b'],
  ]);
});

test('Parquet that is cut off at any place is refused', async () => {
  const whole = new Uint8Array(parquetFile());
  for (let length = 4; length < whole.length; length += 7)
    await expect(readTable(whole.slice(0, length), 'x.parquet')).rejects.toThrow('cannot be read as Parquet');
});
