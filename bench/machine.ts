/** What the figures were measured on: the processor's name, and how fast one core of it multiplies and adds. */
import { cpus } from 'node:os';
import { input, matmul, program } from '../src/graph/index.ts';
import { type Engine, value } from '../src/runtime/engine.ts';

export const processorName = (): string => `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores`;

/** [M, K] x [K, N]: a square product, and tall ones whose right side stays in cache, as a good kernel likes them. */
const FORMS = [
  [768, 768, 768],
  [768, 512, 64],
  [512, 2048, 64],
] as const;
const RUNS = 20;

/**
 * GFLOP/s of the best of many large float32 matrix products on one thread of the same engine. It is a lower bound of
 * the core's multiply-add peak, and what the engine's own kernel comes to at its best.
 */
export async function bestProductRate(engine: Engine): Promise<number> {
  let best = 0;
  for (const [m, k, n] of FORMS) {
    const executable = await engine.compile(program({ y: matmul(input('a', [m, k]), input('b', [k, n])) }));
    const filled = (rows: number, columns: number) =>
      value(new Float32Array(rows * columns).fill(0.5), [rows, columns]);
    const inputs = { a: filled(m, k), b: filled(k, n) };
    const into = { y: filled(m, n) };
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      await executable.run(inputs, into);
      best = Math.max(best, (2 * m * k * n) / (performance.now() - start) / 1e6);
    }
    await executable.release();
  }
  return best;
}
