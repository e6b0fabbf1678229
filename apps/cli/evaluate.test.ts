import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, TINY_NETWORK, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const QUICK = ['--metrics', 'wasserstein,copies-exact', '--length', '8'];
const evaluate = (...args: readonly string[]) => run(['evaluate', ...args], { cwd });

/** Ends the second worker at its second word, as a machine that is short of memory would. */
const KILLER = `
import threads from 'node:worker_threads';
import { syncBuiltinESMExports } from 'node:module';
let count = 0;
threads.Worker = class extends threads.Worker {
  constructor(...given) {
    super(...given);
    let words = 0;
    if (++count === 2) this.on('message', () => ++words === 2 && this.terminate());
  }
};
syncBuiltinESMExports();
`;

/** A wave whose phase wanders, so that no window comes twice. */
const level = (row: number) => (20 + 5 * Math.sin(row / 9 + Math.sin(row / 50))).toFixed(3);
const load = (row: number) => (50 + 9 * Math.cos(row / 23)).toFixed(2);
const table = (head: string, rows: number, rowOf: (row: number) => number, shift = 0) =>
  `${head}\n${Array.from({ length: rows }, (_, i) => `${level(rowOf(i))},${Number(load(rowOf(i))) + shift}`).join('\n')}\n`;
const windows = (offset: number) => (i: number) => ((Math.floor(i / 8) * 37) % 380) + offset + (i % 8);

