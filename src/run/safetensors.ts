/**
 * The safetensors file format, strictly: 8 bytes of header length (little endian), a JSON header, then the bytes of
 * the tensors, which tile the rest of the file with neither holes nor overlaps. A tensor's entry is
 * `{dtype, shape, data_offsets: [start, end]}`, offsets counted from the end of the header; `__metadata__` maps
 * strings to strings. Values are little endian and row-major.
 *
 * Source: github.com/safetensors/safetensors, README and tensor.rs at 24b0b28; what that reader refuses, this one
 * refuses. Written files are as tensor.rs writes them: wide types first, then by name, and the header padded with
 * spaces to a multiple of 8, so every tensor starts at a multiple of its element size and is viewed, not copied.
 * The same tensors give the same bytes. The format has no checksum: see checkpoint.ts for that.
 */
import { UserError } from '../errors/userError.ts';
import { parseStrictJson } from './strictJson.ts';

/** Element types: their size in bytes and the array that holds them; types without one keep their raw bits. */
const DTYPES = {
  F64: { size: 8, array: Float64Array },
  I64: { size: 8, array: BigInt64Array },
  U64: { size: 8, array: BigUint64Array },
  F32: { size: 4, array: Float32Array },
  I32: { size: 4, array: Int32Array },
  U32: { size: 4, array: Uint32Array },
  F16: { size: 2, array: Uint16Array },
  BF16: { size: 2, array: Uint16Array },
  I16: { size: 2, array: Int16Array },
  U16: { size: 2, array: Uint16Array },
  F8_E5M2: { size: 1, array: Uint8Array },
  F8_E4M3: { size: 1, array: Uint8Array },
  I8: { size: 1, array: Int8Array },
  U8: { size: 1, array: Uint8Array },
  BOOL: { size: 1, array: Uint8Array },
} as const;

export type StoredDtype = keyof typeof DTYPES;
export type StoredArray =
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint16Array
  | Int16Array
  | Uint8Array
  | Int8Array;

export interface StoredTensor {
  readonly dtype: StoredDtype;
  readonly shape: readonly number[];
  /** As many elements as the product of the shape. */
  readonly data: StoredArray;
}

export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const HEADER_LIMIT = 100_000_000;
const METADATA = '__metadata__';

/** Throws a RangeError or TypeError (a bug of the caller) where a tensor contradicts its own shape or type. */
export function writeSafetensors(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries = Object.entries(tensors).sort(
    ([nameA, a], [nameB, b]) => DTYPES[b.dtype].size - DTYPES[a.dtype].size || compare(nameA, nameB),
  );
  const header: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) {
    const pairs = Object.entries(metadata).sort(([a], [b]) => compare(a, b));
    for (const text of pairs.flat()) requireWellFormed(text);
    header.push([METADATA, Object.fromEntries(pairs)]);
  }
  let end = 0;
  for (const [name, tensor] of entries) {
    requireConsistent(name, tensor);
    const start = end;
    end += tensor.data.byteLength;
    header.push([name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [start, end] }]);
  }
  // written member by member: an object would sort names that look like numbers first
  const members = header.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const json = new TextEncoder().encode(`{${members.join(',')}}`);
  const headerLength = Math.ceil(json.length / 8) * 8;
  if (headerLength > HEADER_LIMIT) throw new RangeError(`writeSafetensors: header of ${headerLength} bytes`);

  const out = new Uint8Array(8 + headerLength + end);
  new DataView(out.buffer).setBigUint64(0, BigInt(headerLength), true);
  out.fill(0x20, 8, 8 + headerLength);
  out.set(json, 8);
  let offset = 8 + headerLength;
  for (const [, { data }] of entries) {
    out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return out;
}

