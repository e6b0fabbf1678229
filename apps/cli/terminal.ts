/** Colour, width and lines. Colours appear on a terminal only, and obey NO_COLOR and FORCE_COLOR (util.styleText). */
import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

export type Output = NodeJS.WriteStream | WriteStream;
export type Style = 'bold' | 'red' | 'yellow' | 'green' | 'cyan' | 'magenta';

/** One style at a time: with a list of them, Node 20 does not look at the stream. */
export const styled = (stream: Output, styles: Style | readonly Style[], text: string): string =>
  [styles].flat().reduce((inner, style) => styleText(style as Style, inner, { stream }), text);

/** Whether lines may be drawn over. */
export const canRedraw = (stream: Output): boolean => stream.isTTY === true && process.env.TERM !== 'dumb';

export const widthOf = (stream: Output): number => stream.columns ?? 80;

/** Columns that a text takes on a terminal: East Asian characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}
const WIDE = /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]|[\u{1f300}-\u{1f9ff}]|[\u{20000}-\u{3fffd}]/u;

/** Cuts a text to so many columns. */
export function cutTo(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += displayWidth(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Breaks a text at spaces where lines would be wider than a terminal; a pipe gets the line as it is. */
export function wrapped(text: string, stream: Output): string {
  if (!stream.isTTY) return text;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && displayWidth(`${line} ${word}`) < widthOf(stream))
      lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines.join('\n');
}

/**
 * Writes and waits until the reader has taken it. A reader that has gone away (`| head`) is no failure: the promise
 * then resolves to false.
 */
export function write(stream: Output, chunk: string | Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => {
      if (!error) resolve(true);
      else if (isClosed(error)) resolve(false);
      else reject(error);
    });
  });
}

/** Without a listener, a failed write would end the program with a stack trace; `write` tells whoever waits. */
export function tolerateFailedWrites(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

function isClosed(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'EOF';
}
