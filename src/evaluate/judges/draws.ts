import { randomStream } from '../../random/stream.ts';

/** Draws batches of different members of 0 .. count - 1: a partial shuffle (Fisher and Yates), uniform like a whole. */
export function batchDraws(
  count: number,
  batch: number,
  seed: number,
  name: string,
): (step: number) => Int32Array {
  const stream = randomStream(seed, name);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const taken = Math.min(batch, count);
  const uniform = new Float32Array(taken);
  return (step) => {
    stream.uniform(step, uniform);
    for (let i = 0; i < taken; i++) {
      const j = i + Math.floor(uniform[i]! * (count - i));
      const held = order[i]!;
      order[i] = order[j]!;
      order[j] = held;
    }
    return order.subarray(0, taken);
  };
}
