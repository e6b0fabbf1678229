import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recipes } from '../../src/index.ts';
import { run, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();

describe('zoo list and show', () => {
  test('list has every recipe in a line, in both languages', async () => {
    const english = (await run(['zoo', 'list'])).stdout.trimEnd().split('\n');
    expect(english.map((line) => line.split(' ')[0])).toEqual(recipes.map(({ name }) => name));
    const chinese = (await run(['zoo', 'list', '--language', 'zh'])).stdout;
    for (const { name, title } of recipes)
      expect(chinese).toMatch(new RegExp(`^${name} +${title.zh.slice(0, 6)}`, 'm'));
  });

  test('show tells paper, formula, training, deviations, and published figures with their source', async () => {
    const { code, stdout } = await run(['zoo', 'show', 'timegan']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^timegan: TimeGAN.*\nYoon, Jarrett, van der Schaar 2019/);
    expect(stdout).toContain('Training\na training of its own, 3 phases of ');
    expect(stdout).toMatch(
      /^stocks +discriminative +0\.102 ± 0\.021 +timegan-2019 +Yoon et al\. 2019, Table 2, row TimeGAN$/m,
    );
  });

  test('show of a recipe that is settings alone prints them as a configuration would say them', async () => {
    const { stdout } = await run(['zoo', 'show', 'article-lstm', '--language', 'zh']);
    expect(stdout).toContain('训练\n即 gan-lstm train 的 GAN，500 步，设置如下：\n  loss: standard\n');
    expect(stdout).toContain('发表的数值（24 步的窗口）\n在这些协议下没有发表数值\n');
  });

  test.each([
    [['zoo', 'show', 'timgan'], /^error: timgan: is no recipe; did you mean timegan\?$/m],
    [['zoo', 'lst'], /^error: lst: is no command; did you mean list\?$/m],
    [
      ['zoo', 'run', 'rcgan', '--seed', '3'],
      /^error: --seed: is no flag of gan-lstm zoo run; did you mean --seeds\?$/m,
    ],
    [
      ['zoo', 'run', 'nobody', '--jobs', '0'],
      /^error: nobody: is no recipe.*\n^error: --jobs: "0" will not do/m,
    ],
    [
      ['zoo', 'run', 'rcgan', '--metrics', 'fid'],
      /^error: --metrics: "fid" is none that recipes are compared by/m,
    ],
    [['zoo', 'run', 'rcgan', 'sines', 'sines'], /^error: sines: is the second set named sines/m],
  ])('%j is a mistake of usage, with a remedy', async (args, message) => {
    const { code, stderr } = await run(args, { cwd });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  test('without a command below it, zoo shows them, with exit code 2', async () => {
    const { code, stdout, stderr } = await run(['zoo']);
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(/^ {2}compare /m);
    expect(stdout + stderr).not.toContain('error:');
  });

  test('compare without runs says how to make some', async () => {
    const { code, stderr } = await run(['zoo', 'compare', '--out', 'nothing'], { cwd });
    expect(stderr).toMatch(/nothing: holds no runs of the zoo; make some first: gan-lstm zoo run all/);
    expect(code).toBe(3);
  });
});

describe('zoo run', () => {
  const rows = Array.from({ length: 70 }, (_, i) => `${Math.sin(i / 3)},${Math.cos(i / 5)}`);
  writeFileSync(join(cwd, 'waves.csv'), `a,b\n${rows.join('\n')}\n`);
  const flags = [
    '--length',
    '6',
    '--seeds',
    '1',
    '--steps',
    '2',
    '--repetitions',
    '1',
    '--metrics',
    'discriminative',
  ];
  const args = ['zoo', 'run', 'article-cnn,block-bootstrap', 'stocks=waves.csv', ...flags, '--out', 'made'];
  const first = run([...args, '--jobs', '2'], { cwd });

  const windowsOf = (folder: string) => {
    const made = readdirSync(join(cwd, folder, 'stocks')).filter((name) => name.startsWith('article-cnn-1-'));
    expect(made.length).toBe(1);
    return readFileSync(join(cwd, folder, 'stocks', made[0]!));
  };

  test('trains and judges on two cores, tells every piece, and ends with the table', async () => {
    const { code, stdout, stderr } = await first;
    expect(stderr).toContain('4 pieces of work, 0 done before\n');
    expect(stderr).toMatch(/^stocks, article-cnn, 1: trained in \d+ s$/m);
    expect(stderr).toMatch(/^\d\/4 {2}stocks, floor, 1: discriminative [\d.]+ \(judged in \d+ s\)$/m);
    expect(stderr).toContain('The table is in made/zoo.md and made/zoo.json\n');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\| article-cnn \| 2 \| 1 \| {2}\| [\d.]+ \|/m);
    expect(stdout).not.toContain('not ours'); // windows of 6 steps, where published figures are of 24
    expect(readFileSync(join(cwd, 'made/zoo.md'), 'utf8')).toBe(stdout);
    const { sections } = JSON.parse(readFileSync(join(cwd, 'made/zoo.json'), 'utf8'));
    expect(sections[0]).toMatchObject({ dataset: 'stocks', length: 6, count: 65, repetitions: 1 });
    expect(windowsOf('made').length).toBeGreaterThan(65 * 6 * 2 * 4);
  });

  test('does nothing that was done, and compare prints the same table', async () => {
    const { stdout } = await first;
    const again = await run([...args, '--language', 'zh'], { cwd });
    expect(again.stderr).toContain('共 4 项工作，其中 4 项此前已完成\n');
    expect(again.stdout).toBe(stdout);
    expect((await run(['zoo', 'compare', '--out', 'made'], { cwd })).stdout).toBe(stdout);
  });

  test.each(['1', '2'])(
    'with %s jobs it stops at Ctrl-C with what is done, and goes on from there',
    async (jobs) => {
      const command = [
        'zoo',
        'run',
        'rcgan',
        'waves.csv',
        ...flags,
        '--steps',
        '100000',
        '--out',
        `stopped${jobs}`,
        '--jobs',
        jobs,
      ];
      const { code, stderr } = await run(command, {
        cwd,
        during: (child) =>
          child.stderr!.on('data', (text: Buffer) => {
            if (text.toString().includes('rcgan, 1: training')) child.kill('SIGINT');
          }),
      });
      expect(stderr).toMatch(/^1\/3 {2}waves, (floor|ceiling), 1: discriminative/m);
      expect(stderr).not.toContain('rcgan, 1: trained');
      expect(code).toBe(130);
      const again = await run([...command, '--steps', '2'], { cwd });
      // of two jobs the other may be under way when it stops
      expect(again.stderr).toMatch(
        jobs === '1' ? /^3 pieces of work, 2 done before$/m : /^3 pieces of work, [12] done before$/m,
      );
      expect(again.code).toBe(0);
    },
  );

  test('makes with one job what it makes with two, bit by bit', async () => {
    await first;
    const other = await run([...args.slice(0, -1), 'alone', '--quiet'], { cwd });
    expect({ code: other.code, stdout: other.stdout }).toEqual({ code: 0, stdout: '' });
    expect(windowsOf('alone').equals(windowsOf('made'))).toBe(true);
  });
});