/** `where` names the file in errors. The tensors share the memory of `bytes` where they are aligned in it. */
export function readSafetensors(bytes: Uint8Array, where: string): SafetensorsFile {
  const fail = (what: string): never => {
    const remedy = 'the file is damaged or is no safetensors file; restore it or name another one';
    throw new UserError('file', [{ where, what, remedy }]);
  };
  if (bytes.length < 8) fail(`holds ${bytes.length} bytes, fewer than the 8 of the header length`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > HEADER_LIMIT) fail(`states a header of ${length} bytes, more than the limit ${HEADER_LIMIT}`);
  const headerLength = Number(length);
  if (8 + headerLength > bytes.length) {
    fail(`states a header of ${headerLength} bytes, but only ${bytes.length - 8} bytes follow`);
  }
  if (bytes[8] !== 0x7b || headerLength < 2) fail('has a header that does not begin with "{"');
  const header = parseStrictJson(bytes.subarray(8, 8 + headerLength), (what) =>
    fail(`has a header that ${what}`),
  );
  if (!isObject(header)) return fail('has a header that is no JSON object');

  const payload = bytes.subarray(8 + headerLength);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    return fail(`has a ${METADATA} that does not map strings to strings`);
  }
  const places = Object.entries(entries).map(([name, entry]) => placeOf(name, entry, fail));
  requireTiling(places, payload.length, fail);
  const tensors = places.map(({ name, dtype, shape, start, end }) => {
    return [name, { dtype, shape, data: view(payload.subarray(start, end), dtype) }] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> };
}

interface Place {
  readonly name: string;
  readonly dtype: StoredDtype;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

type Fail = (what: string) => never;

function placeOf(name: string, entry: unknown, fail: Fail): Place {
  const tensor = `tensor ${shown(name)}`;
  if (!isObject(entry)) return fail(`${tensor} has no {dtype, shape, data_offsets}`);
  const { dtype, shape, data_offsets: offsets, ...others } = entry;
  const unknown = Object.keys(others);
  if (unknown.length > 0) return fail(`${tensor} has an unknown member ${shown(unknown[0])}`);
  if (typeof dtype !== 'string' || !Object.hasOwn(DTYPES, dtype)) {
    return fail(`${tensor} has the dtype ${shown(dtype)}, not one of ${Object.keys(DTYPES).join(', ')}`);
  }
  if (!isCounts(shape)) return fail(`${tensor} has the shape ${shown(shape)}, not a list of counts`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    return fail(`${tensor} has the data_offsets ${shown(offsets)}, not [start, end]`);
  }
  const [start, end] = offsets as [number, number];
  const wanted = elementsOf(shape) * DTYPES[dtype as StoredDtype].size;
  if (end - start !== wanted) {
    return fail(
      `${tensor} (${dtype}, shape [${shape.join(', ')}]) needs ${wanted} bytes, but has ${end - start}`,
    );
  }
  return { name, dtype: dtype as StoredDtype, shape, start, end };
}

function requireTiling(places: readonly Place[], length: number, fail: Fail): void {
  let reached = 0;
  let before = 'the header';
  for (const { name, start, end } of [...places].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const tensor = `tensor ${shown(name)}`;
    if (start > reached) fail(`has a hole of ${start - reached} bytes between ${before} and ${tensor}`);
    if (start < reached) fail(`${tensor} overlaps ${before}`);
    reached = end;
    before = tensor;
  }
  if (reached > length) fail(`is cut short: its tensors need ${reached} bytes, but ${length} are left`);
  if (reached < length) fail(`has ${length - reached} bytes after its last tensor`);
}

/** A view where the bytes are aligned for the element type, else a copy. */
function view(bytes: Uint8Array, dtype: StoredDtype): StoredArray {
  const { size, array } = DTYPES[dtype];
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return new array(aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.byteLength / size);
}

function requireConsistent(name: string, { dtype, shape, data }: StoredTensor): void {
  const complain = (what: string) =>
    new TypeError(`writeSafetensors: tensor ${JSON.stringify(name)} ${what}`);
  if (name === METADATA) throw complain('has the name kept for the metadata');
  requireWellFormed(name);
  if (!(data instanceof DTYPES[dtype].array))
    throw complain(`is ${dtype}, but its data is ${data.constructor.name}`);
  if (!isCounts(shape) || elementsOf(shape) !== data.length) {
    throw complain(`has the shape [${shape.join(', ')}], but ${data.length} elements`);
  }
}

/** Half a surrogate pair cannot be written as UTF-8. */
function requireWellFormed(text: string): void {
  if (/\p{Surrogate}/u.test(text))
    throw new TypeError(`writeSafetensors: ${JSON.stringify(text)} is no valid text`);
}

/** A value of the header in a message; a hostile one may be megabytes long or nested too deeply to print. */
function shown(value: unknown): string {
  if (Array.isArray(value) && !value.every((item) => typeof item === 'number'))
    return 'a list of other things';
  const text = isObject(value) ? 'an object' : `${JSON.stringify(value)}`;
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

function elementsOf(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
