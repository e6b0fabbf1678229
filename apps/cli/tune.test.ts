/** The search of the built program: its transcript, its files, a kill in the middle, and bad spaces. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, TINY_CSV, TINY_NETWORK, type Transcript, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const SPACE = 'loss: [standard, hinge, relativistic]\ncriticRate: { from: 0.001, to: 0.02 }\n';
const search = [
  ...['tune', 'tiny.csv', ...TINY_NETWORK, '--space', 'space.yaml'],
  ...['--steps', '180', '--candidates', '3', '--no-progress'],
];
const inFolder = (...path: readonly string[]) => join(cwd, ...path);
const stateOf = (folder: string) => JSON.parse(readFileSync(inFolder(folder, 'tune.json'), 'utf8'));

interface Trial {
  readonly candidate: number;
  readonly seed: number;
  readonly results: readonly { readonly steps: number; readonly score: number; readonly seconds: number }[];
}

/** By candidate and steps. */
const scoresOf = (folder: string) =>
  Object.fromEntries(
    (stateOf(folder).trials as readonly Trial[]).flatMap(({ candidate, results }) =>
      results.map(({ steps, score }) => [`${candidate} to ${steps}`, score] as const),
    ),
  );

let whole: Transcript;
beforeAll(async () => {
  writeFileSync(inFolder('tiny.csv'), TINY_CSV);
  writeFileSync(inFolder('space.yaml'), SPACE);
  whole = await run([...search, '--out', 'whole'], { cwd });
});

