/** Every bad input of a table, a folder or a model ends in words, with the right exit code and nothing written. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, TINY_CSV, TINY_NETWORK, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const numbers = (count: number) => Array.from({ length: count }, (_, i) => (Math.sin(i) * 10).toFixed(3));
const table = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;
const pairs = (change: (row: string, i: number) => string) =>
  numbers(60).map((value, i) => change(`${value},${i % 7}`, i));

interface BadTable {
  readonly name: string;
  readonly content: string;
  readonly args?: readonly string[];
  readonly code: number;
  readonly expected: RegExp;
}

const BAD_TABLES: readonly BadTable[] = [
  {
    name: 'ten thousand levels',
    content: table(
      'a,code',
      Array.from({ length: 20_000 }, (_, i) => `${Math.sin(i).toFixed(3)},c${(i * 7919) % 10_000}`),
    ),
    args: ['--columns', 'a,code'],
    code: 3,
    expected:
      /column "code": cannot be learned: it is text \(has 10000 different texts, and at most 1000 are learned as levels\)/,
  },
  {
    name: 'only missing values',
    content: table(
      'a,b',
      numbers(60).map((value, i) => `${value},${['NA', '', '?'][i % 3]}`),
    ),
    args: ['--columns', 'a,b'],
    code: 3,
    expected: /column "b": cannot be learned: it is empty \(holds only missing values; it is written blank\)/,
  },
  {
    name: 'key unique per row',
    content: table(
      'ticket,a',
      numbers(60).map((value, i) => `t${i},${value}`),
    ),
    args: ['--key', 'ticket'],
    code: 3,
    expected:
      /column "ticket": has one row for each key \(row 1 "t0", row 2 "t1"\); a sequence needs two steps or more; name a key whose values repeat/,
  },
  { name: 'empty file', content: '', code: 3, expected: /: is empty; give a file with a header/ },
  { name: 'header only', content: 'a,b\n', code: 3, expected: /has a header but no rows/ },
  { name: 'single row', content: 'a,b\n1,2\n', code: 3, expected: /has a single row/ },
  {
    name: 'prose',
    content: 'It was the best of times.\nIt was the worst, of times,\n',
    code: 3,
    expected: /error: prose\.csv/,
  },
  {
    name: 'ragged',
    content: table('a,b', ['1,2', '3', '4,5,6', '7,8']),
    code: 3,
    expected: /row 2 \(line 3\): has 1 cells[\s\S]*row 3 \(line 4\): has 3 cells/,
  },
  {
    name: 'infinite',
    content: table(
      'a,b',
      pairs((row, i) => (i === 7 ? '1,Inf' : row)),
    ),
    code: 3,
    expected: /row 8 \(line 9\), column "b": is infinite/,
  },
  {
    name: 'words',
    content: table(
      'a,b',
      pairs((row, i) => (i === 3 ? '1,x' : row)),
    ),
    code: 3,
    expected: /row 4 \(line 5\), column "b": "x" is no number/,
  },
  {
    name: 'all constant',
    content: table(
      'a,b',
      pairs(() => '1,2'),
    ),
    code: 3,
    expected: /no column of varying numbers/,
  },
  {
    name: 'shorter than a window',
    content: TINY_CSV,
    args: ['--length', '500'],
    code: 3,
    expected: /window of 500 steps.*120 rows/,
  },
  {
    name: 'huge cell',
    content: table(
      'a,b',
      pairs((row, i) => (i === 3 ? `1,${'9'.repeat(200_000)}` : row)),
    ),
    code: 3,
    expected: /line 5, column 2: holds 200000 characters/,
  },
  {
    name: 'duplicate header',
    content: table(
      'a,a',
      pairs((row) => row),
    ),
    code: 3,
    expected: /columns 1 and 2 are both called "a"/,
  },
  {
    name: 'wrong delimiter',
    content: TINY_CSV,
    args: ['--delimiter', ';'],
    code: 2,
    expected: /error: --delimiter ";": .*comma/,
  },
  {
    name: 'wrong column',
    content: TINY_CSV,
    args: ['--key', 'dat', '--ignore', 'x,coumt'],
    code: 2,
    expected: /--key: .*"date"[\s\S]*--ignore: .*"x"[\s\S]*--ignore: .*"count"/,
  },
];

beforeAll(async () => {
  writeFileSync(join(cwd, 'tiny.csv'), TINY_CSV);
  const { code, stderr } = await run(
    ['train', 'tiny.csv', ...TINY_NETWORK, '--steps', '3', '--out', 'model', '-q'],
    { cwd },
  );
  if (code !== 0) throw new Error(stderr);
});

describe('a bad table', () => {
  test.each(BAD_TABLES)('$name', async ({ name, content, args = [], code, expected }) => {
    const file = `${name.replaceAll(' ', '-')}.csv`;
    writeFileSync(join(cwd, file), content);
    const trained = await run(['train', file, '--steps', '2', '--out', `of-${file}`, ...args], { cwd });
    expect(trained.stderr).toMatch(expected);
    expect(trained).toMatchObject({ code, stdout: '' });
    for (const line of trained.stderr.trimEnd().split('\n'))
      expect(line).toMatch(/^(error|warning): .+: .+; .+$/);
    expect(existsSync(join(cwd, `of-${file}`))).toBe(false);
  });

  test('is told by inspect in the same words', async () => {
    for (const file of ['ragged.csv', 'all-constant.csv']) {
      const trained = await run(['train', file], { cwd });
      const inspected = await run(['inspect', file], { cwd });
      expect(inspected.code).toBe(3);
      expect(inspected.stderr).toContain(trained.stderr);
    }
  });

  test('a missing file, a folder, and a foreign format', async () => {
    expect(await run(['train', 'absent.csv'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('error: absent.csv: does not exist'),
    });
    expect(await run(['train', 'model'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('error: model: is a folder'),
    });
    writeFileSync(join(cwd, 'book.xlsx'), Buffer.from('PK\x03\x04rest'));
    expect(await run(['inspect', 'book.xlsx'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('export it as CSV'),
    });
  });

  test('cannot send control codes to the terminal', async () => {
    writeFileSync(
      join(cwd, 'codes.csv'),
      table(
        'a,\x1b[31mred\x1b]0;title\x07',
        pairs((row, i) => (i === 3 ? '1,\x1b[2J' : row)),
      ),
    );
    const { stdout, stderr } = await run(['inspect', 'codes.csv'], { cwd, env: { FORCE_COLOR: '0' } });
    expect(stdout + stderr).not.toContain('\x1b');
    expect(stderr).toContain('\\u001b');
  });
});

describe('a bad model', () => {
  /** A copy of the model with one change. */
  function changed(name: string, change: (folder: string) => void): string {
    cpSync(join(cwd, 'model'), join(cwd, name), { recursive: true });
    change(join(cwd, name));
    return name;
  }

  test('an absent or foreign folder', async () => {
    mkdirSync(join(cwd, 'foreign'));
    expect(await run(['sample', 'foreign'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('foreign: is no model'),
    });
    expect(await run(['sample', 'absent'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('absent: does not exist'),
    });
    expect(await run(['train', '--resume', 'foreign'], { cwd })).toMatchObject({ code: 3 });
  });

  test('a configuration cut short, or of another version', async () => {
    const cut = changed('cut', (folder) => writeFileSync(join(folder, 'config.json'), '{"version": 1,'));
    expect(await run(['inspect', cut], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('cut/config.json: is not valid JSON'),
    });
    const future = changed('future', (folder) =>
      writeFileSync(join(folder, 'config.json'), '{"version": 99}'),
    );
    expect(await run(['sample', future], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('version 99'),
    });
  });

  test('weights cut short: the checkpoint stands in, with a warning; without one it is an error', async () => {
    const cut = changed('weights', (folder) => {
      const path = join(folder, 'generator.safetensors');
      writeFileSync(path, readFileSync(path).subarray(0, 100));
    });
    const whole = await run(['sample', 'model', '--count', '2'], { cwd });
    const saved = await run(['sample', cut, '--count', '2'], { cwd });
    expect(saved.code).toBe(0);
    expect(saved.stderr).toContain('warning: weights/generator.safetensors: ');
    expect(saved.stdout).toBe(whole.stdout);
    rmSync(join(cwd, cut, 'checkpoints'), { recursive: true });
    const lost = await run(['sample', cut], { cwd });
    expect(lost).toMatchObject({ code: 3, stdout: '' });
    expect(lost.stderr).toContain('error: weights/generator.safetensors: ');
  });
});

