/**
 * `npm run build && node dist/bench/timeToQuality.js [--data ../shared/data/timegan/stock_data.csv]
 * [--python python3] [--target 0.1] [--limit 900] [--seeds 3] [--every 100] [--peer-iterations 2500] [--peer-every 250]
 * [--out FILE.md]`: seconds of training until the discriminative score of `timegan-2019` is at most the target, for the
 * default recipe here and for TimeGAN in PyTorch (bench/peers/timegan.py; needs torch and numpy) on the same machine, one
 * after the other in one run, seed by seed.
 *
 * Both train on the same windows of 24 steps, stop for a judgement every so many steps, and are judged by the same code
 * on as many windows as there are real ones. Only training counts, of all its phases: neither compiling, nor sampling,
 * nor judging does. A trial ends at the target, at the limit of seconds or at its last step; it is then a lower bound.
 *
 * Cost: per seed at most twice the limit of training, and a judgement of about ten seconds at every stop.
 * The peer has all cores as threads; the default takes as many workers as pay.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { evaluate, type SequenceSet } from '../src/evaluate/index.ts';
import { createGan, train } from '../src/gan/index.ts';
import { ganConfigOf, resolveSettings } from '../src/run/configuration.ts';
import { sampleOnce } from '../src/run/sampling/sequenceMaker.ts';
import { samplingWeights } from '../src/run/weightFiles.ts';
import { settleWorkers } from '../src/run/workers.ts';
import { learnedBy, sizesOf } from '../src/run/zoo/fitRecipe.ts';
import { npyBytes, parseNpyValues } from '../src/run/zoo/npyValues.ts';
import { tableWindows } from '../src/run/zoo/zooData.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { readTableFile } from '../src/sequence/timeseries/nodeReadTable.ts';
import { defaultRecipe } from '../src/zoo/defaultRecipe.ts';
import { processorName } from './machine.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/timegan/stock_data.csv' },
    python: { type: 'string', default: 'python3' },
    target: { type: 'string', default: '0.1' },
    limit: { type: 'string', default: '900' },
    seeds: { type: 'string', default: '3' },
    every: { type: 'string', default: '100' },
    'peer-iterations': { type: 'string', default: '2500' },
    'peer-every': { type: 'string', default: '250' },
    out: { type: 'string' },
  },
});
const [target, limit, seeds] = [Number(options.target), Number(options.limit), Number(options.seeds)];
const [every, peerIterations, peerEvery] = [
  Number(options.every),
  Number(options['peer-iterations']),
  Number(options['peer-every']),
];
if (!(target > 0 && limit > 0 && seeds >= 1 && every >= 1 && peerIterations >= peerEvery && peerEvery >= 1))
  throw new Error('--target, --limit, --seeds, --every, --peer-iterations and --peer-every must be above 0');

const LENGTH = 24;
const REPETITIONS = 2;
const engine = nodeEngine();
const { windows, table } = await tableWindows('stocks', await readTableFile(options.data), LENGTH);
const say = (line: string) => process.stderr.write(`${line}\n`);

async function discriminative(values: Float32Array, seed: number): Promise<number> {
  const generated: SequenceSet = { ...windows, values };
  const judging = {
    engine,
    metrics: ['discriminative'],
    repetitions: REPETITIONS,
    seed,
    controls: false,
  } as const;
  for await (const event of evaluate(windows, generated, judging)) {
    if (event.type === 'done') return event.result.metrics[0]!.figure!.value;
  }
  throw new Error('the evaluation ended without a result');
}

/** One trial: when it stopped, by the clock of training, and whether at the target. */
interface Trial {
  readonly seconds: number;
  readonly step: number;
  readonly score: number;
}

const isOver = ({ seconds, score }: Trial): boolean => score <= target || seconds >= limit;

