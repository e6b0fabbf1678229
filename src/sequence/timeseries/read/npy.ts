/**
 * NumPy's .npy, versions 1 to 3 (NEP 1): magic, version, header length, a Python dict literal, then the values.
 * Shapes: [T, F] is a table without names, [T] one column, [N, T, F] sequences with a key column `sequence`.
 */
import { UserError } from '../../../errors/userError.ts';
import type { Table } from '../table.ts';
import { defaultName } from './header.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export const isNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

type ReadValue = (view: DataView, at: number, isLittle: boolean) => number | bigint;

const TYPES: Readonly<
  Record<string, { readonly size: number; readonly read: ReadValue; readonly isSingle?: true }>
> = {
  f4: { size: 4, read: (view, at, isLittle) => view.getFloat32(at, isLittle), isSingle: true },
  f8: { size: 8, read: (view, at, isLittle) => view.getFloat64(at, isLittle) },
  i1: { size: 1, read: (view, at) => view.getInt8(at) },
  i2: { size: 2, read: (view, at, isLittle) => view.getInt16(at, isLittle) },
  i4: { size: 4, read: (view, at, isLittle) => view.getInt32(at, isLittle) },
  i8: { size: 8, read: (view, at, isLittle) => view.getBigInt64(at, isLittle) },
  u1: { size: 1, read: (view, at) => view.getUint8(at) },
  u2: { size: 2, read: (view, at, isLittle) => view.getUint16(at, isLittle) },
  u4: { size: 4, read: (view, at, isLittle) => view.getUint32(at, isLittle) },
  u8: { size: 8, read: (view, at, isLittle) => view.getBigUint64(at, isLittle) },
  b1: { size: 1, read: (view, at) => view.getUint8(at) },
};

export function parseNpy(bytes: Uint8Array, source: string): Table {
  const fail = (what: string, remedy: string): never => {
    throw new UserError('data', [{ where: source, what, remedy }]);
  };
  const { descr, isFortran, shape, offset } =
    readNpyHeader(bytes) ?? fail('has a damaged NPY header', 'write it again with numpy.save');
  const type =
    TYPES[descr.slice(1)] ?? fail(`holds values of type ${descr}`, 'save it as float32 or float64');
  const last = shape.length - 1;
  if (last < 0 || last > 2)
    fail(`has the shape [${shape}]`, 'give [time, features] or [sequences, time, features]');
  const total = shape.reduce((product, size) => product * size, 1);
  if (total === 0) fail(`has the shape [${shape}], which is empty`, 'give values');
  const want = offset + total * type.size;
  if (bytes.length !== want)
    fail(
      `has ${bytes.length} bytes where its header says ${want}`,
      'the file is cut off or damaged; copy it again',
    );

  const features = last === 0 ? 1 : shape[last]!;
  const rowCount = total / features;
  const strides = stridesOf(shape, isFortran);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = descr[0] !== '>';
  const steps = last === 2 ? shape[1]! : rowCount;
  const columns = Array.from({ length: features }, (_, f) =>
    Array.from({ length: rowCount }, (_, row) => {
      const place = last === 2 ? [Math.floor(row / steps), row % steps, f] : last === 1 ? [row, f] : [row];
      const index = place.reduce((sum, at, axis) => sum + at * strides[axis]!, 0);
      return numberText(type.read(view, offset + index * type.size, isLittle), type.isSingle ?? false);
    }),
  );
  const names = columns.map((_, f) => defaultName(f));
  const form = { format: 'npy', hasHeader: false, delimiter: ',' } as const;
  if (last < 2) return { source, names, columns, rowCount, form };
  const key = Array.from({ length: rowCount }, (_, row) => String(Math.floor(row / steps)));
  return {
    source,
    names: ['sequence', ...names],
    columns: [key, ...columns],
    rowCount,
    form: { ...form, hasHeader: true, key: 'sequence' },
  };
}

/** The shortest text that gives the value back: of a 32-bit float, not of the 64-bit float that it becomes. */
export function numberText(value: number | bigint, isSingle: boolean): string {
  if (!isSingle || typeof value === 'bigint' || !Number.isFinite(value)) return String(value);
  for (let digits = 6; digits <= 8; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/** Undefined where it is damaged, or none. */
export function readNpyHeader(bytes: Uint8Array) {
  if (bytes.length < 12) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLong = bytes[6]! >= 2;
  const start = isLong ? 12 : 10;
  const offset = start + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  if (offset > bytes.length) return undefined;
  const header = new TextDecoder().decode(bytes.subarray(start, offset));
  const descr = /'descr'\s*:\s*'([<>|=]?[a-zA-Z]\d+)'/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) return undefined;
  const sizes = shape
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number);
  if (!sizes.every(Number.isSafeInteger)) return undefined;
  return {
    descr: /^[<>|=]/.test(descr) ? descr : `<${descr}`,
    isFortran: order === 'True',
    shape: sizes,
    offset,
  };
}

function stridesOf(shape: readonly number[], isFortran: boolean): number[] {
  const strides = new Array<number>(shape.length);
  const axes = [...shape.keys()];
  let stride = 1;
  for (const axis of isFortran ? axes : axes.reverse()) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}
