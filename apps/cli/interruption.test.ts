import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, TINY_CSV, TINY_NETWORK, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const STEPS = 900;
const settings = ['tiny.csv', ...TINY_NETWORK, '--steps', String(STEPS), '--checkpoint-every', '300'];

beforeAll(() => writeFileSync(join(cwd, 'tiny.csv'), TINY_CSV));

/** Trains as JSON and sends signals when the given number of steps has been told. */
function trainAndSignal(folder: string, atStep: number, ...signals: readonly NodeJS.Signals[]) {
  return run(['train', ...settings, '--out', folder, '--json'], {
    cwd,
    during(child) {
      let seen = '';
      let isSent = false;
      child.stdout!.on('data', (chunk: Buffer) => {
        seen += chunk;
        if (isSent || !seen.includes(`"type":"step","step":${atStep},`)) return;
        isSent = true;
        for (const signal of signals) child.kill(signal);
      });
    },
  });
}

const lastEvents = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The tensors of a safetensors file; its header holds the length of the journal, which tells of the stop. */
function tensorsOf(path: string): Buffer {
  const bytes = readFileSync(join(cwd, path));
  return bytes.subarray(8 + Number(bytes.readBigUInt64LE(0)));
}

describe('Ctrl-C', () => {
  test('saves and exits with 130, and going on gives the bytes of a run that never stopped', async () => {
    const whole = run(['train', ...settings, '--out', 'whole', '-q'], { cwd });
    const stopped = await trainAndSignal('stopped', 200, 'SIGINT');
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.stderr).toContain('Stopping after this step');
    const done = lastEvents(stopped.stdout).at(-1);
    expect(done).toMatchObject({ type: 'done', reason: 'interrupted' });
    expect(done.step).toBeGreaterThanOrEqual(200);
    expect(done.step).toBeLessThan(STEPS);

    const state = await run(['inspect', 'stopped', '--json'], { cwd });
    expect(JSON.parse(state.stdout)).toMatchObject({
      state: 'interrupted',
      canResume: true,
      step: done.step,
    });
    const resumed = await run(['train', '--resume', 'stopped', '--no-progress'], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect((await whole).code).toBe(0);
    for (const name of [
      'generator.safetensors',
      'critic.safetensors',
      'optimizer.safetensors',
      'generator.onnx',
    ]) {
      expect(
        readFileSync(join(cwd, 'stopped', name)).equals(readFileSync(join(cwd, 'whole', name))),
        name,
      ).toBe(true);
    }
    const checkpoint = `checkpoints/step-${STEPS}.safetensors`;
    expect(tensorsOf(`stopped/${checkpoint}`).equals(tensorsOf(`whole/${checkpoint}`))).toBe(true);
  });

  test('prints the command that goes on', async () => {
    const { code, stderr } = await run(['train', ...settings, '--steps', '1000000', '--out', "it's mine"], {
      cwd,
      during(child) {
        child.stderr!.on('data', (chunk: Buffer) => {
          if (`${chunk}`.includes('onnxruntime-node')) setTimeout(() => child.kill('SIGINT'), 500);
        });
      },
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /Stopped after step [\d,]+ of 1,000,000; it is saved. Go on with:\n {2}gan-lstm train --resume 'it'\\''s mine'\n$/,
    );
  });

  test('twice stops at once, and what was saved before can be gone on with', async () => {
    const { code, stdout } = await run(
      ['train', ...settings, '--steps', '1000000', '--checkpoint-every', '50', '--out', 'twice', '--json'],
      {
        cwd,
        during(child) {
          child.stdout!.on('data', (chunk: Buffer) => {
            if (`${chunk}`.includes('"checkpoint"'))
              for (let i = 0; i < 2; i++) setTimeout(() => child.kill('SIGINT'), i * 5);
          });
        },
      },
    );
    expect(code).toBe(130);
    const told = lastEvents(stdout);
    const resumed = await run(['train', '--resume', 'twice', '--steps', '400', '-q'], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(told.some(({ type }) => type === 'checkpoint')).toBe(true);
  });
});

test('SIGTERM saves too, with exit code 143', async () => {
  const { code, stdout } = await trainAndSignal('terminated', 60, 'SIGTERM');
  expect(code).toBe(143);
  expect(lastEvents(stdout).at(-1)).toMatchObject({ type: 'done', reason: 'interrupted' });
});

test('a reader of the events that goes away stops the run, which is saved', async () => {
  const { code } = await run(['train', ...settings, '--steps', '1000000', '--out', 'unread', '--json'], {
    cwd,
    during: (child) => child.stdout!.once('data', () => child.stdout!.destroy()),
  });
  expect(code).toBe(130);
  const { stdout } = await run(['inspect', 'unread', '--json'], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({ state: 'interrupted', canResume: true });
});

test('a run that another run holds is refused', async () => {
  let second: ReturnType<typeof run> | undefined;
  await run(
    ['train', ...settings, '--steps', '1000000', '--checkpoint-every', '100', '--out', 'held', '--json'],
    {
      cwd,
      during(child) {
        child.stdout!.on('data', (chunk: Buffer) => {
          if (second || !`${chunk}`.includes('"checkpoint"')) return;
          second = run(['train', '--resume', 'held'], { cwd });
          second.finally(() => child.kill('SIGINT'));
        });
      },
    },
  );
  const { code, stderr } = await second!;
  expect(code).toBe(3);
  expect(stderr).toMatch(/error: held: is in use by another run \(process \d+\)/);
});
