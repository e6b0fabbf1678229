import { execFile } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { nodeHost } from './hostNode.ts';

const isRoot = process.getuid?.() === 0;
const isLinux = process.platform === 'linux';
const run = promisify(execFile);

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gan-lstm-node-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it.skipIf(!isLinux)(
  'a folder that the system refuses as missing is an error, not an endless wait',
  async () => {
    await expect(nodeHost.makeFolder('/proc/none/deep')).rejects.toThrow(UserError);
  },
);

describe('writeFileAtomic on a disk', () => {
  it('keeps the permissions of the file it replaces', async () => {
    await writeFile(`${root}/secret`, 'old', { mode: 0o600 });
    await nodeHost.writeFileAtomic(`${root}/secret`, 'new');
    expect((await stat(`${root}/secret`)).mode & 0o777).toBe(0o600);
    await chmod(`${root}/secret`, 0o664);
    await nodeHost.writeFileAtomic(`${root}/secret`, 'newer');
    expect((await stat(`${root}/secret`)).mode & 0o777).toBe(0o664);
  });

  it('replaces what a link points to, not the link', async () => {
    await mkdir(`${root}/far`);
    await writeFile(`${root}/far/file`, 'old');
    await symlink('far/file', `${root}/link`);
    await nodeHost.writeFileAtomic(`${root}/link`, 'new');
    expect((await lstat(`${root}/link`)).isSymbolicLink()).toBe(true);
    expect(await readFile(`${root}/far/file`, 'utf8')).toBe('new');
    expect(await readdir(root)).toEqual(['far', 'link']);
  });

  it.skipIf(!isLinux)('writes to a device as it is, and never puts a file in its place', async () => {
    await symlink('/dev/null', `${root}/nowhere`);
    await nodeHost.writeFileAtomic(`${root}/nowhere`, 'gone');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
    expect((await lstat(`${root}/nowhere`)).isSymbolicLink()).toBe(true);
  });

  it('takes a name as long as the file system allows', async () => {
    await nodeHost.writeFileAtomic(`${root}/${'n'.repeat(255)}`, 'x');
    await expect(nodeHost.writeFileAtomic(`${root}/${'n'.repeat(256)}`, 'x')).rejects.toThrow('too long');
  });

  it.skipIf(isRoot)('says so where permission is denied (skipped as root, who may do all)', async () => {
    await chmod(root, 0o555);
    await expect(nodeHost.writeFileAtomic(`${root}/a`, 'x')).rejects.toThrow('permission denied');
    await expect(nodeHost.append(`${root}/a`, 'x')).rejects.toThrow('permission denied');
    await expect(nodeHost.lock(root)).rejects.toThrow('permission denied');
    await chmod(root, 0o755);
  });
});

describe('a full disk', () => {
  it.skipIf(!isLinux)('is reported with its remedy, by the device that is always full', async () => {
    const error = await nodeHost.append('/dev/full', 'x').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain('/dev/full: no space left on the disk; free some space');
    await expect(nodeHost.writeFileAtomic('/dev/full', 'x')).rejects.toThrow('no space left');
  });

  it.skipIf(!(isLinux && isRoot))(
    'leaves the last good checkpoint, the appended lines and no temporary file, at every size (skipped unless root, who may mount)',
    async (context) => {
      const disk = `${root}/disk`;
      await mkdir(disk);
      const stateOf = (fill: number) => ({
        'generator.w': { dtype: 'float32', shape: [1500], data: new Float32Array(1500).fill(fill) } as const,
      });
      let failures = 0;
      for (let pages = 8; pages <= 20; pages++) {
        try {
          await run('mount', ['-t', 'tmpfs', '-o', `size=${pages * 4096}`, 'none', disk]);
        } catch {
          return context.skip('no file system may be mounted here');
        }
        try {
          let last = 0;
          for (let step = 1; step <= 3; step++) {
            const work = writeCheckpoint(nodeHost, disk, { step, state: stateOf(step), meta: {} });
            const error = await work.then(
              () => undefined,
              (reason: unknown) => reason,
            );
            if (error === undefined) last = step;
            else
              expect(error).toMatchObject({
                name: 'UserError',
                message: expect.stringContaining('no space'),
              });
            if (error !== undefined) failures++;
            if (last === 0 && error !== undefined) continue;
            const read = await readCheckpoint(nodeHost, disk);
            expect([last, step]).toContain(read.step);
            expect(read.state).toEqual(stateOf(read.step));
            expect(read.warnings).toEqual([]);
            last = read.step;
          }
          await nodeHost.remove(`${disk}/checkpoints`);
          const line = 'x'.repeat(999);
          let lines = 0;
          let refused: unknown;
          while (refused === undefined && lines < 1000) {
            refused = await nodeHost.append(`${disk}/log`, `${line}\n`).then(
              () => undefined,
              (reason: unknown) => reason,
            );
            if (refused === undefined) lines++;
          }
          expect(refused).toBeInstanceOf(UserError);
          expect((await stat(`${disk}/log`)).size).toBe(lines * 1000);
          const names = await readdir(disk, { recursive: true });
          expect(names.filter((name) => name.includes('.tmp-'))).toEqual([]);
        } finally {
          await run('umount', [disk]);
        }
      }
      expect(failures).toBeGreaterThan(0);
    },
  );
});

describe('temporary files', () => {
  it('of dead processes are removed when the folder is locked, also below; all others stay', async () => {
    const dead = await deadProcess();
    await mkdir(`${root}/checkpoints`);
    const living = `.tmp-${process.ppid}-0123abcd`;
    const own = `.tmp-${process.pid}-0123abcd`;
    const recycled = `.tmp-${process.pid}-00000000`;
    for (const name of [
      `.tmp-${dead}-0123abcd`,
      `checkpoints/.tmp-${dead}-89abcdef`,
      living,
      own,
      recycled,
      `.tmp-${dead}-of the user`,
      'data.csv',
    ]) {
      await writeFile(`${root}/${name}`, '');
    }
    await utimes(`${root}/${recycled}`, 1, 1); // older than this process, so of another with the same id
    const lock = await nodeHost.lock(root);
    await lock.release();
    const left = [living, own, `.tmp-${dead}-of the user`, 'checkpoints', 'data.csv'];
    expect(await nodeHost.list(root)).toEqual(left.sort());
    expect(await nodeHost.list(`${root}/checkpoints`)).toEqual([]);
  });
});

/** The id of a process that has just ended. */
async function deadProcess(): Promise<number> {
  const child = run(process.execPath, ['-e', '']);
  await child;
  return child.child.pid!;
}