async function ours(seed: number): Promise<Trial> {
  const { data, shapes, columns, windowsOf } = learnedBy(defaultRecipe, windows, table);
  const sizes = sizesOf(defaultRecipe, windows, table);
  const asked = resolveSettings({ seed, heldOut: 0, diagnoseEvery: 0 }, sizes, (name) => name);
  const gan = createGan(ganConfigOf(settleWorkers(engine, asked, shapes)), shapes);
  let seconds = 0;
  let since: number | undefined;
  let last: Trial = { seconds: 0, step: 0, score: 0.5 };
  for await (const event of train({ engine, gan, data, checkpointEvery: every })) {
    if (event.type === 'step') since ??= performance.now(); // the first step has the compiling in it
    if (event.type !== 'checkpoint') continue;
    seconds += (performance.now() - since!) / 1000;
    const generator = { gan, weights: samplingWeights(event.state), columns };
    const made = await sampleOnce(engine, generator, { count: windows.count, seed });
    last = { seconds, step: event.step, score: await discriminative(windowsOf(made), seed) };
    say(`ours, seed ${seed}: step ${last.step}, ${seconds.toFixed(1)} s, ${last.score.toFixed(3)}`);
    if (isOver(last)) break;
    since = performance.now();
  }
  return last;
}

async function peer(seed: number): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), 'gan-lstm-peer-'));
  try {
    const file = join(folder, 'windows.npy');
    await writeFile(file, npyBytes(windows));
    const script = new URL('../../bench/peers/timegan.py', import.meta.url).pathname;
    const flags = { iterations: peerIterations, every: peerEvery, threads: availableParallelism(), seed };
    const process = spawn(
      options.python,
      [script, file, folder, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, `${value}`])],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    return await followPeer(process, seed);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function followPeer(
  process: ChildProcessByStdio<Writable, Readable, null>,
  seed: number,
): Promise<Trial> {
  const ended = new Promise<number | null>((resolve, reject) => {
    process.on('exit', resolve);
    process.on('error', reject);
  });
  ended.catch(() => undefined); // thrown below, where it is awaited
  let last: Trial = { seconds: 0, step: 0, score: 0.5 };
  for await (const line of createInterface({ input: process.stdout })) {
    const told = JSON.parse(line) as { iteration: number; seconds: number; file: string };
    const values = parseNpyValues(new Uint8Array(await readFile(told.file)), told.file);
    last = { seconds: told.seconds, step: told.iteration, score: await discriminative(values, seed) };
    say(
      `TimeGAN, seed ${seed}: iteration ${last.step}, ${last.seconds.toFixed(1)} s, ${last.score.toFixed(3)}`,
    );
    process.stdin.write(isOver(last) ? 'stop\n' : 'go\n');
  }
  const code = await ended;
  if (code !== 0) throw new Error(`${options.python} ended with ${code}`);
  return last;
}

const cell = ({ seconds, step, score }: Trial) =>
  `${score <= target ? '' : 'not within '}${seconds.toFixed(1)} s (step ${step}, ${score.toFixed(3)})`;
const rows: string[] = [];
for (let seed = 1; seed <= seeds; seed++) {
  const [own, other] = [await ours(seed), await peer(seed)];
  const ratio = `${own.score > target ? '?' : other.score > target ? '> ' : ''}${(other.seconds / own.seconds).toFixed(1)}`;
  rows.push(`| ${seed} | ${cell(own)} | ${cell(other)} | ${ratio} |`);
}
const text = `| seed | default | TimeGAN in PyTorch | ratio |
| --- | --- | --- | --- |
${rows.join('\n')}

Seconds of training until the discriminative score (\`timegan-2019\`, ${REPETITIONS} trainings of the judge) is at most
${target} on ${windows.count} windows of ${LENGTH} steps, looked at every ${every} steps of ours and every ${peerEvery} joint iterations of
TimeGAN (${peerIterations} a phase). ${processorName()}, ${availableParallelism()} threads for the peer.
`;
if (options.out) await writeFile(options.out, text);
else process.stdout.write(text);
