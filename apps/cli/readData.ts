/** The user's table; how far the reading of a large file has come is shown on standard error. */
import type { DataOptions, Table } from '../../src/index.ts';
import { readTableFile } from '../../src/node.ts';
import { isOn, type Options } from './context.ts';
import { grouped } from './numbers.ts';
import { createProgress, noProgress } from './progress.ts';
import type { Words } from './words.ts';

export async function readData(
  path: string,
  data: DataOptions,
  options: Options,
  { data: words }: Words,
): Promise<Table> {
  const shows = !isOn(options, 'quiet') && options.progress !== false;
  const progress = shows ? createProgress(process.stderr, 1) : noProgress;
  try {
    return await readTableFile(path, data, ({ pass, rows, share }) =>
      progress.update(share, () => words.reading(path, pass, grouped(rows))),
    );
  } finally {
    progress.clear();
  }
}
