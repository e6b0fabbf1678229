import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('examples/trainAndSample.mjs trains and prints rows of the columns that it learned', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gan-lstm-example-'));
  try {
    const argv = ['examples/trainAndSample.mjs', 'datasets/energy.csv', join(folder, 'model'), '50'];
    const { stdout } = await promisify(execFile)(process.execPath, argv);
    expect(stdout).toMatch(/^step 50: critic \d/);
    expect(stdout).toContain('date,T1,T_out\n');
    expect(
      stdout
        .trim()
        .split('\n')
        .filter((line) => /^\d{4}-/.test(line)),
    ).toHaveLength(2 * 24);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
