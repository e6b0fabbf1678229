/**
 * `npm run bench:step [-- --json] [--seconds 5]`: how long one critic plus one generator step takes on one thread,
 * against the rate at which the same machine multiplies large matrices in the same run. The shapes take turns, so
 * that a slow minute of the machine falls on all of them.
 */
import { parseArgs } from 'node:util';
import { nodeEngine } from '../src/runtime/node.ts';
import { bestProductRate, processorName } from './machine.ts';
import { operationsOf } from './operations.ts';
import { ganOf, STEP_SHAPES } from './shapes.ts';
import { prepareStep } from './stepRunner.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '5' } },
});
const secondsPerShape = Number(options.seconds);
if (!(secondsPerShape > 0)) throw new Error(`--seconds is ${options.seconds}; it must be a positive number`);

const ROUNDS = 5;
const WARM_UP = 3;

const engine = nodeEngine();
const runners = [];
for (const shape of STEP_SHAPES) {
  // compiled twice: the first session of a process also loads the library
  await (await prepareStep(engine, ganOf(shape))).release();
  const runner = await prepareStep(engine, ganOf(shape));
  for (let i = 0; i < WARM_UP; i++) await runner.step();
  runners.push({ shape, runner, times: [] as number[] });
}

let peak = 0;
for (let round = 0; round < ROUNDS; round++) {
  peak = Math.max(peak, await bestProductRate(engine));
  for (const { runner, times } of runners) {
    const end = performance.now() + (1000 * secondsPerShape) / ROUNDS;
    do {
      const start = performance.now();
      await runner.step();
      times.push(performance.now() - start);
    } while (performance.now() < end);
  }
}

const rows = runners.map(({ shape, runner, times }) => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  const operations = operationsOf(runner.program);
  return {
    shape: shape.name,
    milliseconds: at(0.5),
    tenth: at(0.1),
    ninetieth: at(0.9),
    steps: times.length,
    gigaOperations: operations / 1e9,
    gigaOperationsPerSecond: operations / at(0.5) / 1e6,
    shareOfPeak: operations / at(0.5) / 1e6 / peak,
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
  const head = ['one step', 'ms', '10-90 %', 'GFLOP', 'GFLOP/s', 'of peak', 'compile ms', 'parameters'];
  const body = rows.map((row) => [
    row.shape,
    row.milliseconds.toFixed(1),
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
    `${report.engine}, Node ${report.node}, ${report.processor}; one thread`,
    `peak: ${peak.toFixed(0)} GFLOP/s, the best large float32 matrix product of this run on one thread`,
    '',
    line(head),
    ...body.map(line),
    '',
  ].join('\n');
}
