/**
 * Training and test parts of two classes for a judge that must not recognise a test sequence by its neighbour in time:
 * windows of one series that overlap are cut into blocks of time, whole blocks are tested, and windows that reach from a
 * block of the one kind into one of the other are left out. Both classes use the same blocks where they share a clock;
 * where one has no time of its own it is dealt at random. Parts are in an order of whole blocks, so that a share cut off
 * at the end, as for validation, is of other times too; both classes have equal counts in each part.
 */
import { randomStream } from '../../random/stream.ts';
import { pick, type SequenceSet } from '../sequenceSet.ts';
import { type Split, split } from './discriminative.ts';

const blocksAtMost = 20;
/** Fewer blocks cannot be dealt in the share that is asked for. */
const blocksAtLeast = 5;
/** A block of fewer windows' lengths would lose most of them at its ends. */
const lengthsInBlock = 3;

interface Blocks {
  readonly length: number;
  /** Place of every block in a random order; the last ones are tested. */
  readonly place: Int32Array;
  /** Blocks from this place on are tested. */
  readonly firstTested: number;
}

/** Undefined where the set has no times, or its series is too short to be cut. */
function blocksOf({ starts, length }: SequenceSet, share: number, seed: number): Blocks | undefined {
  if (!starts) return undefined;
  const span = starts.reduce((last, start) => Math.max(last, start), 0) + length;
  const count = Math.min(blocksAtMost, Math.floor(span / (lengthsInBlock * length)));
  if (count < blocksAtLeast) return undefined;
  const place = randomStream(seed, 'blocks of time').permutation(0, count);
  return { length: Math.ceil(span / count), place, firstTested: Math.floor(share * count) };
}

interface Placed {
  readonly row: number;
  readonly place: number;
}

function splitByBlocks(set: SequenceSet, { length, place, firstTested }: Blocks): Split {
  const train: Placed[] = [];
  const test: Placed[] = [];
  const placeAt = (step: number) => place[Math.floor(step / length) % place.length]!;
  set.starts!.forEach((start, row) => {
    const [first, last] = [placeAt(start), placeAt(start + set.length - 1)];
    if (first >= firstTested !== last >= firstTested) return;
    (first >= firstTested ? test : train).push({ row, place: first });
  });
  const inOrder = (kept: Placed[]) =>
    pick(
      set,
      kept.sort((a, b) => a.place - b.place || a.row - b.row).map(({ row }) => row),
    );
  return { train: inOrder(train), test: inOrder(test) };
}

/** The set by these blocks, unless it is too short for them to give both parts: another clock may end early. */
function dealtBy(set: SequenceSet, blocks: Blocks | undefined, share: number): Split | undefined {
  if (!blocks || !set.starts) return undefined;
  const dealt = splitByBlocks(set, blocks);
  return dealt.test.count < ((1 - share) * set.count) / 4 || dealt.train.count < (share * set.count) / 4
    ? undefined
    : dealt;
}

/** One set: whole blocks of time to test where its windows overlap, else dealt at random. */
export function splitByTime(set: SequenceSet, share: number, seed: number, name: string): Split {
  return dealtBy(set, blocksOf(set, share, seed), share) ?? split(set, share, seed, name);
}

export interface SplitClasses {
  readonly real: Split;
  readonly generated: Split;
  /** Whether real windows overlap and could not be kept apart: the judge may then know them by their neighbours. */
  readonly isLeaky: boolean;
}

/** What a judge says of a split that is leaky. */
export const leakWarning =
  'windows overlap in a series too short to test on other times: the judge may know windows by their neighbours';

export function timeSplit(
  real: SequenceSet,
  generated: SequenceSet,
  share: number,
  seed: number,
): SplitClasses {
  const blocks = blocksOf(real, share, seed);
  const a = blocks ? splitByBlocks(real, blocks) : split(real, share, seed, 'real');
  const b =
    dealtBy(generated, blocks, share) ??
    dealtBy(generated, blocksOf(generated, share, seed), share) ??
    split(generated, share, seed, 'generated');
  const thinned = (set: SequenceSet, count: number) =>
    set.count <= count
      ? set
      : pick(
          set,
          Array.from({ length: count }, (_, i) => Math.floor((i * set.count) / count)),
        );
  const [train, test] = [Math.min(a.train.count, b.train.count), Math.min(a.test.count, b.test.count)];
  return {
    real: { train: thinned(a.train, train), test: thinned(a.test, test) },
    generated: { train: thinned(b.train, train), test: thinned(b.test, test) },
    isLeaky: real.starts !== undefined && blocks === undefined,
  };
}
