import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, TINY_CSV, TINY_NETWORK, type Transcript, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const WEIGHTS = ['generator', 'critic', 'optimizer'].map((name) => `${name}.safetensors`);
const train = (...args: readonly string[]) => run(['train', ...args], { cwd });
const lines = (text: string) => text.trimEnd().split('\n');
const eventsOf = ({ stdout }: Transcript) => lines(stdout).map((line) => JSON.parse(line));

let first: Transcript;
beforeAll(async () => {
  writeFileSync(join(cwd, 'tiny.csv'), TINY_CSV);
  first = await train('tiny.csv', ...TINY_NETWORK, '--steps', '20');
});

describe('train', () => {
  test('writes a model to runs/<name of the data>', () => {
    expect(first.code, first.stderr).toBe(0);
    const files = [
      'config.json',
      'codec.json',
      'journal.jsonl',
      'generator.onnx',
      'report.html',
      'README.md',
    ];
    for (const name of [...files, ...WEIGHTS])
      expect(existsSync(join(cwd, 'runs/tiny', name)), name).toBe(true);
  });

  test('says on standard error what it understood and decided', () => {
    expect(first.stderr).toContain('tiny.csv: 120 rows, 3 columns, 2 learned\n');
    expect(first.stderr).toMatch(/^ {2}date +date\/time +time .*step 1 day$/m);
    expect(first.stderr).toMatch(/^ {2}count +count +learned +20 +80 /m);
    expect(first.stderr).toMatch(/113 of 8 steps, stride 1/);
    expect(first.stderr).toMatch(/^ {2}run +20 steps of 8 sequences, seed 1, onnxruntime-node/m);
  });

  test('ends standard output with the model, the report and the next command', () => {
    expect(lines(first.stdout).slice(-3)).toEqual([
      'Model   runs/tiny',
      'Report  runs/tiny/report.html',
      'Next    gan-lstm sample runs/tiny -o new.csv',
    ]);
  });

  test('writes no colours and no control characters to a pipe', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be absent
    expect(first.stdout + first.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  test('--quiet says nothing', async () => {
    const { code, stdout, stderr } = await train(
      'tiny.csv',
      ...TINY_NETWORK,
      '--steps',
      '2',
      '--out',
      'quiet',
      '-q',
    );
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('refuses a folder that holds a model, and --force replaces it', async () => {
    const before = readFileSync(join(cwd, 'runs/tiny/generator.safetensors'));
    const refused = await train('tiny.csv', ...TINY_NETWORK, '--steps', '3');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/error: runs\/tiny: holds a model already; .*--out.*--resume.*--force/);
    expect(readFileSync(join(cwd, 'runs/tiny/generator.safetensors'))).toEqual(before);
    const arguments_ = ['tiny.csv', ...TINY_NETWORK, '--out', 'forced', '--quiet', '--steps'];
    await train(...arguments_, '2');
    const forced = await train(...arguments_, '3', '--force');
    expect(forced.code).toBe(0);
    const { stdout } = await run(['inspect', 'forced', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ step: 3, state: 'finished' });
  });

  test('never takes over a folder of other files, not by --force either', async () => {
    mkdirSync(join(cwd, 'mine'));
    writeFileSync(join(cwd, 'mine/thesis.txt'), 'x');
    const { code, stderr } = await train('tiny.csv', ...TINY_NETWORK, '--out', 'mine', '--force');
    expect(code).toBe(3);
    expect(stderr).toContain('error: mine: exists, is not empty and holds no model');
    expect(existsSync(join(cwd, 'mine/thesis.txt'))).toBe(true);
  });

  test('--dry-run prints the same description and writes nothing', async () => {
    const { code, stdout } = await train('tiny.csv', ...TINY_NETWORK, '--out', 'dry', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('tiny.csv: 120 rows, 3 columns, 2 learned');
    expect(stdout).toContain('Nothing was written');
    expect(existsSync(join(cwd, 'dry'))).toBe(false);
    const json = JSON.parse((await train('tiny.csv', '--batch', '9', '--dry-run', '--json')).stdout);
    expect(json).toMatchObject({ schemaVersion: 1, settings: { batch: 9, seed: 1 } });
    expect(json.description.columns).toHaveLength(3);
  });
});

describe('train --json', () => {
  test('writes one event a line, the format in the first, and nothing else', async () => {
    const told = await train('tiny.csv', ...TINY_NETWORK, '--steps', '1200', '--out', 'json', '--json');
    expect({ code: told.code, stderr: told.stderr }).toEqual({ code: 0, stderr: '' });
    const events = eventsOf(told);
    expect(events[0]).toMatchObject({ schemaVersion: 1, type: 'run', data: 'tiny.csv', folder: 'json' });
    expect(events[1]).toMatchObject({ type: 'data', description: { rows: 120 } });
    expect(events[2]).toMatchObject({ type: 'start', step: 0, settings: { steps: 1200 } });
    const steps = events.filter(({ type }) => type === 'step');
    expect(steps.length).toBeLessThanOrEqual(500);
    expect(steps.length).toBeGreaterThan(300);
    expect(steps.at(-1).step).toBe(1200);
    expect(Number.isFinite(steps[0].measures.criticLoss)).toBe(true);
    expect(events.at(-1)).toEqual({ type: 'done', step: 1200, reason: 'finished' });
    expect(events.at(-2)).toMatchObject({ type: 'report', file: 'json/report.html' });
  });

  test('tells a failure as an event too', async () => {
    const { code, stdout, stderr } = await train('tiny.csv', '--length', '999', '--json');
    expect(code).toBe(3);
    const event = JSON.parse(lines(stdout).at(-1)!);
    expect(event).toMatchObject({ type: 'error', kind: 'data', problems: [{ where: 'tiny.csv' }] });
    expect(stderr).toContain('error: tiny.csv: ');
  });
});

describe('a configuration file', () => {
  const settings = { length: 8, batch: 8, noise: 2, sequenceNoise: 2, generatorHidden: 4, criticHidden: 4 };
  const file = { ...settings, criticLayers: 1, steps: 20, spectralNorm: false, ignore: [] };
  const { ignore: _, ...told } = file;

  test('in YAML or JSON says the same as flags: the model has the same bytes', async () => {
    const yaml = Object.entries(told).map(([name, value]) => `${name}: ${value}\n`);
    writeFileSync(join(cwd, 'run.yaml'), yaml.join(''));
    writeFileSync(join(cwd, 'run.json'), JSON.stringify({ $schema: './config.schema.json', ...told }));
    for (const name of ['yaml', 'json']) {
      const { code, stderr } = await train(
        'tiny.csv',
        '--config',
        `run.${name}`,
        '--out',
        `by-${name}`,
        '--quiet',
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const weights of [...WEIGHTS, 'codec.json']) {
        expect(readFileSync(join(cwd, `by-${name}`, weights)), weights).toEqual(
          readFileSync(join(cwd, 'runs/tiny', weights)),
        );
      }
    }
  });

  test('gives way to a flag, also for true and false and for lists', async () => {
    writeFileSync(join(cwd, 'give-way.yaml'), 'steps: 5\nspectralNorm: true\ncolumns: [level]\n');
    const args = [
      '--config',
      'give-way.yaml',
      '--steps',
      '7',
      '--spectral-norm',
      'false',
      '--columns',
      'level,count',
    ];
    const { stdout } = await train('tiny.csv', ...args, '--dry-run', '--json');
    expect(JSON.parse(stdout).settings).toMatchObject({
      steps: 7,
      spectralNorm: false,
      columns: ['level', 'count'],
    });
    const others = await train(
      'tiny.csv',
      '--no-spectral-norm',
      '--columns',
      'level',
      '--columns=count',
      '--dry-run',
      '--json',
    );
    expect(JSON.parse(others.stdout).settings).toMatchObject({
      spectralNorm: false,
      columns: ['level', 'count'],
    });
  });

  test('with mistakes is told in full, each by its file and key, beside the mistakes of flags', async () => {
    writeFileSync(join(cwd, 'bad.yaml'), 'criticHiden: 3\nbatch: 0\noptimizer: adm\n');
    const { code, stderr } = await train('tiny.csv', '--config', 'bad.yaml', '--noise', 'x');
    expect(code).toBe(2);
    expect(lines(stderr)).toHaveLength(4);
    expect(stderr).toMatch(/error: bad\.yaml, "criticHiden": .*criticHidden/);
    expect(stderr).toContain('error: bad.yaml, "batch": 0 will not do; give a whole number of at least 1');
    expect(stderr).toContain('error: bad.yaml, "optimizer": "adm" will not do');
    expect(stderr).toContain('error: --noise: "x" will not do');
  });

  test('with settings that contradict each other is told by where each was said', async () => {
    writeFileSync(join(cwd, 'contradiction.yaml'), 'optimizer: sgd\npenalty: none\n');
    const args = ['--config', 'contradiction.yaml', '--beta1', '0.5', '--penalty-weight', '3'];
    const { code, stderr } = await train('tiny.csv', ...args, '--batch', '100000');
    expect(code).toBe(2);
    expect(stderr).toContain('error: --beta1: does nothing with the optimiser sgd');
    expect(stderr).toContain('error: --penalty-weight: ');
    expect(stderr).toMatch(/error: --batch: 100000 is more than/);
  });

  test('that is no YAML is told with the line', async () => {
    writeFileSync(join(cwd, 'broken.yaml'), 'steps: 3\nloss: [\n');
    const { code, stderr } = await train('tiny.csv', '--config', 'broken.yaml');
    expect(code).toBe(2);
    expect(stderr).toMatch(/error: broken\.yaml, line \d+: /);
    expect((await train('tiny.csv', '--config', 'absent.yaml')).code).toBe(3);
  });
});

describe('train --resume', () => {
  test('takes the data and the settings from the model, and trains to --steps in all', async () => {
    await train('tiny.csv', ...TINY_NETWORK, '--steps', '5', '--out', 'more', '--quiet');
    const { code, stderr } = await train('--resume', 'more', '--steps', '9');
    expect(code, stderr).toBe(0);
    const { stdout } = await run(['inspect', 'more', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      step: 9,
      state: 'finished',
      config: { settings: { steps: 9 } },
    });
  });

  test('refuses every other setting, all at once', async () => {
    const { code, stderr } = await train(
      '--resume',
      'runs/tiny',
      '--batch',
      '3',
      '--no-spectral-norm',
      '--force',
    );
    expect(code).toBe(2);
    expect(lines(stderr)).toHaveLength(3);
    expect(stderr).toContain('error: --batch: cannot change in a run that goes on');
  });

  test('of a finished run says how to train on', async () => {
    const { code, stderr } = await train('--resume', 'runs/tiny');
    expect(code).toBe(2);
    expect(stderr).toContain(
      'runs/tiny has been trained for 20 steps already; give more, such as --steps 40',
    );
  });

  test('refuses other data, and says where data is missing', async () => {
    writeFileSync(join(cwd, 'other.csv'), TINY_CSV.replaceAll('20.00', '25.00').replace(',50\n', ',80\n'));
    const other = await train('other.csv', '--resume', 'runs/tiny', '--steps', '30');
    expect(other.code).toBe(3);
    expect(other.stderr).toContain('other.csv: gives other sequences than runs/tiny was trained on');
    const elsewhere = temporaryFolderInside('elsewhere');
    const missing = await run(['train', '--resume', '../runs/tiny', '--steps', '30'], { cwd: elsewhere });
    expect(missing.code).toBe(3);
    expect(missing.stderr).toMatch(
      /tiny\.csv: the data that .* was trained on is not there; name the file: gan-lstm train DATA/,
    );
    const named = await run(['train', '../tiny.csv', '--resume', '../runs/tiny', '--steps', '21', '-q'], {
      cwd: elsewhere,
    });
    expect({ code: named.code, stderr: named.stderr }).toEqual({ code: 0, stderr: '' });
  });
});

function temporaryFolderInside(name: string): string {
  mkdirSync(join(cwd, name));
  return join(cwd, name);
}
