/**
 * Progress on standard error. On a terminal one line is drawn over; elsewhere (a log file) a plain line is added every
 * ten seconds. The rate is that of the last ten seconds, so the time left follows the machine.
 */
import { canRedraw, cutTo, type Output, widthOf } from './terminal.ts';

const REDRAW_MS = 100;
const PLAIN_MS = 10_000;
const WINDOW_MS = 10_000;
const BAR = 24;

export interface Progress {
  /** `describe` is called only when something is drawn. */
  update(done: number, describe: (rate: Rate) => string): void;
  /** Draws a last time what `update` was told, and ends the line. */
  finish(): void;
  /** Makes room for other text. */
  clear(): void;
}

export interface Rate {
  readonly perSecond: number;
  readonly secondsLeft: number;
}

export function createProgress(stream: Output, total: number, startedAt = 0): Progress {
  const redraws = canRedraw(stream);
  const marks: { readonly at: number; readonly done: number }[] = [
    { at: performance.now(), done: startedAt },
  ];
  let last: { readonly done: number; readonly describe: (rate: Rate) => string } | undefined;
  let drawnAt = redraws ? -Infinity : performance.now();
  let isDirty = false;

  function draw(): void {
    if (!last) return;
    const now = performance.now();
    drawnAt = now;
    marks.push({ at: now, done: last.done });
    while (marks.length > 2 && now - marks[0]!.at > WINDOW_MS) marks.shift();
    const first = marks[0]!;
    const perSecond = now > first.at ? ((last.done - first.done) * 1000) / (now - first.at) : 0;
    const secondsLeft = (total - last.done) / perSecond;
    const text = last.describe({ perSecond, secondsLeft });
    if (redraws) {
      stream.write(`\r${cutTo(`${bar(last.done / total)} ${text}`, widthOf(stream) - 1)}\x1b[K`);
      isDirty = true;
    } else stream.write(`${text}\n`);
  }

  return {
    update(done, describe) {
      last = { done, describe };
      if (performance.now() - drawnAt >= (redraws ? REDRAW_MS : PLAIN_MS)) draw();
    },
    finish() {
      if (redraws) draw();
      if (isDirty) stream.write('\n');
      isDirty = false;
    },
    clear() {
      if (isDirty) stream.write('\r\x1b[K');
      isDirty = false;
    },
  };
}

export const noProgress: Progress = { update() {}, finish() {}, clear() {} };

/** Eighths of a block, so that it moves smoothly. */
export function bar(share: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * BAR * 8);
  const full = '█'.repeat(Math.floor(eighths / 8));
  const part = eighths % 8 === 0 ? '' : '▏▎▍▌▋▊▉'[(eighths % 8) - 1]!;
  return `▕${(full + part).padEnd(BAR)}▏`;
}
