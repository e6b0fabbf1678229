/** A file of the disk to a table, unpacked where it is gzipped, or all files of a folder to one. */
import { createReadStream, type ReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { asFileError } from '../../errors/fileFault.ts';
import { type Problem, UserError } from '../../errors/userError.ts';
import { joinTables, type NamedTable } from './joinTables.ts';
import { plainTable } from './notation/plainTable.ts';
import { isNpy } from './read/npy.ts';
import { isParquet } from './read/parquet.ts';
import { isGzip, readCells } from './read/readTable.ts';
import { type LargeFile, sampleCsv } from './read/sampleCsv.ts';
import { isSktime } from './read/sktime.ts';
import type { DataOptions, Table } from './table.ts';

/** A text beyond this cannot be held as one string; see decodeText.ts. */
const MAX_UNPACKED = 2_000_000_000;

/** What a folder of tables may hold besides what is passed over. */
const READABLE = /\.(csv|tsv|txt|parquet|npy|ts)(\.gz)?$/i;

/** All tables of a folder, in the order of their names, as one whose key is the file. */
async function readFolder(folder: string, options: DataOptions): Promise<Table> {
  const names = (await readdir(folder))
    .filter((name) => READABLE.test(name) && !name.startsWith('.'))
    .sort(byName);
  if (names.length === 0) {
    const remedy = 'put CSV, Parquet, .ts or .npy files of one form there, or name a table';
    throw new UserError('file', [{ where: folder, what: 'is a folder without tables', remedy }]);
  }
  const parts: NamedTable[] = [];
  const problems: Problem[] = [];
  for (const name of names) {
    try {
      const table = await readFileCells(join(folder, name), options);
      parts.push({ name: name.replace(READABLE, ''), table });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new UserError('data', problems);
  return joinTables(parts, folder);
}

/** `part-2` before `part-10`. */
const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** How far a file has been read that is too large to be held. */
export interface Reading {
  /** From 1; there are two or three. */
  readonly pass: number;
  /** Of this pass, so far. */
  readonly rows: number;
  /** Share of this pass. */
  readonly share: number;
}

/** A file, or a folder of files of one form. Throws a UserError, kind 'file' where the file cannot be read and 'data' where it holds no table. */
export const readTableFile = async (
  path: string,
  options: DataOptions = {},
  onProgress?: (reading: Reading) => void,
): Promise<Table> => plainTable(await readFileCells(path, options, onProgress));

/** With numbers and dates as they are written: the files of a folder are made plain together. */
async function readFileCells(
  path: string,
  options: DataOptions,
  onProgress?: (reading: Reading) => void,
): Promise<Table> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) return readFolder(path, options);
  const large = await largeCsv(path, onProgress);
  if (large) return sampleCsv(large, options);
  const bytes = await readBytes(path);
  return readCells(isGzip(bytes) ? await unpack(bytes, path) : bytes, path, options);
}

/** Files beyond this are read as a stream, and a part of their rows is kept; packed ones are larger than they look. */
const LARGE = 100_000_000;
const LARGE_PACKED = 20_000_000;

/** A large file of text; undefined where a file is small, no text, or cannot be read, which the usual way tells. */
async function largeCsv(
  path: string,
  onProgress?: (reading: Reading) => void,
): Promise<LargeFile | undefined> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size < LARGE_PACKED) return undefined;
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  const { buffer } = await file.read(new Uint8Array(4096), 0, 4096, 0).finally(() => file.close());
  const isPacked = isGzip(buffer);
  const isText = isPacked || !(isParquet(buffer) || isNpy(buffer) || buffer.includes(0));
  if (!isText || (!isPacked && (size < LARGE || isSktime(new TextDecoder().decode(buffer)))))
    return undefined;
  let stream: ReadStream | undefined;
  return {
    source: path,
    open() {
      stream = createReadStream(path, { highWaterMark: 1 << 20 });
      return isPacked ? unpacked(stream, path) : stream;
    },
    onProgress: (pass, rows) => onProgress?.({ pass, rows, share: (stream?.bytesRead ?? 0) / size }),
  };
}

async function* unpacked(bytes: ReadStream, path: string): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* pipeline(bytes, createGunzip(), () => undefined);
  } catch (error) {
    throw cannotUnpack(path, (error as Error).message, error);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_FS_FILE_TOO_LARGE') throw asFileError(path, error);
    const problem = {
      where: path,
      what: 'is larger than 2 GB',
      remedy: 'split it, or train on a part of it',
    };
    throw new UserError('file', [problem], { cause: error });
  }
}

async function unpack(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isLarge = code === 'ERR_BUFFER_TOO_LARGE';
    if (!isLarge) throw cannotUnpack(path, message, error);
    const problem = {
      where: path,
      what: 'unpacks to more than 2 GB',
      remedy: 'split it, or train on a part of it',
    };
    throw new UserError('file', [problem], { cause: error });
  }
}

function cannotUnpack(path: string, message: string, cause: unknown): UserError {
  const remedy = 'the file is cut off or damaged; copy it again';
  return new UserError('file', [{ where: path, what: `cannot be unpacked: ${message}`, remedy }], { cause });
}
