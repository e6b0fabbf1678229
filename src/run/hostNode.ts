/**
 * The host on a real disk, by Node. A file is replaced by the usual four steps: write a temporary file in the same
 * folder, fsync it, rename it over the target (atomic by POSIX), fsync the folder. A temporary file is named
 * `.tmp-<pid>-<random>`, so that whoever locks the folder next knows whose it was.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asFileError, fileError } from '../errors/fileFault.ts';
import type { FileContent, Host } from './host.ts';
import { lockFolder, temporaryName } from './hostNodeLock.ts';

export const nodeHost: Host = {
  clock: () => Date.now(),

  secret: (bytes) => new Uint8Array(randomBytes(bytes)),

  async readFile(path) {
    const bytes = await mapping(path, readFile(path));
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },

  writeFileAtomic: (path, content) => mapping(path, replaceFile(path, content)),

  append: (path, text) => mapping(path, appendWhole(path, text)),

  sync: (path) => mapping(path, syncFile(path)),

  async exists(path) {
    try {
      await access(path, constants.F_OK);
      return true;
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return false;
      throw asFileError(path, error);
    }
  },

  list: async (folder) => (await mapping(folder, readdir(folder))).sort(),

  async makeFolder(folder) {
    await mapping(folder, makeFolders(folder));
  },

  remove: (path) =>
    mapping(
      path,
      rm(path, { recursive: true, force: true }).catch((error: unknown) => {
        if (codeOf(error) !== 'ENOTDIR') throw error;
      }),
    ),

  lock: (folder) => mapping(folder, lockFolder(folder)),
};

/** A link is followed, so what it points to is replaced; the new file has the permissions of the old one. */
/**
 * Makes a folder and those above it, and their names durable. Not by `mkdir` with `recursive`, which never returns
 * where the system refuses a folder as missing although the one above it is there (below /proc, in Node 20).
 */
async function makeFolders(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') {
      if ((await stat(folder)).isDirectory()) return;
      throw fileError(folder, 'notFolder', { cause: error });
    }
    const above = dirname(folder);
    if (code !== 'ENOENT' || above === folder || (await nodeHost.exists(above))) throw error;
    await makeFolders(above);
    return makeFolders(folder);
  }
  await syncFolder(dirname(folder));
}

async function replaceFile(path: string, content: FileContent): Promise<void> {
  const old = await stat(path).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
  if (old?.isDirectory()) throw fileError(path, 'isFolder');
  // a pipe or a device such as /dev/stdout holds nothing that could be lost, and must not be replaced by a file
  if (old && !old.isFile()) return withFile(path, 'w', (file) => writeAll(file, content));
  const target = old ? await realpath(path) : path;
  const temporary = join(dirname(target), temporaryName());
  try {
    await withFile(temporary, 'wx', async (file) => {
      if (old) await file.chmod(old.mode & 0o7777);
      await writeAll(file, content);
      await file.sync();
    });
    await rename(temporary, target);
  } catch (error) {
    // the first failure is the one to report, also where the clean-up fails for the same reason
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

async function writeAll(file: FileHandle, content: FileContent): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) return file.writeFile(content);
  for await (const chunk of content) await file.writeFile(chunk);
}

async function appendWhole(path: string, text: string): Promise<void> {
  await withFile(path, 'a', async (file) => {
    const { size } = await file.stat();
    try {
      await file.writeFile(text);
    } catch (error) {
      await file.truncate(size).catch(() => undefined); // the first failure is the one to report
      throw error;
    }
  });
}

async function syncFile(path: string): Promise<void> {
  await withFile(path, 'r+', (file) => file.sync());
  await syncFolder(dirname(path));
}

async function withFile<T>(path: string, flags: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** Makes the names in a folder durable, where the system can: Windows and some network disks refuse. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    await withFile(folder, 'r', (handle) => handle.sync());
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  }
}

async function mapping<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asFileError(path, error);
  }
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
