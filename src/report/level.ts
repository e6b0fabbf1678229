/**
 * How good a figure is, judged between its floor (real against real) and what a naive generator gets: `share` is the
 * part of the way from the floor to the naive value. These are rules of thumb of this report, named here and nowhere
 * else.
 */
export type Level = 'good' | 'fair' | 'poor' | 'unclear';

/** A figure with its floor and its naive value; null where it is not defined. JSON has no NaN. */
export interface Compared {
  readonly value: number | null;
  readonly floor: number | null;
  readonly naive: number | null;
  readonly level: Level;
}

/** Up to this share of the way to the naive value a figure is good, then fair, then poor. */
export const goodShare = 0.1;
export const fairShare = 0.35;
/** Within this factor of the floor a figure is good whatever the share: real data would not do better. */
export const floorFactor = 1.5;
/** Where the naive value is not this many times the floor, the figure cannot tell good from naive. */
const telling = 2;

/** For a distance: 0 is best. `best` moves the best value, as for ratios, whose best is 1. */
export function compared(value: number, floor: number, naive: number, best = 0): Compared {
  const share = shareOfWay(value, floor, naive, best);
  return { value: orNull(value), floor: orNull(floor), naive: orNull(naive), level: levelOf() };

  function levelOf(): Level {
    if (Number.isNaN(share)) return 'unclear';
    if (share <= goodShare || Math.abs(value - best) <= floorFactor * Math.abs(floor - best)) return 'good';
    return share <= fairShare ? 'fair' : 'poor';
  }
}

/** 0 at the floor or better, 1 at the naive value, more beyond it; NaN when that cannot be told. */
export function shareOfWay(value: number, floor: number, naive: number, best = 0): number {
  const way = Math.abs(naive - best);
  const start = Number.isNaN(floor) ? 0 : Math.abs(floor - best);
  if (!(way > telling * start) || way === 0) return NaN;
  return Math.max(0, Math.abs(value - best) - start) / (way - start);
}

export function worstLevel(levels: readonly Level[]): Level {
  const order: readonly Level[] = ['poor', 'fair', 'good', 'unclear'];
  return order.find((level) => levels.includes(level)) ?? 'unclear';
}

export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
