/** What can go wrong with a file, in a user's words: one record per fault, shared by every host. */
import { UserError } from './userError.ts';

interface Fault {
  readonly what: string;
  readonly remedy: string;
}

const FAULTS = {
  missing: { what: 'does not exist', remedy: 'check the path and its spelling' },
  denied: {
    what: 'permission denied',
    remedy: 'choose a place that you may read and write, or change its permissions',
  },
  full: {
    what: 'no space left on the disk',
    remedy: 'free some space or choose another disk, then run again',
  },
  isFolder: { what: 'is a folder where a file is wanted', remedy: 'name a file' },
  notFolder: { what: 'is a file, or lies below one, where a folder is wanted', remedy: 'name a folder' },
  readOnly: { what: 'lies on a read-only file system', remedy: 'choose a place that can be written' },
  locked: { what: 'is in use by another run', remedy: 'wait until that run ends, or choose another folder' },
  tooLong: { what: 'the name is too long for the file system', remedy: 'choose a shorter name' },
  tooManyOpen: {
    what: 'too many files are open',
    remedy: 'close other programs or raise the limit (ulimit -n)',
  },
  linkLoop: { what: 'is a link that leads back to itself', remedy: 'remove the link or name another path' },
  broken: { what: 'the disk reports an error', remedy: 'check the disk, or choose another one' },
} as const satisfies Record<string, Fault>;

export type FileFault = keyof typeof FAULTS;

/** The user's error for a fault at `path`; `detail` adds what the host knows more, such as who holds a lock. */
export function fileError(
  path: string,
  fault: FileFault,
  options?: ErrorOptions & { detail?: string },
): UserError {
  const { what, remedy } = FAULTS[fault];
  const detail = options?.detail ? ` (${options.detail})` : '';
  return new UserError('file', [{ where: path, what: what + detail, remedy }], options);
}

/** The fault that an error of Node's file system stands for, by its code. */
const FAULT_OF_CODE: Readonly<Record<string, FileFault>> = {
  ENOENT: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EISDIR: 'isFolder',
  ENOTDIR: 'notFolder',
  EROFS: 'readOnly',
  ENAMETOOLONG: 'tooLong',
  EMFILE: 'tooManyOpen',
  ENFILE: 'tooManyOpen',
  ELOOP: 'linkLoop',
  EIO: 'broken',
};

/** An error of the file system becomes the user's; any other (a bug, a failing stream of content) passes as it is. */
export function asFileError(path: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const { code } = (error ?? {}) as { readonly code?: unknown };
  const fault = typeof code === 'string' ? FAULT_OF_CODE[code] : undefined;
  return fault === undefined ? error : fileError(path, fault, { cause: error });
}
