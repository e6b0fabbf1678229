/**
 * The sequences that are kept out of training, so that diagnosis can ask what the critic makes of real ones it has
 * never seen. Windows of one long series overlap their neighbours, so a few blocks of neighbours are taken, one from
 * each part of the data: most of them share nothing with the training set, and all of the series is stood for. Which
 * ones depends on the number of sequences, the share and the seed alone.
 */
import { randomStream } from '../random/stream.ts';

const MOST = 256;
/** Fewer say nothing, so none are taken. */
const LEAST = 8;
const BLOCKS = 4;

export function heldOutCount(count: number, share: number): number {
  const taken = Math.min(MOST, Math.floor(count * share));
  return taken < LEAST ? 0 : taken;
}

export interface Split {
  readonly training: Int32Array;
  readonly heldOut: Int32Array;
}

export function splitSequences(count: number, share: number, seed: number): Split {
  const wanted = heldOutCount(count, share);
  const isHeld = new Uint8Array(count);
  const places = new Float32Array(BLOCKS);
  randomStream(seed, 'held out').uniform(0, places);
  for (let block = 0; block < BLOCKS; block++) {
    const at = (part: number, whole: number) => Math.floor((part * whole) / BLOCKS);
    const [from, to] = [at(block, count), at(block + 1, count)];
    const size = at(block + 1, wanted) - at(block, wanted);
    const start = from + Math.floor(places[block]! * (to - from - size + 1));
    isHeld.fill(1, start, start + size);
  }
  const pick = (held: number) =>
    Int32Array.from({ length: count }, (_, i) => i).filter((i) => isHeld[i] === held);
  return { training: pick(0), heldOut: pick(1) };
}
