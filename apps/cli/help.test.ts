import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settingNames } from '../../src/index.ts';
import { run } from '../../test/commandLine.ts';
import { flagOf } from './flags.ts';

const COMMANDS = [
  'train',
  'tune',
  'sample',
  'forecast',
  'impute',
  'evaluate',
  'inspect',
  'doctor',
  'schema',
  'zoo',
];

describe('help', () => {
  test('lists the commands, examples to copy and the exit codes, and is no failure', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(stdout).toContain('\n  gan-lstm train data.csv\n');
    for (const exit of ['0', '1', '2', '3', '4', '5', '130', '143'])
      expect(stdout).toMatch(new RegExp(`^  ${exit} +\\w`, 'm'));
  });

  test('is shown with exit code 2 where no command is named', async () => {
    const { code, stdout } = await run([]);
    expect(code).toBe(2);
    expect(stdout).toContain('Usage: gan-lstm');
  });

  test.each(COMMANDS)('of %s begins with examples that name flags which exist', async (command) => {
    const { code, stdout } = await run([command, '--help']);
    expect(code).toBe(0);
    expect(stdout.indexOf('Examples:')).toBeGreaterThan(0);
    const [before, after] = stdout.split('Options:');
    const examples = before!.split('\n').filter((line) => line.startsWith(`  gan-lstm ${command}`));
    expect(examples.length).toBeGreaterThan(0);
    for (const [flag] of examples.join('\n').matchAll(/--[a-z-]+/g)) expect(after).toContain(flag);
  });

  test('of train shows a flag for every setting, and of inspect those of the data', async () => {
    const train = (await run(['train', '--help'])).stdout;
    const inspect = (await run(['inspect', '--help'])).stdout;
    for (const name of settingNames) expect(train).toMatch(new RegExp(`${flagOf(name).slice(2)}\\b`));
    expect(inspect).toContain('--delimiter');
    expect(inspect).not.toContain('--critic-hidden');
  });

  test('speaks Chinese by --language, GAN_LSTM_LANG and LANG, and the flag goes before the others', async () => {
    const first = async (args: string[], env = {}) =>
      (await run([...args, '--help'], { env })).stdout.slice(0, 3);
    expect(await first(['--language', 'zh'])).toBe('用法：');
    expect(await first(['train', '--language=zh'])).toBe('用法：');
    expect(await first(['sample'], { LANG: 'zh_CN.UTF-8' })).toBe('用法：');
    expect(await first([], { GAN_LSTM_LANG: 'zh', LANG: 'en_US.UTF-8' })).toBe('用法：');
    expect(await first(['--language', 'en'], { GAN_LSTM_LANG: 'zh' })).toBe('Usa');
    expect(await first([], { LANG: 'de_DE.UTF-8' })).toBe('Usa');
  });

  test('leaves no English heading in Chinese', async () => {
    const { stdout } = await run(['train', '--help', '--language', 'zh']);
    expect(stdout).not.toMatch(/^(Usage|Options|Arguments|Settings|Global Options|Examples)\b/m);
    expect(stdout).toContain('评判网络设置：');
  });

  test('is plain in a pipe, coloured where FORCE_COLOR asks, plain again by NO_COLOR', async () => {
    const [plain, coloured] = [await run(['--help']), await run(['--help'], { env: { FORCE_COLOR: '1' } })];
    expect(plain.stdout).not.toContain('\x1b');
    expect(coloured.stdout).toContain('\x1b[1m');
    const failed = await run(['trian'], { env: { FORCE_COLOR: '1' } });
    expect(failed.stderr).toContain('\x1b[31m');
    expect((await run(['trian'])).stderr).not.toContain('\x1b');
  });
});

test('--version is that of package.json', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  for (const flag of ['--version', '-V']) {
    expect(await run([flag])).toMatchObject({ code: 0, stdout: `${version}\n` });
  }
});

describe('a mistyped word is told with the nearest one that exists, and exit code 2', () => {
  test.each([
    [['trian', 'x.csv'], 'error: trian: is no command; did you mean train?'],
    [
      ['train', 'x.csv', '--criti-hidden', '3'],
      'error: --criti-hidden: is no flag of gan-lstm train; did you mean --critic-hidden?',
    ],
    [['sample', 'm', '--sed', '3'], 'error: --sed: is no flag of gan-lstm sample; did you mean --seed?'],
    [
      ['inspect', 'x.csv', '--headr'],
      'error: --headr: is no flag of gan-lstm inspect; did you mean --header?',
    ],
    [['train', '--zzzzzz'], 'error: --zzzzzz: is no flag of gan-lstm train; see gan-lstm train --help'],
    [['train', 'x.csv', '--steps'], 'error: --steps: needs a value; see gan-lstm train --help'],
    [['train', 'x.csv', '--header=maybe'], 'error: --header: takes no value but true or false'],
    [['sample'], "error: gan-lstm sample: missing required argument 'model'"],
    [['sample', 'a', 'b'], 'error: gan-lstm sample: too many arguments'],
  ])('%j', async (args, expected) => {
    const { code, stderr, stdout } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(expected);
  });

  test('all at once', async () => {
    const { stderr } = await run(['train', 'x.csv', '--lossy', 'hinge', '--steps', '3', '--bach=9']);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(stderr).toContain('did you mean --loss?');
    expect(stderr).toContain('did you mean --batch?');
  });
});
