/**
 * `npm run bench:memory [-- --json] [--steps 10000]`: resident memory over many small steps of the training stream,
 * checkpoints included: the median of the last quarter over that of the second, when ONNX Runtime's pools have their
 * size. V8 enlarges its young generation by 8 MiB once, at a moment of its own, so what is resident besides V8's heap
 * has a figure too; a leak of one tensor a step would show in it as hundreds of MiB.
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
const resident: number[] = [];
const besidesHeap: number[] = [];
const stream = train({
  engine: nodeEngine(),
  gan: ganOf(SMALL_SHAPE),
  data: syntheticSequences(SMALL_SHAPE),
  checkpointEvery: Math.floor(steps / 20),
});
for await (const event of stream) {
  if (event.type !== 'step') continue;
  if (event.step % Math.floor(steps / SAMPLES) === 0) {
    const { rss, heapTotal } = process.memoryUsage();
    resident.push(rss / 2 ** 20);
    besidesHeap.push((rss - heapTotal) / 2 ** 20);
  }
  if (event.step >= steps) break;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
function growth(megabytes: readonly number[]) {
  const quarter = megabytes.length >> 2;
  const early = median(megabytes.slice(quarter, 2 * quarter));
  const late = median(megabytes.slice(-quarter));
  return { early, late, growth: late / early - 1 };
}
const report = {
  processor: processorName(),
  node: process.version,
  shape: SMALL_SHAPE.name,
  steps,
  resident: growth(resident),
  besidesHeap: growth(besidesHeap),
  most: Math.max(...resident),
};
const show = ({ early, late, growth: share }: ReturnType<typeof growth>) =>
  `${early.toFixed(1)} -> ${late.toFixed(1)} MiB, ${(100 * share).toFixed(1)} %`;
process.stdout.write(
  options.json
    ? `${JSON.stringify(report, null, 2)}\n`
    : `memory over ${steps} steps of ${report.shape}, second quarter -> last; Node ${report.node}, ${report.processor}\n\n` +
        `resident           ${show(report.resident)}, most ${report.most.toFixed(1)} MiB\n` +
        `besides V8's heap  ${show(report.besidesHeap)}\n`,
);
