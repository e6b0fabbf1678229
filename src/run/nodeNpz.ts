/**
 * One array out of an NPZ file, which is a ZIP archive of NPY files (numpy.savez): stored or deflated entries, found by
 * the central directory (APPNOTE.TXT 6.3.10, 4.3.12 and 4.3.16). Archives beyond 4 GB (ZIP64) are refused.
 */
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { UserError } from '../errors/userError.ts';

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  /** Of the local header. */
  readonly offset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const ZIP64 = 0xffffffff;
const [STORED, DEFLATED] = [0, 8];

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

export interface NpzArray {
  /** Without `.npy`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The array called `wanted`, or the only one. Throws a UserError for what is no NPZ file, or holds no such array. */
export async function arrayOfNpz(
  bytes: Uint8Array,
  source: string,
  wanted: string | undefined,
): Promise<NpzArray> {
  const refuse = (what: string, remedy: string): never => {
    throw new UserError('data', [{ where: source, what, remedy }]);
  };
  const damaged = (): never => refuse('is a damaged ZIP archive', 'copy it again, or save its arrays anew');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = entriesOf(view) ?? damaged();
  const arrays = entries.filter(({ name }) => name.endsWith('.npy'));
  const names = arrays.map(({ name }) => name.slice(0, -4));
  if (arrays.length === 0) refuse('is a ZIP archive without arrays', 'give an NPZ file, or export it as CSV');
  if (wanted === undefined && arrays.length > 1) {
    refuse(`holds the arrays ${names.join(', ')}`, `name one: ${source}:${names[0]}`);
  }
  const at = wanted === undefined ? 0 : names.indexOf(wanted);
  if (at < 0) refuse(`holds no array ${JSON.stringify(wanted)}`, `it has ${names.join(', ')}`);
  const { method, packed, size, offset } = arrays[at]!;
  if ([packed, size, offset].includes(ZIP64)) {
    refuse('holds an array beyond 4 GB', 'save it as NPY');
  }
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) damaged();
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (from + packed > bytes.length) damaged();
  const body = bytes.subarray(from, from + packed);
  if (method === STORED) return { name: names[at]!, bytes: body };
  if (method !== DEFLATED)
    refuse(`is packed in a way that is not read (method ${method})`, 'use numpy.savez');
  try {
    const unpacked = await promisify(inflateRaw)(body, { maxOutputLength: Math.max(1, size) });
    return { name: names[at]!, bytes: unpacked };
  } catch (cause) {
    const what = `cannot be unpacked: ${(cause as Error).message}`;
    throw new UserError('data', [{ where: source, what, remedy: 'copy it again, or save its arrays anew' }], {
      cause,
    });
  }
}

function entriesOf(view: DataView): readonly Entry[] | undefined {
  const length = view.byteLength;
  // the end record is the last 22 bytes, or stands before a comment of at most 65,535
  let end = length - 22;
  while (end >= 0 && end > length - 22 - 65_536 && view.getUint32(end, true) !== END) end--;
  if (end < 0 || view.getUint32(end, true) !== END) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > length || view.getUint32(at, true) !== CENTRAL) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    if (at + 46 + nameLength > length) return undefined;
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength));
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}
