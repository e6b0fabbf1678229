/** Whether a file may be written, asked before the work that fills it. */
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../src/index.ts';

/** A pipe or a device such as /dev/null holds nothing that could be lost. */
export async function requireFree(path: string, isForced: boolean): Promise<void> {
  const lookAt = (name: string) => stat(name).catch(() => undefined); // what else is wrong, writing tells
  const refuse = (where: string, what: string, remedy: string): never => {
    throw new UserError('file', [{ where, what, remedy }]);
  };
  const folder = dirname(path);
  const found = await lookAt(path);
  if (!found && !(await lookAt(folder))) refuse(folder, 'is no folder', 'make it first, or name another');
  if (found?.isFile() && !isForced) {
    refuse(path, 'exists already', 'name another file, or say --force to replace it');
  }
}
