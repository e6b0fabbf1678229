/** Workers of the built program: their threads, their deaths, and the setting. */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { mainFile, run, TINY_CSV, TINY_NETWORK, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const cores = availableParallelism();
const settings = ['tiny.csv', ...TINY_NETWORK, '--steps', '60', '--checkpoint-every', '20'];
const WEIGHTS = ['generator.safetensors', 'critic.safetensors', 'optimizer.safetensors', 'generator.onnx'];

/** Ends the second worker while the run is under way, as a machine that is short of memory would. */
const KILLER = `
import threads from 'node:worker_threads';
import { syncBuiltinESMExports } from 'node:module';
let count = 0;
threads.Worker = class extends threads.Worker {
  constructor(...given) {
    super(...given);
    if (++count !== 2) return;
    let answers = 0;
    this.on('message', () => {
      if (++answers === 50) {
        process.stderr.write('killed at ' + Date.now() + '\\n');
        this.terminate();
      }
    });
    process.on('exit', () => process.stderr.write('over at ' + Date.now() + '\\n'));
  }
};
syncBuiltinESMExports();
`;

/**
 * Lets the second worker go round in a loop for ever, and the clock of the thread that asks run a hundred times as
 * fast, so that half a minute of patience is over in a third of a second.
 */
const HANGER = `
import { isMainThread, workerData } from 'node:worker_threads';
if (isMainThread) {
  const [now, every] = [performance.now.bind(performance), setInterval];
  performance.now = () => 100 * now();
  globalThis.setInterval = (look, time) => every(look, time / 100);
} else if (workerData?.index === 1) {
  const add = Atomics.add;
  let beats = 0;
  Atomics.add = (...given) => {
    if (given[1] === 4 && ++beats > 130) for (;;); // on its way to a meeting: its beat is the fifth number
    return add(...given);
  };
}
`;

/** Makes 20,000 sequences of a model in one thread and in two that run before it asks, and tells both apart by their hashes. */
const SAMPLER = `
import { createHash } from 'node:crypto';
const [built, folder] = process.argv.slice(2);
const from = (name) => import(new URL(name, built).href);
const { nodeEngine } = await from('src/runtime/node.js');
const { nodeHost } = await from('src/run/hostNode.js');
const { openModel } = await from('src/run/modelFolder.js');
const { readGenerator } = await from('src/run/checkpoint.js');
const { sequenceMaker, sampleAll } = await from('src/run/sampling/sequenceMaker.js');
const { gan, codec } = await openModel(nodeHost, folder);
const { weights } = await readGenerator(nodeHost, folder);
const engine = nodeEngine();
let asked = 0;
const shards = {
  ...engine.shards,
  async start(options) {
    const started = await engine.shards.start(options);
    return { ...started, askOne: (...given) => (asked++, started.askOne(...given)) };
  },
};
for (const workers of [1, 2]) {
  const generator = { gan, weights, columns: codec.learned };
  const maker = sequenceMaker({ engine: { ...engine, shards }, generator, workers });
  await maker.startWorkers();
  const values = await sampleAll(maker, { count: 20000, seed: 3 });
  console.log(createHash('sha256').update(values).digest('hex'), asked > 0);
  await maker.release();
}
`;

beforeAll(() => {
  writeFileSync(join(cwd, 'sampler.mjs'), SAMPLER);
  writeFileSync(join(cwd, 'tiny.csv'), TINY_CSV);
  writeFileSync(join(cwd, 'killer.mjs'), KILLER);
  writeFileSync(join(cwd, 'hanger.mjs'), HANGER);
});

const train = (folder: string, ...more: readonly string[]) =>
  run(['train', ...settings, '--out', folder, '-q', ...more], { cwd });
const bytes = (folder: string, name: string) => readFileSync(join(cwd, folder, name));
const workersOf = (folder: string): unknown =>
  JSON.parse(bytes(folder, 'config.json').toString()).settings.workers;

describe.skipIf(cores < 2)('two workers (one core is too few for this test)', () => {
  test('give the same bytes twice, and a run that died with one of them goes on to the same', async () => {
    for (const folder of ['first', 'second']) {
      const { code, stderr } = await train(folder, '--workers', '2');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(workersOf(folder)).toBe(2);
    }
    const killed = await run(['train', ...settings, '--out', 'killed', '-q', '--workers', '2'], {
      cwd,
      node: ['--import', `file://${join(cwd, 'killer.mjs')}`],
    });
    expect(killed.code, killed.stderr).toBe(1);
    expect(killed.stderr).toMatch(
      /error: worker 2 of 2: died, so the training cannot go on; the last checkpoint is whole; go on from it with --resume/,
    );
    const [from, to] = [/killed at (\d+)/, /over at (\d+)/].map((told) =>
      Number(told.exec(killed.stderr)![1]),
    );
    expect(to! - from!).toBeLessThan(2000);

    const state = await run(['inspect', 'killed', '--json'], { cwd });
    expect(JSON.parse(state.stdout)).toMatchObject({ canResume: true, step: 40 });
    const resumed = await run(['train', '--resume', 'killed', '-q'], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    for (const name of WEIGHTS) {
      expect(bytes('second', name).equals(bytes('first', name)), name).toBe(true);
      expect(bytes('killed', name).equals(bytes('first', name)), `${name} after the death`).toBe(true);
    }
  });
});

test.skipIf(cores < 2)(
  'a worker that hangs is noticed, and the run goes on from its checkpoint',
  async () => {
    const { code, stderr } = await run(['train', ...settings, '--out', 'hung', '-q', '--workers', '2'], {
      cwd,
      node: ['--import', `file://${join(cwd, 'hanger.mjs')}`],
    });
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(
      /error: worker 2 of 2: has not moved for \d+ s, .*taken to hang, so the training cannot go on; the last checkpoint is whole; go on from it with --resume/,
    );
    const state = await run(['inspect', 'hung', '--json'], { cwd });
    expect(JSON.parse(state.stdout)).toMatchObject({ canResume: true });
    const resumed = await run(['train', '--resume', 'hung', '-q'], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
  },
);

test.skipIf(cores < 2)('sequences from two threads are those of one, byte for byte', async () => {
  const trained = await train('sampled', '--steps', '1');
  expect(trained.code, trained.stderr).toBe(0);
  const built = new URL('../../', pathToFileURL(mainFile)).href;
  const { code, stdout, stderr } = await run([built, 'sampled'], { cwd, main: join(cwd, 'sampler.mjs') });
  expect(code, stderr).toBe(0);
  const [[one, oneAsked], [two, twoAsked]] = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ')) as [string[], string[]];
  expect([oneAsked, twoAsked, one]).toEqual(['false', 'true', two]);
});

test('a step that is too small to divide is trained by one worker, which config.json says', async () => {
  const { code, stderr } = await train('small');
  expect(code, stderr).toBe(0);
  expect(workersOf('small')).toBe(1);
});

test('workers that cannot be are refused with what would do, and nothing is written', async () => {
  const told = async (...more: readonly string[]) => {
    const { code, stderr } = await train('refused', ...more);
    return `${code} ${stderr}`;
  };
  expect(await told('--workers', 'many')).toMatch(
    /^2 error: --workers: "many" will not do; give auto or a whole number of at least 1\n$/,
  );
  expect(await told('--workers', '9')).toMatch(
    /^2 error: --workers: 9 are more than the batch of 8 has sequences; give at most 8\n$/,
  );
  expect(await told('--workers', '3')).toMatch(
    /^2 error: --workers: 3 cannot share a batch of 8 equally; give a divisor of the batch, or --batch 6\n$/,
  );
  expect(await told('--workers', '2', '--packing', '2')).toMatch(
    /^2 error: --workers: 2 cannot share what --packing does/,
  );
  const over = `${cores + 1}`;
  expect(await told('--workers', over, '--batch', over)).toMatch(
    new RegExp(
      `^2 error: --workers: ${over} are more than the ${cores} that can run at the same time here; give at`,
    ),
  );
  const { code } = await run(['inspect', 'refused'], { cwd });
  expect(code).toBe(3);
});
