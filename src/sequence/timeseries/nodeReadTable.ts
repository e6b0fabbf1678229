/** A file of the disk to a table, unpacked where it is gzipped. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { asFileError } from '../../errors/fileFault.ts';
import { UserError } from '../../errors/userError.ts';
import { isGzip, readTable } from './read/readTable.ts';
import type { DataOptions, Table } from './table.ts';

/** A text beyond this cannot be held as one string; see decodeText.ts. */
const MAX_UNPACKED = 2_000_000_000;

/** Throws a UserError, kind 'file' where the file cannot be read and 'data' where it holds no table. */
export async function readTableFile(path: string, options: DataOptions = {}): Promise<Table> {
  const bytes = await readBytes(path);
  return readTable(isGzip(bytes) ? await unpack(bytes, path) : bytes, path, options);
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
    const what = isLarge ? 'unpacks to more than 2 GB' : `cannot be unpacked: ${message}`;
    const remedy = isLarge
      ? 'split it, or train on a part of it'
      : 'the file is cut off or damaged; copy it again';
    throw new UserError('file', [{ where: path, what, remedy }], { cause: error });
  }
}
