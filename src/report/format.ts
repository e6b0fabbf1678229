/** Numbers as a reader wants them. */

/** A figure of a metric: three decimals below 0.1, two below 10. */
export function formatFigure(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 10) return formatValue(value);
  return value.toFixed(size < 0.1 ? 3 : 2);
}

export function formatPercent(value: number | null): string {
  if (value === null) return '–';
  const percent = value * 100;
  if (Math.abs(percent) >= 1000) return `${formatValue(percent)}%`;
  return `${Math.abs(percent) < 10 && percent !== Math.round(percent) ? percent.toFixed(1) : percent.toFixed(0)}%`;
}

/** A value in the user's units, to four or five digits, short enough for a tick: 0.0213, 733.5, 12.4k, 5.25M, 3e-7. */
export function formatValue(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-3 || size >= 1e15) return trimZeros(value.toExponential(2));
  for (const [from, unit, suffix] of largeUnits) {
    if (size >= from) return trimZeros((value / unit).toPrecision(4)) + suffix;
  }
  return trimZeros(value.toPrecision(size >= 1000 ? 5 : 4));
}

const largeUnits = [
  [1e12, 1e12, 'T'],
  [1e9, 1e9, 'G'],
  [1e6, 1e6, 'M'],
  // A year or a price of four digits reads better whole.
  [1e4, 1e3, 'k'],
] as const;

function trimZeros(text: string): string {
  const [mantissa, exponent] = text.split('e');
  const trimmed = mantissa!.includes('.') ? mantissa!.replace(/\.?0+$/, '') : mantissa!;
  return exponent === undefined ? trimmed : `${trimmed}e${exponent.replace('+', '')}`;
}

/** At most `length` characters; the middle is left out, since names often differ at their ends. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text);
  if (characters.length <= length) return text;
  const tail = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - tail).join('')}…${characters.slice(characters.length - tail).join('')}`;
}