describe('tune', () => {
  test('states its plan and its budget in advance, then a line a trial with its floor', () => {
    expect(whole.code, whole.stderr).toBe(0);
    expect(whole.stderr).toMatch(
      /^Searching loss, criticRate\nCandidates: 3 to 60 steps, 1 to 180 steps\nSteps in all: 300, as many as 1\.7 whole trainings\nScored on 22 sequences that no trial learns from\ncandidate 0, seed 1, to step 60: defaults\n {2}score \d\.\d{3} \(real against real \d\.\d{3}\)\n {2}about .* left/,
    );
    expect(whole.stderr.match(/^candidate \d/gm)).toHaveLength(4);
  });

  test('ends with a table, the best first, and leaves it as Markdown', () => {
    const [head, first] = whole.stdout.split('\n');
    expect(head).toMatch(/place +candidate +settings +steps +score +floor +seconds/);
    expect(first).toMatch(/^ +1 +\d .* 180 +\d\.\d{3}/);
    expect(whole.stdout).toMatch(/Next +gan-lstm train tiny.csv --config whole\/best.yaml\n$/);
    expect(readFileSync(inFolder('whole/tune.md'), 'utf8')).toContain(
      'Successive halving: 3 to 60 updates, 1 to 180 updates',
    );
    const scores = scoresOf('whole');
    expect(Object.keys(scores)).toHaveLength(4);
    // whoever goes on was the best of the first rung
    const [goesOn] = Object.keys(scores)
      .find((key) => key.endsWith('to 180'))!
      .split(' ');
    expect(scores[`${goesOn} to 60`]).toBe(
      Math.min(...[0, 1, 2].map((candidate) => scores[`${candidate} to 60`]!)),
    );
  });

  test('leaves a configuration that train takes', async () => {
    const args = ['train', 'tiny.csv', '--config', 'whole/best.yaml', '--steps', '2', '--out', 'found', '-q'];
    const { code, stderr } = await run(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { best, candidates } = stateOf('whole');
    const { settings } = JSON.parse(readFileSync(inFolder('found/config.json'), 'utf8'));
    expect(settings).toMatchObject({ ...candidates[best], length: 8, generatorHidden: 4 });
  });

  test('killed in the middle of a trial goes on there, makes nothing twice, and ends as if it had never stopped', async () => {
    const trial = inFolder('killed/trials/1-seed1');
    const killed = await run([...search, '--out', 'killed'], {
      cwd,
      during(child) {
        const wait = setInterval(() => {
          const folder = join(trial, 'checkpoints');
          if (existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('step-')))
            child.kill('SIGKILL');
        }, 1);
        child.on('exit', () => clearInterval(wait));
      },
    });
    expect(killed.code).toBeNull();
    const before = stateOf('killed').trials as readonly Trial[];
    expect(before.map(({ candidate }) => candidate)).toEqual([0]);
    const rest = await run([...search, '--out', 'killed'], { cwd });
    expect(rest.code, rest.stderr).toBe(0);
    expect(rest.stderr).toContain('; 60 are made already');
    expect(rest.stderr.match(/^candidate \d/gm)![0]).toBe('candidate 1');
    const starts = readFileSync(join(trial, 'journal.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type === 'start');
    expect(starts[0].step).toBe(0);
    expect(starts[1].step).toBeGreaterThan(0);
    expect(scoresOf('killed')).toEqual(scoresOf('whole'));
    // seconds are those of the first process: these trials were not made again
    const after = stateOf('killed').trials as readonly Trial[];
    for (const { candidate, results } of before) {
      const again = after.find((one) => one.candidate === candidate)!;
      expect(again.results.slice(0, results.length)).toEqual(results);
    }
    // a search that is over tells its table again and trains nothing
    const told = await run([...search, '--out', 'killed'], { cwd });
    expect(told.stderr).not.toContain('candidate ');
    expect(told.stdout).toBe(rest.stdout);
  });

  test('stops at Ctrl-C with 130 and says how to go on', async () => {
    const { code, stderr } = await run([...search, '--out', 'stopped', '--steps', '60000'], {
      cwd,
      during(child) {
        child.stderr!.on('data', (chunk: Buffer) => {
          if (`${chunk}`.includes('candidate 0')) setTimeout(() => child.kill('SIGINT'), 300);
        });
      },
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /Stopped; what was found is saved. Go on with the same command:\n {2}gan-lstm tune tiny.csv .*--out stopped/,
    );
    expect(stateOf('stopped').trials).toEqual([]);
  });

  test('speaks Chinese', async () => {
    const { stderr, stdout } = await run([...search, '--out', 'whole', '--language', 'zh'], { cwd });
    expect(stderr).toContain(
      '候选：3 个到第 60 步, 1 个到第 180 步\n共 300 步，相当于 1.7 次完整训练；其中 300 步已完成',
    );
    expect(stdout).toContain('名次');
  });
});

describe('a search that cannot be', () => {
  const refused = async (space: string, ...more: readonly string[]) => {
    writeFileSync(inFolder('bad.yaml'), space);
    const { code, stderr } = await run(
      ['tune', 'tiny.csv', ...TINY_NETWORK, '--space', 'bad.yaml', '--out', 'refused', ...more],
      { cwd },
    );
    expect(existsSync(inFolder('refused'))).toBe(false);
    return `${code} ${stderr}`;
  };

  test('is refused with every mistake of its space, and nothing is written', async () => {
    const told = await refused(
      'los: [hinge]\ncriticRate: { form: 1, to: 2 }\nloss: [hing]\nsteps: [10]\ncritic: { from: 1, to: 2 }\npenalty: []\nbeta1: 0.5\n',
    );
    expect(told).toContain('2 error: bad.yaml, "los": is no setting; did you mean "loss"?');
    expect(told).toContain('bad.yaml, "criticRate": form is no part of a range; did you mean "from"?');
    expect(told).toMatch(/bad.yaml, "loss": "hing" will not do; give one of standard, /);
    expect(told).toMatch(/bad.yaml, "steps": cannot be searched: .*; give it as a flag/);
    expect(told).toMatch(/bad.yaml, "critic": .* is no range of it; give a list of values/);
    expect(told).toContain('bad.yaml, "penalty": has no values; list at least one');
    expect(told).toMatch(/bad.yaml, "beta1": 0.5 is neither a list nor a range/);
  });

  test('is refused where a flag and the space decide the same, and where it decides what the search does', async () => {
    expect(await refused('loss: [hinge, standard]', '--loss', 'hinge')).toMatch(
      /^2 error: --loss: is searched in bad.yaml too; leave it out of one of the two\n$/,
    );
    expect(await refused('loss: [hinge]', '--held-out', '0.1', '--candidates', '0')).toMatch(
      /--candidates: "0" will not do; .*\n.*--held-out: is decided by the search/,
    );
  });

  test('is refused where too few sequences are left to score by', async () => {
    expect(await refused('loss: [hinge]', '--stride', '8')).toMatch(
      /^3 error: tiny.csv: gives 15 sequences, of which 0 would be kept to score by; /,
    );
  });

  test('is refused in a folder of another search or of something else', async () => {
    const other = await run([...search, '--out', 'whole', '--candidates', '4'], { cwd });
    expect(other).toMatchObject({ code: 3 });
    expect(other.stderr).toMatch(
      /whole\/tune.json: is of a search with other data or settings; .*--out.*--force/,
    );
    const foreign = await run([...search, '--out', '.'], { cwd });
    expect(foreign.stderr).toMatch(/error: \.: exists and holds what is no search/);
  });
});
