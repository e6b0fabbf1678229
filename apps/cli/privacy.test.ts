import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, TINY_CSV, type Transcript, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const train = (...args: readonly string[]) => run(['train', ...args], { cwd });
const NETWORK = ['--generator-hidden', '4', '--critic-hidden', '4', '--critic-layers', '1', '--batch', '10'];

/** Sixty people with a level in five months each. */
const PEOPLE = [
  'person,month,level',
  ...Array.from({ length: 300 }, (_, i) => {
    const person = Math.floor(i / 5);
    return `p${person},2024-0${1 + (i % 5)}-01,${(5 + Math.sin(person) + 0.2 * (i % 5)).toFixed(2)}`;
  }),
].join('\n');

let trained: Transcript;
beforeAll(async () => {
  writeFileSync(join(cwd, 'people.csv'), PEOPLE);
  writeFileSync(join(cwd, 'tiny.csv'), TINY_CSV);
  trained = await train('people.csv', ...NETWORK, '--steps', '8', '--privacy-epsilon', '4');
});

describe('train with a budget of privacy', () => {
  test('says what is guaranteed, for whom, and what is not covered', () => {
    expect(trained.code, trained.stderr).toBe(0);
    expect(trained.stderr).toMatch(
      /^ {2}privacy +epsilon 4, delta 0\.00001 for one training sequence, gradients clipped to 1, noise [\d.]+ times that$/m,
    );
    expect(trained.stderr).toMatch(/warning: --privacy-epsilon: covers the weights.*report\.html/);
    expect(readFileSync(join(cwd, 'runs/people/README.md'), 'utf8')).toMatch(/\*\*epsilon (4|3\.\d+)\*\*/);
  });

  test('spends what inspect tells, in both languages and as JSON', async () => {
    const [en, zh, json] = await Promise.all([
      run(['inspect', 'runs/people'], { cwd }),
      run(['inspect', 'runs/people', '--language', 'zh'], { cwd }),
      run(['inspect', 'runs/people', '--json'], { cwd }),
    ]);
    expect(en.stdout).toMatch(/privacy spent +epsilon (4|3\.\d+) of 4/);
    expect(zh.stdout).toMatch(/已用隐私预算 +epsilon (4|3\.\d+)\/4/);
    const { privacy } = JSON.parse(json.stdout);
    expect(privacy.epsilon).toBeGreaterThan(3.9);
    expect(privacy.epsilon).toBeLessThanOrEqual(4);
  });

  test('does not go on beyond it', async () => {
    const { code, stderr } = await train('--resume', 'runs/people', '--steps', '30');
    expect(code).toBe(2);
    expect(stderr).toMatch(/30 steps would spend epsilon .* of the budget of 4/);
  });

  test('refuses overlapping windows of one series, also as a dry run, and takes those that lie apart', async () => {
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = await train('tiny.csv', '--length', '8', '--privacy-epsilon', '4', ...more);
      expect(code).toBe(2);
      expect(stderr).toMatch(/--privacy-epsilon: windows of 8 steps overlap.*--stride 8 or more/);
    }
    const apart = ['--length', '4', '--stride', '4', '--privacy-epsilon', '4', '--dry-run'];
    const { code, stderr } = await train('tiny.csv', ...apart);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/not for the series/);
  });

  test('is refused by a search', async () => {
    const { code, stderr } = await run(['tune', 'people.csv', '--privacy-epsilon', '4'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/--privacy-epsilon: would be spent by every trial/);
  });
});
