import type { Sequences } from '../src/gan/batches.ts';
import { randomStream } from '../src/random/stream.ts';
import type { StepShape } from './shapes.ts';

/** Noise in the shape of data, for timings that do not depend on what is learned. */
export function syntheticSequences({ batch, length, features }: StepShape): Sequences {
  const count = 4 * batch;
  const values = new Float32Array(count * length * features);
  randomStream(1, 'synthetic sequences').uniform(0, values);
  return { count, length, features, values };
}
