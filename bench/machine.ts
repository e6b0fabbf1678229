/** What the figures were measured on: the processor's name, and how fast one core of it multiplies and adds. */
import { cpus } from 'node:os';
import { input, matmul, program } from '../src/graph/index.ts';
import { type Engine, value } from '../src/runtime/engine.ts';

export const processorName = (): string => `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores`;

const EXTENT = 768;
const RUNS = 30;

/**
 * GFLOP/s of the best of many large float32 matrix products on one thread of the same engine. It is a lower bound of
 * the core's multiply-add peak: a good kernel comes to 85-95 % of that.
 */
export async function bestProductRate(engine: Engine): Promise<number> {
  const shape = [EXTENT, EXTENT];
  const executable = await engine.compile(program({ y: matmul(input('a', shape), input('b', shape)) }));
  const operand = () => value(new Float32Array(EXTENT * EXTENT).fill(0.5), shape);
  const inputs = { a: operand(), b: operand() };
  const into = { y: operand() };
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await executable.run(inputs, into);
    best = Math.min(best, performance.now() - start);
  }
  await executable.release();
  return (2 * EXTENT ** 3) / best / 1e6;
}
