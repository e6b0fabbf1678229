/**
 * Lines before a table that are none of it: `sep=;`, which spreadsheets write and obey, and comments that begin with #. They
 * become blank lines, so that all others keep their numbers. A # before the names of columns is part of the first name.
 */
import { decimalsOf } from '../cellText.ts';

const MARKS = /[,;\t|]/g;

/** `text` without them, and the delimiter that one of them names. */
export function withoutPreamble(text: string): { readonly text: string; readonly delimiter?: string } {
  let at = 0;
  let blanks = '';
  const [, named, end] = /^sep=(.)(\r\n|\n|\r)/i.exec(text) ?? [];
  if (named !== undefined) {
    at = `sep=${named}${end}`.length;
    blanks = end!;
  }
  for (let line = lineAt(text, at); line.text.startsWith('#'); line = lineAt(text, at)) {
    const next = lineAt(text, line.end);
    const marks = line.text.match(MARKS)?.length ?? 0;
    const isLikeNext = marks > 0 && !next.text.startsWith('#') && marks === next.text.match(MARKS)?.length;
    const isBeforeNames = !holdsNumbers(next) && holdsNumbers(lineAt(text, next.end));
    if ((isLikeNext && !isBeforeNames) || line.end >= text.length) break;
    at = line.end;
    blanks += line.mark;
  }
  if (at === 0) return { text };
  return { text: blanks + text.slice(at), ...(named !== undefined && { delimiter: named }) };
}

const holdsNumbers = (line: Line): boolean =>
  line.text.split(MARKS).some((cell) => decimalsOf(cell.trim()) >= 0);

interface Line {
  readonly text: string;
  /** What ends it, and where the next begins. */
  readonly mark: string;
  readonly end: number;
}

function lineAt(text: string, start: number): Line {
  const ends = /\r\n|\n|\r/g;
  ends.lastIndex = start;
  const found = ends.exec(text);
  if (found === null) return { text: text.slice(start), mark: '', end: text.length };
  return { text: text.slice(start, found.index), mark: found[0], end: found.index + found[0].length };
}
