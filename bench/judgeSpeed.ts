/**
 * `npm run bench:judge-speed -- --python PYTHON [--judges discriminative,context-fid,dtw] [--rounds 2]
 * [--torch-repetitions 1] [--torch-steps N] [--workers 2] [--data ../shared/data] [--out docs/guide/judge-speed.md]`: how long the judges
 * take beside the same judges in PyTorch (bench/judges/torch_judges.py) on Stocks, half of its windows against the other
 * half: the repetitions, steps, batches and widths of the protocol for both. Contenders take turns, and of each the
 * shortest time counts; PyTorch is given one thread and two, and the better is taken. Both are timed inside their process:
 * PyTorch after its first steps, ours with the compiling of programs and the start of workers. PyTorch's repetitions
 * and steps come one after another, so that some of them tell the time of all: `--torch-steps` trains for so many steps
 * of the protocol's, and counts their time as often as they would have to be done. PYTHON has torch, numpy and scipy.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { contextOf } from '../src/evaluate/calibration/contextOf.ts';
import { timeganWindows } from '../src/evaluate/calibration/timeganWindows.ts';
import { warpingDistances } from '../src/evaluate/closed/paired.ts';
import { judgingWorkers } from '../src/evaluate/judgingWorkers.ts';
import { mean } from '../src/evaluate/metric.ts';
import { metrics } from '../src/evaluate/registry.ts';
import { pick, type SequenceSet, sequenceSet } from '../src/evaluate/sequenceSet.ts';
import { randomStream } from '../src/random/stream.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { processorName } from './machine.ts';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    judges: { type: 'string', default: 'discriminative,context-fid,dtw' },
    rounds: { type: 'string', default: '2' },
    'torch-repetitions': { type: 'string', default: '1' },
    'torch-steps': { type: 'string', default: '' },
    workers: { type: 'string', default: `${Math.min(2, availableParallelism())}` },
    data: { type: 'string', default: '../shared/data' },
    out: { type: 'string', default: 'docs/guide/judge-speed.md' },
  },
});
const [rounds, torchRepetitions, workers] = [
  options.rounds,
  options['torch-repetitions'],
  options.workers,
].map(Number) as [number, number, number];
if (!(rounds >= 1 && torchRepetitions >= 1 && workers >= 1))
  throw new Error('--rounds, --torch-repetitions and --workers must be at least 1');

const LENGTH = 24;
/** What a contender is asked to be faster than PyTorch by. */
const TARGETS: Readonly<Record<string, number>> = { discriminative: 5, 'context-fid': 1.5 };

interface Timing {
  readonly seconds: number;
  /** Of all threads together. */
  readonly processor: number;
  /** Of a training that was not cut short. */
  readonly score?: number;
}
interface Contender {
  readonly judge: string;
  readonly name: string;
  readonly isOurs: boolean;
  /** Measured and shown, but another judge than the protocol's. */
  readonly isOther?: boolean;
  run(): Promise<Timing>;
}

const engine = nodeEngine();
const folder = mkdtempSync(join(tmpdir(), 'judge-speed-'));
const processorSince = (used: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(used);
  return (user + system) / 1e6;
};

