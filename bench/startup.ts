/**
 * `npm run bench:startup [-- --json]`: from the start of a process to the end of its first training step, through the
 * training stream: Node, the library, ONNX Runtime, building and compiling the iteration, drawing the weights and one
 * iteration. A fresh process each time; the clock is the parent's.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { train } from '../src/gan/train.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { processorName } from './machine.ts';
import { ganOf, SMALL_SHAPE, STEP_SHAPES } from './shapes.ts';
import { syntheticSequences } from './syntheticSequences.ts';

const RUNS = 9;
const shapes = [...STEP_SHAPES, SMALL_SHAPE];

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, child: { type: 'string' } },
});

async function firstStep(index: number): Promise<void> {
  const shape = shapes[index]!;
  const stream = train({ engine: nodeEngine(), gan: ganOf(shape), data: syntheticSequences(shape) });
  for await (const event of stream) if (event.type === 'step') return;
}

/** Milliseconds until a child process has said that its first step is done. */
function timeChild(index: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--child', String(index)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let time: number | undefined;
    child.stdout.once('data', () => {
      time = performance.now() - start;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (time === undefined)
        reject(new Error(`the process of shape ${index} ended with ${code} before its first step`));
      else resolve(time);
    });
  });
}

if (options.child !== undefined) {
  await firstStep(Number(options.child));
  process.stdout.write('first step\n');
} else {
  const rows = [];
  for (const [index, shape] of shapes.entries()) {
    const times = [];
    for (let run = 0; run < RUNS; run++) times.push(await timeChild(index));
    times.sort((a, b) => a - b);
    rows.push({
      shape: shape.name,
      milliseconds: times[RUNS >> 1]!,
      least: times[0]!,
      most: times[RUNS - 1]!,
    });
  }
  const report = { processor: processorName(), node: process.version, rows };
  const lines = rows.map(
    ({ shape, milliseconds, least, most }) =>
      `${shape.padEnd(24)} ${milliseconds.toFixed(0).padStart(6)} ms   (${least.toFixed(0)}-${most.toFixed(0)} in ${RUNS} runs)`,
  );
  process.stdout.write(
    options.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : `from process start to the end of the first step; Node ${report.node}, ${report.processor}\n\n${lines.join('\n')}\n`,
  );
}
