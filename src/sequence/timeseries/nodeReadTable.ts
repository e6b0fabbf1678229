/** A file of the disk to a table, unpacked where it is gzipped. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UserError } from '../../errors/userError.ts';
import { isGzip, readTable } from './read/readTable.ts';
import type { DataOptions, Table } from './table.ts';

/** A text beyond this cannot be held as one string; see decodeText.ts. */
const MAX_UNPACKED = 2_000_000_000;

const FAULTS: Readonly<Record<string, { readonly what: string; readonly remedy: string }>> = {
  ENOENT: { what: 'does not exist', remedy: 'check the path and its spelling' },
  ENOTDIR: {
    what: 'does not exist: a part of its path is a file',
    remedy: 'check the path and its spelling',
  },
  EISDIR: { what: 'is a folder', remedy: 'name one file in it' },
  EACCES: { what: 'may not be read (permission denied)', remedy: 'change its permissions' },
  EPERM: { what: 'may not be read (permission denied)', remedy: 'change its permissions' },
  ENAMETOOLONG: { what: 'has a name too long for the file system', remedy: 'check the path' },
  ERR_FS_FILE_TOO_LARGE: { what: 'is larger than 2 GB', remedy: 'split it, or train on a part of it' },
  EIO: { what: 'cannot be read: the disk reports an error', remedy: 'check the disk' },
};

/** Throws a UserError, kind 'file' where the file cannot be read and 'data' where it holds no table. */
export async function readTableFile(path: string, options: DataOptions = {}): Promise<Table> {
  const bytes = await readBytes(path);
  return readTable(isGzip(bytes) ? await unpack(bytes, path) : bytes, path, options);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const fault = FAULTS[(error as NodeJS.ErrnoException).code ?? ''];
    if (fault === undefined) throw error;
    throw new UserError('file', [{ where: path, ...fault }], { cause: error });
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