beforeAll(() => {
  const files = {
    'real.csv': table('level,load', 400, (row) => row),
    'fresh.csv': table('level,load', 640, windows(0.5)),
    'copy.csv': table('level,load', 640, windows(0)),
    'shifted.csv': table('level,load', 640, windows(0.5), 60),
    'renamed.csv': table('Level,load', 640, windows(0.5)),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
});

describe('evaluate', () => {
  test('writes the report beside GENERATED and says in three sentences what it found', async () => {
    const { code, stdout, stderr } = await evaluate('real.csv', 'fresh.csv', ...QUICK);
    expect({ code, stderr: stderr.split('\n')[0] }).toEqual({
      code: 0,
      stderr: 'Judging 80 generated against 393 real sequences of 8 steps, 2 features',
    });
    expect(stdout.split('\n')).toEqual([
      'The generated sequences behave like the real ones in every respect that could be judged.',
      expect.stringMatching(
        /^Even the column that fits worst, “(level|load)”, is off by no more than 0\.\d+ /,
      ),
      expect.stringMatching(/^No sign of copied training data was found; without held-out data/),
      '',
      'Report  fresh.evaluation.html',
      '',
    ]);
    expect(readFileSync(join(cwd, 'fresh.evaluation.html'), 'utf8')).toContain(
      '<h1>fresh.csv against real.csv</h1>',
    );
  });

  test('tells a copy of the data and another level, each in its first sentences', async () => {
    const [copy, shifted] = await Promise.all([
      evaluate('real.csv', 'copy.csv', ...QUICK, '-q'),
      evaluate('real.csv', 'shifted.csv', ...QUICK, '-q'),
    ]);
    expect(copy.stdout).toMatch(/^The generated sequences repeat the training data \(100% of them/);
    expect(copy.stderr).toContain('100 % of its sequences are real ones, value for value');
    expect(shifted.stdout).toMatch(/^The generated sequences differ clearly from the real ones in values\./);
    expect(shifted.stdout).toMatch(
      /Farthest off is the column “load”, most at step \d of 8: 1\d\d\.?\d* on average/,
    );
    expect(shifted.stderr).toContain('column "load": real values run from');
  });

  test('does not replace a report unless told, and says so before it measures', async () => {
    writeFileSync(join(cwd, 'kept.html'), 'mine');
    const refused = await evaluate('real.csv', 'fresh.csv', ...QUICK, '--out', 'kept.html');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toBe(
      'error: kept.html: exists already; name another file, or say --force to replace it\n',
    );
    expect(readFileSync(join(cwd, 'kept.html'), 'utf8')).toBe('mine');
    expect((await evaluate('real.csv', 'fresh.csv', ...QUICK, '--out', 'kept.html', '--force')).code).toBe(0);
    expect(readFileSync(join(cwd, 'kept.html'), 'utf8')).toContain('<!doctype html>');
  });

  test('gives JSON on standard output and nothing else there, and a table of Markdown', async () => {
    const args = ['--out', 'json.html', '--json', '-', '--markdown', 'card.md', '--language', 'zh'];
    const { stdout, stderr } = await evaluate('real.csv', 'fresh.csv', ...QUICK, ...args);
    const result = JSON.parse(stdout) as { schema: string; metrics: { id: string }[] };
    expect(result.schema).toBe('gan-lstm/evaluation');
    expect(result.metrics.map(({ id }) => id)).toEqual(['wasserstein', 'copies-exact']);
    expect(stderr).toContain('在能够判断的各个方面');
    const card = readFileSync(join(cwd, 'card.md'), 'utf8');
    expect(card).toMatch(/^## fresh\.csv 对照 real\.csv$/m);
    expect(card).toMatch(
      /^\| 边缘 Wasserstein 距离 \| 0\.\d+ \| 越低越好 \| .+ \| marginal-wasserstein v1 /m,
    );
    expect(card.replaceAll(/^\|.*$/gm, '')).not.toMatch(/[a-z]{3,} [a-z]{3,} [a-z]{3,}/i);
    expect(readFileSync(join(cwd, 'json.html'), 'utf8')).toContain('<html lang="zh-Hans">');
  });

  test('ends with 4 where a gate is not met, and measures what a gate asks for', async () => {
    const args = ['--gate', 'wasserstein<=0.5', '--gate', 'unique >= 2', '--out', 'gate.html'];
    const { code, stdout } = await evaluate('real.csv', 'fresh.csv', ...QUICK, ...args);
    expect(code).toBe(4);
    expect(stdout).toMatch(/^Gate {4}met: wasserstein is 0\.\d+, gate <= 0\.5$/m);
    expect(stdout).toMatch(/^Gate {4}not met: unique is 1, gate >= 2/m);
    expect(existsSync(join(cwd, 'gate.html'))).toBe(true);
    const met = await evaluate('real.csv', 'fresh.csv', ...QUICK, '--gate', 'unique>0', '--out', 'met.html');
    expect(met.code).toBe(0);
  });

  test('judges a model by sequences that it makes', async () => {
    const trained = await run(['train', 'real.csv', ...TINY_NETWORK, '--steps', '4', '-q'], { cwd });
    expect(trained.stderr).toBe('');
    const { code, stdout, stderr } = await evaluate('real.csv', 'runs/real', '--metrics', 'wasserstein');
    expect(code).toBe(0);
    expect(stderr).toContain('Judging 393 generated against 393 real sequences of 8 steps');
    expect(stdout).toContain('Report  runs/real/evaluation.html');
  });

  test('keeps floors and ceilings where --cache says', async () => {
    const args = [...QUICK, '--out', 'cache.html', '--force', '--cache', 'floors'];
    const first = await evaluate('real.csv', 'fresh.csv', ...args);
    const second = await evaluate('real.csv', 'fresh.csv', ...args);
    expect(first.stderr).not.toContain('from the cache');
    expect(second.stderr).toContain('2 figures with floors from the cache');
    expect(second.stdout).toBe(first.stdout);
    expect(readdirSync(join(cwd, 'floors'))).toHaveLength(2);
  });

  test.skipIf(availableParallelism() < 2)(
    'judges on two threads as on one, byte for byte, and says so when one of them dies',
    async () => {
      writeFileSync(join(cwd, 'killer.mjs'), KILLER);
      const args = ['evaluate', 'real.csv', 'fresh.csv', '--metrics', 'random-convolutions', '--length', '8'];
      const rest = ['--repetitions', '2', '--json', '-', '--force', '-q', '--out', 'threads.html'];
      const one = await run([...args, ...rest, '--workers', '1'], { cwd });
      const two = await run([...args, ...rest, '--workers', '2'], { cwd });
      expect([one.code, two.code], two.stderr).toEqual([0, 0]);
      expect(two.stdout).toBe(one.stdout);
      const lost = await run([...args, '-q', '--out', 'lost.html', '--workers', '2'], {
        cwd,
        node: ['--import', `file://${join(cwd, 'killer.mjs')}`],
      });
      expect(lost.code, lost.stderr).toBe(1);
      expect(lost.stderr).toMatch(
        /^error: worker 2 of 2: died, so the evaluation cannot go on; nothing was written; where memory is short, judge with fewer workers/m,
      );
      expect(existsSync(join(cwd, 'lost.html'))).toBe(false);
    },
  );

  test('lists every figure with a sentence, in both languages', async () => {
    const { code, stdout } = await evaluate('--list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^discriminative +Discriminative score +slow\n {4}A small recurrent network/);
    expect((await evaluate('--list', '--language', 'zh')).stdout).toMatch(/^discriminative +判别得分/);
  });
});

describe('bad input of evaluate', () => {
  const failing = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await evaluate(...args);
    expect(stdout).toBe('');
    return `${code} ${stderr}`;
  };

  test('tells what is missing, and every wrong flag at once', async () => {
    expect(await failing()).toMatch(/^2 error: evaluate: there is nothing to judge; name both/);
    expect(await failing('real.csv')).toMatch(/^2 error: evaluate: there is only one set/);
    const flags = [
      '--gate',
      'coverge>=1',
      '--repetitions',
      'few',
      '--seed',
      '-1',
      '--workers',
      'many',
      '--json',
      '-',
      '--markdown',
      '-',
    ];
    const message = await failing('real.csv', 'fresh.csv', ...flags);
    expect(message).toMatch(/^2 /);
    expect(message).toContain('did you mean "coverage"?');
    expect(message).toContain('--repetitions: "few" will not do');
    expect(message).toContain('--seed: "-1" will not do');
    expect(message).toContain('--workers: "many" will not do');
    expect(await failing('real.csv', 'fresh.csv', '--out', 'x.html', '--workers', '999')).toMatch(
      /^2 error: --workers: 999 are more than the \d+ that can run at the same time here; give at most/,
    );
    expect(message).toContain('--markdown: standard output is given to --json already');
    expect(await failing('real.csv', 'fresh.csv', '--metrics', 'wassersten', '--out', 'x.html')).toMatch(
      /--metrics: there is no metric "wassersten"; did you mean "wasserstein"\?/,
    );
  });

  test('refuses files that are not there, folders, and columns that differ, each with a remedy', async () => {
    mkdirSync(join(cwd, 'folder'), { recursive: true });
    expect(await failing('none.csv', 'fresh.csv', '--out', 'x.html')).toMatch(
      /^3 error: none\.csv: does not exist/,
    );
    expect(await failing('folder', 'real.csv')).toContain('is a folder where the real data are wanted');
    expect(await failing('real.csv', 'folder')).toMatch(/^3 error: folder: is no model/);
    expect(await failing('real.csv', 'renamed.csv')).toMatch(
      /^3 error: renamed\.csv: lacks the column "level"; rename "Level"/,
    );
    expect(await failing('real.csv', 'renamed.csv', '--language', 'zh')).toMatch(
      /^3 error: renamed\.csv: 缺少列 "level"; 请把 "Level" 改名，或用 --columns 指明两者都有的列/,
    );
    expect(await failing('real.csv', 'fresh.csv', '--out', 'nowhere/x.html')).toContain(
      'nowhere: is no folder',
    );
    expect(await failing('real.csv', 'fresh.csv', '--colums', 'level')).toContain('did you mean --columns?');
    expect(existsSync(join(cwd, 'x.html'))).toBe(false);
  });

  test('Ctrl-C ends it with 130 and leaves no report', async () => {
    const args = ['real.csv', 'fresh.csv', '--length', '8', '--out', 'stopped.html'];
    const { code } = await run(['evaluate', ...args], {
      cwd,
      during: (child) => {
        child.stderr!.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('Judging')) child.kill('SIGINT');
        });
      },
    });
    expect(code).toBe(130);
    expect(existsSync(join(cwd, 'stopped.html'))).toBe(false);
  });
});
