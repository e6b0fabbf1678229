/**
 * Cuts a real set into parts that stand for samples of one source: the floor is one part against another. Independent
 * sequences are dealt at random. Windows that overlap are cut into blocks of time, and the windows that reach over a cut
 * are left out, so that no two parts share a step. Neighbouring blocks go to different parts, in random order: a source
 * that drifts would otherwise give parts that differ.
 */
import { randomStream } from '../../random/stream.ts';
import { pick, type SequenceSet } from '../sequenceSet.ts';
import type { TimeOrder } from './timeOrder.ts';

const blocksPerPart = 25;

/** How many windows before a cut reach over it. */
export const overlapOf = (set: SequenceSet, { stride }: TimeOrder): number =>
  Math.ceil(set.length / stride) - 1;

/** Parts of equal counts; `draw` selects one of many splits. */
export function realSplit(
  set: SequenceSet,
  parts: number,
  time: TimeOrder | undefined,
  seed: number,
  draw: number,
): readonly SequenceSet[] {
  const stream = randomStream(seed, `split into ${parts}`);
  const rows: number[][] = Array.from({ length: parts }, () => []);
  if (time) {
    const gap = overlapOf(set, time);
    // a block loses `gap` windows; it should keep at least three times as many
    const most = Math.floor(set.count / (4 * (gap + 1)) / parts) * parts;
    const blocks = Math.max(parts, Math.min(blocksPerPart * parts, most)); // a multiple of parts
    const blockGroups = Math.floor(blocks / parts);
    const dealt = Array.from({ length: blockGroups }, (_, g) =>
      stream.permutation(draw * blockGroups + g, parts),
    );
    dealt
      .flatMap((group) => [...group])
      .forEach((part, block) => {
        const from = Math.floor((block * set.count) / blocks);
        const to = Math.floor(((block + 1) * set.count) / blocks) - gap;
        for (let n = from; n < to; n++) rows[part]!.push(time.order[n]!);
      });
  } else {
    stream.permutation(draw, set.count).forEach((row, i) => {
      rows[i % parts]!.push(row);
    });
  }
  const count = Math.min(...rows.map(({ length }) => length));
  // in random order: metrics that compare by index must not meet neighbours in time
  const mixed = randomStream(seed, `order of ${parts}`);
  return rows.map((own, i) => {
    const order = mixed.permutation(draw * parts + i, own.length).subarray(0, count);
    return pick(
      set,
      [...order].map((k) => own[k]!),
    );
  });
}