function stocks(): { readonly real: SequenceSet; readonly generated: SequenceSet } {
  const rows = readFileSync(join(options.data, 'timegan/stock_data.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  const all = timeganWindows(rows, { length: LENGTH });
  const order = randomStream(1, 'halves').permutation(0, all.count);
  const half = all.count >> 1;
  return { real: pick(all, order.subarray(0, half)), generated: pick(all, order.subarray(half, 2 * half)) };
}

const sets = stocks();
for (const [name, { values }] of Object.entries(sets)) writeFileSync(join(folder, name), values);

function ours(judge: string, threads: number): Contender {
  const metric = metrics.find(({ id }) => id === judge)!;
  return {
    judge,
    name: `gan-lstm, ${threads === 1 ? 'one thread' : `${threads} workers`}`,
    isOurs: true,
    async run() {
      // an engine of its own, because what was learned on one is kept for it (ts2vec/contextFid.ts)
      const context = contextOf({ ...sets, engine: nodeEngine() });
      const [began, used] = [performance.now(), process.cpuUsage()];
      const side = threads > 1 && engine.shards ? judgingWorkers(engine.shards, threads) : undefined;
      const { value } = await (side ? side.measure(metric, context) : metric.compute(context));
      const seconds = (performance.now() - began) / 1000;
      await side?.release();
      return { seconds, processor: processorSince(used), score: value };
    },
  };
}

let torchVersion = '';
function torch(judge: string, threads: number, cell: 'exact' | 'torch' = 'exact'): Contender {
  const { repetitions, protocol } = metrics.find(({ id }) => id === judge)!;
  const whole = protocol.settings.steps as number;
  const steps = options['torch-steps'] === '' ? whole : Math.min(whole, Number(options['torch-steps']));
  const done = Math.min(torchRepetitions, repetitions!);
  const shape = { length: LENGTH, features: sets.real.features, repetitions: done, steps, threads, cell };
  return {
    judge,
    name: `PyTorch${cell === 'torch' ? ' with torch.nn.GRU, another judge' : ''}, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
    isOurs: false,
    isOther: cell === 'torch',
    async run() {
      const script = new URL('../../bench/judges/torch_judges.py', import.meta.url).pathname;
      const flags = Object.entries(shape).flatMap(([name, value]) => [`--${name}`, `${value}`]);
      const args = [script, judge, join(folder, 'real'), join(folder, 'generated'), ...flags];
      const { stdout } = await promisify(execFile)(options.python, args);
      const { scores, version, ...time } = JSON.parse(stdout) as {
        trainingSeconds: number;
        otherSeconds: number;
        trainingProcessor: number;
        otherProcessor: number;
        scores: number[];
        version: string;
      };
      torchVersion = version;
      const ofAll = (training: number, other: number) =>
        ((training * whole) / steps + other) * (repetitions! / done);
      const seconds = ofAll(time.trainingSeconds, time.otherSeconds);
      const processor = ofAll(time.trainingProcessor, time.otherProcessor);
      return { seconds, processor, ...(steps === whole && { score: mean(scores) }) };
    },
  };
}

function warping(): Contender {
  const values = new Float32Array(1000 * 100);
  const walks = ['real', 'generated'].map((name) => {
    randomStream(1, name).normal(0, values);
    return sequenceSet(values.slice(), 100, 1);
  }) as [SequenceSet, SequenceSet];
  return {
    judge: 'dtw',
    name: 'gan-lstm, one thread',
    isOurs: true,
    run: async () => {
      const [began, used] = [performance.now(), process.cpuUsage()];
      const score = warpingDistances(...walks);
      const seconds = (performance.now() - began) / 1000;
      return { seconds, processor: processorSince(used), score };
    },
  };
}

const offered: Readonly<Record<string, () => readonly Contender[]>> = {
  discriminative: () => [
    ours('discriminative', workers),
    torch('discriminative', 1),
    torch('discriminative', 2),
    torch('discriminative', 1, 'torch'),
    ours('discriminative', 1),
  ],
  'context-fid': () => [
    ours('context-fid', workers),
    torch('context-fid', 1),
    torch('context-fid', 2),
    ours('context-fid', 1),
  ],
  dtw: () => [warping()],
};
const contenders = options.judges.split(',').flatMap((judge) => {
  const own = offered[judge];
  if (!own) throw new Error(`--judges: ${judge}? choose from ${Object.keys(offered).join(', ')}`);
  return own();
});

const timings = new Map<Contender, Timing[]>();
const load = loadavg()[0]!;
for (let round = 0; round < rounds; round++) {
  for (const contender of contenders) {
    const timing = await contender.run();
    process.stderr.write(`${contender.judge}, ${contender.name}: ${timing.seconds.toFixed(2)} s\n`);
    timings.set(contender, [...(timings.get(contender) ?? []), timing]);
  }
}
rmSync(folder, { recursive: true });

const best = (contender: Contender, by: 'seconds' | 'processor' = 'seconds') =>
  timings.get(contender)!.reduce((a, b) => (b[by] < a[by] ? b : a));
const rows = contenders.map((contender) => {
  const { judge, name, isOurs } = contender;
  const { seconds, score } = best(contender);
  const peers = contenders.filter((one) => one.judge === judge && !one.isOurs && !one.isOther);
  const peer = Math.min(...peers.map((one) => best(one).seconds));
  const faster = (theirs: number, own: number) =>
    isOurs && peers.length > 0 ? `${(theirs / own).toFixed(1)}x` : '';
  const ratio = faster(peer, seconds);
  const { processor } = best(contender, 'processor');
  const less = faster(Math.min(...peers.map((one) => best(one, 'processor').processor)), processor);
  return `| ${judge} | ${name} | ${seconds.toFixed(2)} | ${ratio} | ${processor.toFixed(2)} | ${less} | ${score?.toPrecision(3) ?? ''} |`;
});
const { real, generated } = sets;
const repetitionsOf = (judge: string) => metrics.find(({ id }) => id === judge)?.repetitions;
const command = `npm run bench:judge-speed -- --judges ${options.judges} --rounds ${rounds} --torch-repetitions ${torchRepetitions}${options['torch-steps'] && ` --torch-steps ${options['torch-steps']}`} --workers ${workers}`;
const page = `# How long the judges take

\`${command}\`
on ${processorName()} (load before the run: ${load.toFixed(1)}); ${engine.name}, Node ${process.version}${torchVersion && `, ${torchVersion}`}.

${real.count} real and ${generated.count} generated windows of the stock table, ${LENGTH} steps, ${real.features} features: one half dealt at random
against the other. A discriminative score is ${repetitionsOf('discriminative')} trainings of 2000 steps, a Context-FID ${repetitionsOf('context-fid')} of 600 with the embedding of
both sets; \`dtw\` is 1,000 pairs of length 100. Contenders took turns; the shortest of ${rounds} times each. PyTorch did
${torchRepetitions} repetitions${options['torch-steps'] && ` of ${options['torch-steps']} steps`}, from which the time of all follows, as they come one after another. "Faster" is against the
better of PyTorch's one and two threads with the protocol's own cell. Processor seconds are of all threads together: what
the work takes whoever else uses the machine; on free cores, two workers halve them. Wanted: ${Object.entries(
  TARGETS,
)
  .map(([judge, times]) => `${judge} ${times}x`)
  .join(', ')}, dtw under a second.

| judge | contender | seconds | faster | processor seconds | less | score |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

Scores differ by chance: the trainings start from other weights and see other batches. The two judges of PyTorch are in
\`bench/judges/torch_judges.py\`; the same trained from the same weights give the same losses and gradients
(\`npx vitest run src/evaluate/judges\`).
`;
writeFileSync(options.out, page);
process.stdout.write(page);
