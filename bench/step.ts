/**
 * `npm run bench:step [-- --json] [--seconds 5] [--workers 1,2]`: how long one critic plus one generator step takes on
 * one thread and on several workers, against the rate at which one thread of the same machine multiplies large matrices
 * in the same run. The shapes take turns, so that a slow minute of the machine falls on all of them. The rates are by
 * processor time, that of all workers together, which for one thread is the time that a machine with nothing else to do
 * takes; where the two times differ, others were using the processor. Workers that wait for a busy processor make the
 * others wait: their times mean something on an idle machine alone.
 *
 * One worker's step is the compiled program by itself; that of several holds the reading of batches and the noise too.
 */
import { parseArgs } from 'node:util';
import { operationsOf } from '../src/graph/index.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { bestProductRate, processorName } from './machine.ts';
import { quantile } from './peers/statistics.ts';
import { ganOf, STEP_SHAPES } from './shapes.ts';
import { prepareSharedStep, prepareStep } from './stepRunner.ts';
import { syntheticSequences } from './syntheticSequences.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '5' },
    workers: { type: 'string', default: '1,2' },
  },
});
const secondsPerShape = Number(options.seconds);
if (!(secondsPerShape > 0)) throw new Error(`--seconds is ${options.seconds}; it must be a positive number`);

const workerCounts = options.workers.split(',').map(Number);

const ROUNDS = 5;
const WARM_UP = 3;

const engine = nodeEngine();
const runners = [];
// compiled once more: the first session of a process also loads the library
await (await prepareStep(engine, ganOf(STEP_SHAPES[0]!))).release();
for (const [shape, workers] of STEP_SHAPES.flatMap((s) => workerCounts.map((count) => [s, count] as const))) {
  const gan = ganOf(shape, workers);
  const runner =
    workers === 1
      ? await prepareStep(engine, gan)
      : await prepareSharedStep(engine, gan, syntheticSequences(shape));
  for (let i = 0; i < WARM_UP; i++) await runner.step();
  runners.push({ shape, workers, runner, times: [] as number[], processorTimes: [] as number[] });
}

let peak = 0;
for (let round = 0; round < ROUNDS; round++) {
  peak = Math.max(peak, await bestProductRate(engine));
  for (const { runner, times, processorTimes } of runners) {
    const end = performance.now() + (1000 * secondsPerShape) / ROUNDS;
    do {
      const [start, used] = [performance.now(), process.cpuUsage()];
      await runner.step();
      const { user, system } = process.cpuUsage(used);
      times.push(performance.now() - start);
      processorTimes.push((user + system) / 1000);
    } while (performance.now() < end);
  }
}

const rows = runners.map(({ shape, workers, runner, times, processorTimes }) => {
  const processorMilliseconds = quantile(processorTimes, 0.5);
  const operations = operationsOf(runner.program);
  return {
    shape: shape.name,
    workers,
    milliseconds: quantile(times, 0.5),
    processorMilliseconds,
    tenth: quantile(processorTimes, 0.1),
    ninetieth: quantile(processorTimes, 0.9),
    steps: times.length,
    gigaOperations: operations / 1e9,
    gigaOperationsPerSecond: operations / processorMilliseconds / 1e6,
    shareOfPeak: operations / processorMilliseconds / 1e6 / peak,
    compileMilliseconds: runner.compileMilliseconds,
    parameters: runner.parameterCount,
  };
});
for (const { runner } of runners) await runner.release();

const report = {
  engine: engine.name,
  processor: processorName(),
  node: process.version,
  productRate: peak,
  rows,
};
process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : table());

function table(): string {
  const head = [
    'one step',
    'workers',
    'ms',
    'processor ms',
    '10-90 %',
    'GFLOP',
    'GFLOP/s',
    'of peak',
    'compile ms',
    'parameters',
  ];
  const body = rows.map((row) => [
    row.shape,
    `${row.workers}`,
    row.milliseconds.toFixed(1),
    row.processorMilliseconds.toFixed(1),
    `${row.tenth.toFixed(1)}-${row.ninetieth.toFixed(1)}`,
    row.gigaOperations.toFixed(2),
    row.gigaOperationsPerSecond.toFixed(1),
    `${(100 * row.shareOfPeak).toFixed(0)} %`,
    row.compileMilliseconds.toFixed(0),
    row.parameters.toLocaleString('en'),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...body.map((cells) => cells[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  return [
    `${report.engine}, Node ${report.node}, ${report.processor}`,
    `peak: ${peak.toFixed(0)} GFLOP/s, the best large float32 matrix product of this run on one thread`,
    '',
    line(head),
    ...body.map(line),
    '',
  ].join('\n');
}
