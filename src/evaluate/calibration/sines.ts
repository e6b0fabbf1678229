/**
 * TimeGAN's sine set by its code, which is what reproduces the published figures (the paper's formula has 2 pi in it
 * and gives others): per sequence and feature a frequency and a phase, both uniform in (0, 0.1), and
 * x_t = (sin(frequency t + phase) + 1) / 2, t = 0 .. T - 1.
 */
import { randomStream } from '../../random/stream.ts';
import { type SequenceSet, sequenceSet } from '../sequenceSet.ts';

/** Classes of sines: whether the first feature is a slow or a fast one, told by how far it moves in all. */
export function bySpeed(set: SequenceSet): SequenceSet {
  const { count, length, features, values } = set;
  const travelled = Float64Array.from({ length: count }, (_, n) => {
    let sum = 0;
    for (let t = 1; t < length; t++) {
      const at = (n * length + t) * features;
      sum += Math.abs(values[at]! - values[at - features]!);
    }
    return sum;
  });
  const middle = travelled.slice().sort()[count >> 1]!;
  const of = Int32Array.from(travelled, (way) => Number(way > middle));
  return { ...set, labels: { kind: 'class', names: ['slow', 'fast'], of } };
}

export function timeganSines(count = 10_000, length = 24, features = 5, seed = 1): SequenceSet {
  const uniform = new Float32Array(2 * count * features);
  randomStream(seed, 'timegan sines').uniform(0, uniform);
  const values = new Float32Array(count * length * features);
  for (let n = 0; n < count; n++) {
    for (let f = 0; f < features; f++) {
      const at = 2 * (n * features + f);
      const [frequency, phase] = [0.1 * uniform[at]!, 0.1 * uniform[at + 1]!];
      for (let t = 0; t < length; t++) {
        values[(n * length + t) * features + f] = (Math.sin(frequency * t + phase) + 1) / 2;
      }
    }
  }
  return sequenceSet(values, length, features);
}
