/**
 * Both losses over the run as a chart of braille dots, two by four in each character. The critic's is drawn in cyan,
 * the generator's in magenta; where they meet, the later one shows.
 */
import { short } from './numbers.ts';
import { type Output, type Style, styled, widthOf } from './terminal.ts';
import type { Words } from './words.ts';

const ROWS = 8;
const DOTS_OF = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

export interface LossPoint {
  readonly critic: number;
  readonly generator: number;
}

export function lossChart(points: readonly LossPoint[], words: Words, stream: Output): string {
  const finite = points.filter(
    ({ critic, generator }) => Number.isFinite(critic) && Number.isFinite(generator),
  );
  if (finite.length < 2) return '';
  const all = finite.flatMap(({ critic, generator }) => [critic, generator]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const labels = [short(high), short(low)];
  const labelWidth = Math.max(...labels.map(({ length }) => length));
  const columns = Math.max(10, Math.min(60, widthOf(stream) - labelWidth - 4));
  const dots = Array.from({ length: ROWS }, () => new Uint8Array(columns));
  const owners = Array.from({ length: ROWS }, () => new Array<Style | undefined>(columns).fill(undefined));
  const draw = (values: readonly number[], style: Style) => {
    for (let x = 0; x < columns * 2; x++) {
      const value = values[Math.round((x * (values.length - 1)) / (columns * 2 - 1))]!;
      const y = Math.round(((high - value) / (high - low || 1)) * (ROWS * 4 - 1));
      const [row, column] = [Math.floor(y / 4), Math.floor(x / 2)];
      dots[row]![column]! |= DOTS_OF[y % 4]![x % 2]!;
      owners[row]![column] = style;
    }
  };
  draw(
    finite.map(({ critic }) => critic),
    'cyan',
  );
  draw(
    finite.map(({ generator }) => generator),
    'magenta',
  );
  const lines = dots.map((row, r) => {
    const label = r === 0 ? labels[0]! : r === ROWS - 1 ? labels[1]! : '';
    const cells = Array.from(row, (bits, c) => {
      const glyph = String.fromCodePoint(0x2800 + bits);
      const style = owners[r]![c];
      return style ? styled(stream, style, glyph) : ' ';
    });
    return `${label.padStart(labelWidth)} │${cells.join('')}`.trimEnd();
  });
  const { critic, generator } = words.progress;
  const legend = `${styled(stream, 'cyan', critic)}, ${styled(stream, 'magenta', generator)}`;
  return `${words.end.losses}: ${legend}\n${lines.join('\n')}\n\n`;
}
