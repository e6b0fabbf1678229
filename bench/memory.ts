/**
 * `npm run bench:memory [-- --json] [--steps 10000]`: resident memory over many small steps of the training stream,
 * checkpoints included. A leak of one tensor a step shows as a slope; the figure is the last quarter's median over
 * that of the quarter after the first, when pools have their size.
 */
import { parseArgs } from 'node:util';
import { train } from '../src/gan/train.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { processorName } from './machine.ts';
import { ganOf, SMALL_SHAPE } from './shapes.ts';
import { syntheticSequences } from './syntheticSequences.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, steps: { type: 'string', default: '10000' } },
});
const steps = Number(options.steps);
if (!(Number.isInteger(steps) && steps >= 100))
  throw new Error(`--steps is ${options.steps}; it must be a whole number from 100`);

const SAMPLES = 100;
const megabytes: number[] = [];
const stream = train({
  engine: nodeEngine(),
  gan: ganOf(SMALL_SHAPE),
  data: syntheticSequences(SMALL_SHAPE),
  checkpointEvery: Math.floor(steps / 20),
});
for await (const event of stream) {
  if (event.type !== 'step') continue;
  if (event.step % Math.floor(steps / SAMPLES) === 0) megabytes.push(process.memoryUsage.rss() / 2 ** 20);
  if (event.step >= steps) break;
}

const quarter = megabytes.length >> 2;
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const early = median(megabytes.slice(quarter, 2 * quarter));
const late = median(megabytes.slice(-quarter));
const report = {
  processor: processorName(),
  node: process.version,
  shape: SMALL_SHAPE.name,
  steps,
  early,
  late,
  most: Math.max(...megabytes),
  growth: late / early - 1,
};
process.stdout.write(
  options.json
    ? `${JSON.stringify(report, null, 2)}\n`
    : `resident memory over ${steps} steps of ${report.shape}; Node ${report.node}, ${report.processor}\n\n` +
        `second quarter ${early.toFixed(1)} MiB, last quarter ${late.toFixed(1)} MiB: ` +
        `${(100 * report.growth).toFixed(1)} %; most ${report.most.toFixed(1)} MiB\n`,
);
