/** Bytes to a table, by what the bytes are; the name of the file only breaks ties. */
import { UserError } from '../../../errors/userError.ts';
import { plainTable } from '../notation/plainTable.ts';
import type { DataOptions, Table } from '../table.ts';
import { parseCsv } from './csv.ts';
import { decodeText } from './decodeText.ts';
import { isNpy, parseNpy } from './npy.ts';
import { isParquet, parseParquet } from './parquet.ts';
import { isSktime, parseSktime } from './sktime.ts';

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** `source` is how messages name the data. Throws a UserError for anything that is no table. */
export const readTable = async (
  bytes: Uint8Array,
  source: string,
  options: DataOptions = {},
): Promise<Table> => plainTable(await readCells(bytes, source, options));

/** The same, with numbers and dates as they are written. */
export async function readCells(
  bytes: Uint8Array,
  source: string,
  options: DataOptions = {},
): Promise<Table> {
  if (bytes.length === 0)
    throw new UserError('data', [
      { where: source, what: 'is empty', remedy: 'give a file with a header and rows of numbers' },
    ]);
  if (isParquet(bytes)) return parseParquet(bytes, source);
  if (isNpy(bytes)) return parseNpy(bytes, source);
  const foreign = FOREIGN.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte));
  if (foreign !== undefined)
    throw new UserError('data', [{ where: source, what: `is ${foreign.what}`, remedy: foreign.remedy }]);
  const text = decodeText(bytes, source);
  return isSktime(text) ? parseSktime(text, source) : parseCsv(text, source, options);
}

/** What people pass by mistake, by its first bytes. */
const FOREIGN = [
  {
    magic: [0x50, 0x4b, 3, 4],
    what: 'a ZIP archive (perhaps a spreadsheet or an NPZ file)',
    remedy: 'unpack it, or export it as CSV',
  },
  { magic: [0x1f, 0x8b], what: 'packed with gzip', remedy: 'unpack it first' },
  { magic: [0x42, 0x5a, 0x68], what: 'packed with bzip2', remedy: 'unpack it first' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: 'packed with zstd', remedy: 'unpack it first' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'packed with xz', remedy: 'unpack it first' },
  { magic: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document', remedy: 'export the table as CSV' },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old spreadsheet or document', remedy: 'export it as CSV' },
] as const;
