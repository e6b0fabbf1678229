/** One cell: is it missing, is it a number, and with how many decimals. No regular expressions: this runs per cell. */

/** What data sets write for "no value". */
const MISSING = new Set(
  [
    '',
    'NA',
    'N/A',
    'NaN',
    'NAN',
    'nan',
    'na',
    'n/a',
    'null',
    'NULL',
    'Null',
    'None',
    'none',
    'NaT',
    'nil',
  ].concat(['?', '-', '--', '.', '<NA>', '#N/A', '-nan', '-NaN']),
);

const INFINITE = /^[+-]?inf(inity)?$/i;

export const isMissing = (text: string): boolean => text.length <= 5 && MISSING.has(text);

/** The text that stands in most of the missing cells. */
export function usualMarker(cells: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const cell of cells) if (isMissing(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

export const isInfinite = (text: string): boolean => text.length <= 9 && INFINITE.test(text);

const ZERO = 48;
const NINE = 57;
const isDigit = (code: number) => code >= ZERO && code <= NINE;

/**
 * Digits after the decimal point of a number in decimal notation, with the exponent applied (`1.5e-3` has 4, `1e3`
 * has 0), or -1 where the text is no such number: `0x10`, `1,5`, `1_000` and `Infinity` are not.
 */
export function decimalsOf(text: string): number {
  const end = text.length;
  let at = 0;
  const sign = text.charCodeAt(0);
  if (sign === 43 || sign === 45) at++;
  const wholeStart = at;
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  let digits = at - wholeStart;
  let decimals = 0;
  if (text.charCodeAt(at) === 46) {
    const start = ++at;
    while (at < end && isDigit(text.charCodeAt(at))) at++;
    decimals = at - start;
    digits += decimals;
  }
  if (digits === 0) return -1;
  if (at === end) return decimals;
  if ((text.charCodeAt(at) | 32) !== 101) return -1; // e or E
  return decimalsWithExponent(text, at + 1, decimals);
}

function decimalsWithExponent(text: string, start: number, decimals: number): number {
  const sign = text.charCodeAt(start);
  const first = sign === 43 || sign === 45 ? start + 1 : start;
  if (first === text.length) return -1;
  for (let at = first; at < text.length; at++) if (!isDigit(text.charCodeAt(at))) return -1;
  return Math.max(0, decimals - Number(text.slice(start)));
}

/** A number with `least` to `decimals` decimals (zeros beyond `least` are dropped), without an exponent. */
export function formatNumber(value: number, decimals: number, least: number): string {
  // beyond 1e21 toFixed itself falls back to the exponent form, which every reader here understands
  const text = value.toFixed(decimals);
  const short = decimals > least && text.endsWith('0') ? trimZeros(text, decimals - least) : text;
  return short.startsWith('-') && Number(short) === 0 ? short.slice(1) : short;
}

function trimZeros(text: string, most: number): string {
  let end = text.length;
  while (end > text.length - most && text.charCodeAt(end - 1) === ZERO) end--;
  if (text.charCodeAt(end - 1) === 46) end--;
  return text.slice(0, end);
}