describe('a place that cannot be written', () => {
  test('an output in a folder that does not exist', async () => {
    expect(await run(['sample', 'model', '-o', 'absent/x.csv'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('error: absent: is no folder'),
    });
    expect(await run(['sample', 'model', '-o', 'model', '--format', 'csv'], { cwd })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('model: is a folder'),
    });
  });

  test('a model below a file', async () => {
    const { code, stderr } = await run(['train', 'tiny.csv', ...TINY_NETWORK, '--out', 'tiny.csv/x'], {
      cwd,
    });
    expect(code).toBe(3);
    expect(stderr).toContain('error: tiny.csv/x: ');
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk', async () => {
    const { code, stderr } = await run(['sample', 'model', '-o', '/dev/full', '--format', 'csv'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('error: /dev/full: no space left on the disk');
    const piped = await run(['sample', 'model'], { cwd, stdout: openSync('/dev/full', 'w') });
    expect(piped.code).toBe(3);
    expect(piped.stderr).toContain('error: standard output: cannot be written to (ENOSPC)');
  });

  test('leaves no temporary files', () => {
    expect(
      readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.tmp')),
    ).toEqual([]);
  });
});

describe('impossible settings', () => {
  const cores = availableParallelism();
  const refused = async (...args: readonly string[]) => {
    const { code, stderr } = await run(['train', 'tiny.csv', ...TINY_NETWORK, ...args, '--out', 'refused'], {
      cwd,
    });
    expect(existsSync(join(cwd, 'refused'))).toBe(false);
    return `${code} ${stderr.trimEnd()}`;
  };

  test.each<[readonly string[], string]>([
    [
      ['--penalty', 'gradientPenalty', '--penalty-weight', '-1'],
      '2 error: --penalty-weight: -1 will not do; give a number of at least 0',
    ],
    [['--critic-steps', '0'], '2 error: --critic-steps: 0 will not do; give a whole number of at least 1'],
    [
      ['--batch', '500'],
      '2 error: --batch: 500 is more than the 113 sequences that are trained on; give at most 113, or a smaller --stride to have more sequences',
    ],
    [
      ['--batch', `${cores + 1}`, '--workers', `${cores + 1}`],
      `2 error: --workers: ${cores + 1} are more than the ${cores} that can run at the same time here; give at most ${cores}, or leave it at auto`,
    ],
    [['--workers', '9'], '2 error: --workers: 9 are more than the batch of 8 has sequences; give at most 8'],
    [['--critic-rate', '0'], '2 error: --critic-rate: 0 will not do; give a number above 0'],
    [
      ['--loss', 'minimax', '--penalty-weight', '3'],
      '2 error: --penalty-weight: weighs a penalty, but there is none; leave it out, or choose a --penalty',
    ],
  ])('%j are refused with what would do, and nothing is written', async (args, expected) => {
    expect(await refused(...args)).toBe(expected);
  });

  test('in a file are refused by the name of the file once, and by that of the setting in the remedy', async () => {
    writeFileSync(join(cwd, 'run.yaml'), 'batch: 10\nworkers: 4\nstride: 1\nlength: 8\n');
    const told = async () =>
      (await run(['train', 'tiny.csv', '--config', 'run.yaml', '--out', 'refused'], { cwd })).stderr;
    expect(await told()).toBe(
      'error: run.yaml, "workers": 4 cannot share a batch of 10 equally; give a divisor of the batch, or "batch" 8\n',
    );
    writeFileSync(join(cwd, 'run.yaml'), 'batch: 500\nstride: 1\nlength: 8\nlos: hinge\n');
    expect(await told()).toBe('error: run.yaml, "los": is no setting; did you mean "loss"?\n');
    writeFileSync(join(cwd, 'run.yaml'), 'batch: 500\nstride: 1\nlength: 8\n');
    expect(await told()).toMatch(/^error: run.yaml, "batch": 500 .*, or a smaller "stride" to have/);
  });
});

test('a run that diverges keeps the last good state and exits with 5', async () => {
  const args = [
    ...TINY_NETWORK,
    '--optimizer',
    'sgd',
    '--critic-rate',
    '1e30',
    '--generator-rate',
    '1e30',
    '--schedule',
    'constant',
  ];
  const { code, stderr } = await run(['train', 'tiny.csv', ...args, '--steps', '50', '--out', 'diverged'], {
    cwd,
  });
  expect(code).toBe(5);
  expect(stderr).toMatch(/warning: .*not finite.*; .*learning rates/);
  const { stdout } = await run(['inspect', 'diverged', '--json'], { cwd });
  expect(JSON.parse(stdout).state).toBe('diverged');
  expect((await run(['sample', 'diverged', '--count', '1'], { cwd })).stdout).toContain(
    'date,level,count\n2024-',
  );
});
