/**
 * How long to wait for workers before one is taken to hang: many times as long as they usually take, and never less
 * than half a minute, so that a busy machine is not mistaken for a broken one. Before it is known what is usual, ten
 * minutes: the first steps also load and compile.
 */
const TIMES = 50;
const LEAST = 30_000;
const UNKNOWN = 600_000;
/** Answers after which it is known, and the last ones that are remembered. */
const KNOWN_AFTER = 5;
const REMEMBERED = 99;

export interface Patience {
  /** An answer took so long, ms. */
  note(took: number): void;
  /** ms. */
  limit(): number;
}

export function patienceOf(): Patience {
  const last: number[] = [];
  return {
    note(took) {
      last.push(took);
      if (last.length > REMEMBERED) last.shift();
    },
    limit() {
      if (last.length < KNOWN_AFTER) return UNKNOWN;
      const median = [...last].sort((a, b) => a - b)[Math.floor(last.length / 2)]!;
      return Math.max(LEAST, TIMES * median);
    },
  };
}
