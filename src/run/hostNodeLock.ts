/**
 * One run per folder. The lock is the file `.lock`, which holds the machine, the process id and, on Linux, the start
 * of the process (boot id and clock ticks since boot), because process ids are used again. It appears whole, by
 * linking a finished file to its name, so nobody reads half a lock.
 *
 * A lock whose process is dead is stale. Two runs that find the same stale lock must not both remove it (the second
 * would remove the first one's new lock), so it is replaced under a guard, the folder `.lock-takeover`, which mkdir
 * gives to one of them only; a guard older than ten seconds was left by a process killed inside it.
 */
import { link, mkdir, readdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileError } from '../errors/fileFault.ts';
import type { Lock } from './host.ts';

const GUARD_LIFETIME_MS = 10_000;

interface Owner {
  readonly machine: string;
  readonly pid: number;
  /** Tells apart two processes with the same id; null where the system does not say. */
  readonly start: string | null;
}

export async function lockFolder(folder: string): Promise<Lock> {
  const path = join(folder, '.lock');
  const own = JSON.stringify(await ownerOf(process.pid));
  if (!(await create(path, own))) {
    await refuseIfAlive(folder, path);
    await takeOver(folder, path, own);
  }
  let isHeld = true;
  const release = async () => {
    if (!isHeld) return;
    isHeld = false;
    if ((await readIfPresent(path)) === own) await rm(path, { force: true });
  };
  try {
    await sweep(folder);
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

/** Makes the lock file with its content in one step; false where it exists. */
async function create(path: string, content: string): Promise<boolean> {
  const draft = join(dirname(path), temporaryName());
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await link(draft, path);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return false;
    if (code === undefined || !['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
    return await createWithoutLinks(path, content);
  } finally {
    await rm(draft, { force: true });
  }
}

/** For file systems without hard links (FAT, some network shares). */
async function createWithoutLinks(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function takeOver(folder: string, path: string, own: string): Promise<void> {
  const guard = join(folder, '.lock-takeover');
  try {
    await mkdir(guard);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const made = await stat(guard).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs < GUARD_LIFETIME_MS) {
      throw fileError(folder, 'locked', { detail: 'it is being taken over just now' });
    }
    const now = new Date();
    await utimes(guard, now, now).catch(() => undefined);
  }
  try {
    await refuseIfAlive(folder, path); // somebody may have taken it over since we looked
    await rm(path, { force: true });
    if (!(await create(path, own))) throw fileError(folder, 'locked');
  } finally {
    await rmdir(guard).catch(() => undefined);
  }
}

async function refuseIfAlive(folder: string, path: string): Promise<void> {
  const text = await readIfPresent(path);
  const owner = text === undefined ? undefined : parseOwner(text);
  if (owner === undefined) return; // released meanwhile, or no lock of ours
  if (owner.machine !== hostname()) {
    const detail = `process ${owner.pid} on ${owner.machine}; if it is dead, remove ${path}`;
    throw fileError(folder, 'locked', { detail });
  }
  if (await isAlive(owner)) throw fileError(folder, 'locked', { detail: `process ${owner.pid}` });
}

async function isAlive(owner: Owner): Promise<boolean> {
  if (!processExists(owner.pid)) return false;
  const start = await startOf(owner.pid);
  return owner.start === null || start === null || owner.start === start;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it lives, but is another user's
  }
}

async function ownerOf(pid: number): Promise<Owner> {
  return { machine: hostname(), pid, start: await startOf(pid) };
}

/** Field 22 of /proc/<pid>/stat, counted after the command name, which may hold spaces and parentheses. */
async function startOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  const [status, boot] = await Promise.all([
    readIfPresent(`/proc/${pid}/stat`),
    readIfPresent('/proc/sys/kernel/random/boot_id'),
  ]);
  const ticks = status?.slice(status.lastIndexOf(')') + 2).split(' ')[19];
  return ticks === undefined ? null : `${boot?.trim() ?? ''}:${ticks}`;
}

function parseOwner(text: string): Owner | undefined {
  try {
    const { machine, pid, start } = JSON.parse(text) as Partial<Owner>;
    if (typeof machine !== 'string' || !Number.isSafeInteger(pid) || pid! <= 0) return undefined;
    return { machine, pid: pid!, start: typeof start === 'string' ? start : null };
  } catch {
    return undefined; // torn by a crash on a file system without links: nobody holds it
  }
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
}

export function temporaryName(): string {
  return `.tmp-${process.pid}-${crypto.randomUUID().slice(0, 8)}`;
}

/** Removes the temporary files of dead processes, also of one that had our process id before us. */
async function sweep(folder: string): Promise<void> {
  const started = Date.now() - process.uptime() * 1000;
  for (const name of await readdir(folder, { recursive: true })) {
    const match = /^\.tmp-(\d+)-[0-9a-f]{8}$/.exec(basename(name));
    if (match === null) continue;
    const path = join(folder, name);
    const pid = Number(match[1]);
    const isLeftover =
      pid === process.pid
        ? ((await stat(path).catch(() => undefined))?.mtimeMs ?? started) < started
        : !processExists(pid);
    if (isLeftover) await rm(path, { force: true });
  }
}
