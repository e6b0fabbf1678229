/**
 * The host on a real disk, by Node. A file is replaced by the usual four steps: write a temporary file in the same
 * folder, fsync it, rename it over the target (atomic by POSIX), fsync the folder. A temporary file is named
 * `.<name>.tmp-<pid>-<random>`, so that whoever locks the folder next knows whose it was.
 */
import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors/userError.ts';
import { type FileFault, fileError } from './fileFault.ts';
import type { FileContent, Host } from './host.ts';
import { lockFolder, temporaryName } from './hostNodeLock.ts';

export const nodeHost: Host = {
  clock: () => Date.now(),

  async readFile(path) {
    const bytes = await mapping(path, readFile(path));
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },

  writeFileAtomic: (path, content) => mapping(path, replaceFile(path, content)),

  appendLine: (path, line) => mapping(path, appendWhole(path, new TextEncoder().encode(`${line}\n`))),

  sync: (path) =>
    mapping(
      path,
      withFile(path, 'r+', (file) => file.sync()),
    ),

  async exists(path) {
    try {
      await access(path, constants.F_OK);
      return true;
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return false;
      throw toUserError(path, error);
    }
  },

  list: async (folder) => (await mapping(folder, readdir(folder))).sort(),

  async makeFolder(folder) {
    await mapping(folder, mkdir(folder, { recursive: true })).catch((error: UserError) => {
      // mkdir reports EEXIST where a file has the folder's name
      throw codeOf(error.cause) === 'EEXIST' ? fileError(folder, 'notFolder', { cause: error.cause }) : error;
    });
    await mapping(folder, syncFolder(dirname(folder)));
  },

  remove: (path) =>
    mapping(
      path,
      rm(path, { recursive: true, force: true }).catch((error) => {
        if (codeOf(error) !== 'ENOTDIR') throw error;
      }),
    ),

  async rename(from, to) {
    try {
      await rename(from, to);
      await syncFolder(dirname(to));
      if (dirname(from) !== dirname(to)) await syncFolder(dirname(from));
    } catch (error) {
      throw toUserError(codeOf(error) === 'ENOENT' && !(await nodeHost.exists(from)) ? from : to, error);
    }
  },

  lock: (folder) => mapping(folder, lockFolder(folder)),
};

async function replaceFile(path: string, content: FileContent): Promise<void> {
  const temporary = join(dirname(path), temporaryName(basename(path)));
  try {
    await withFile(temporary, 'wx', async (file) => {
      const isStream = typeof content !== 'string' && !(content instanceof Uint8Array);
      if (isStream) for await (const chunk of content) await file.writeFile(chunk);
      else await file.writeFile(content);
      await file.sync();
    });
    await rename(temporary, path);
  } catch (error) {
    // the first failure is the one to report, also where the clean-up fails for the same reason
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

async function appendWhole(path: string, bytes: Uint8Array): Promise<void> {
  await withFile(path, 'a', async (file) => {
    const { size } = await file.stat();
    try {
      await file.writeFile(bytes);
    } catch (error) {
      await file.truncate(size).catch(() => undefined); // a torn line is read tolerantly anyway
      throw error;
    }
  });
}

async function withFile<T>(path: string, flags: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Makes the names in a folder durable. Windows has no such call and refuses to open a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await withFile(folder, 'r', (handle) => handle.sync());
}

const FAULT_OF: Readonly<Record<string, FileFault>> = {
  ENOENT: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EISDIR: 'isFolder',
  ENOTDIR: 'notFolder',
  EROFS: 'readOnly',
  EEXIST: 'occupied',
  ENOTEMPTY: 'occupied',
  ENAMETOOLONG: 'tooLong',
  EMFILE: 'tooManyOpen',
  ENFILE: 'tooManyOpen',
  EXDEV: 'crossDisk',
  EIO: 'broken',
};

async function mapping<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toUserError(path, error);
  }
}

/** An error of the file system becomes the user's; any other (a bug, a failing stream of content) passes as it is. */
function toUserError(path: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const code = codeOf(error);
  const fault = code === undefined ? undefined : FAULT_OF[code];
  return fault === undefined ? error : fileError(path, fault, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
