/**
 * Which character separates the cells. Candidates are tried on the first lines, outside quotes: the one that gives
 * most lines the same number of cells wins, and of equals the first below, for a comma may be a decimal comma and a
 * space may stand inside a date, but a tab or a semicolon in every line stands there for one reason only.
 */
import { UserError } from '../../../errors/userError.ts';

export const DELIMITERS = [
  { character: '\t', name: 'tab' },
  { character: ';', name: 'semicolon' },
  { character: '|', name: 'pipe' },
  { character: ',', name: 'comma' },
  { character: ' ', name: 'space' },
] as const;

const SAMPLE_LINES = 50;

export function findDelimiter(text: string): string {
  const lines = sampleLines(text);
  let best = ',';
  let bestShare = 0.5; // of the lines; prose with a comma here and there is no table
  for (const { character } of DELIMITERS) {
    const counts = lines.map((line) => countCells(line, character));
    const usual = mostFrequent(counts);
    const share = counts.filter((count) => count === usual).length / lines.length;
    const isClearer = character === ' ' ? bestShare === 0.5 : share > bestShare + 1e-9;
    if (usual >= 2 && isClearer && share > 0.5) [best, bestShare] = [character, share];
  }
  return best;
}

/** The delimiter that the user gave, as one character. Throws where it cannot be the file's. */
export function givenDelimiter(given: string, text: string, source: string): string {
  const named = DELIMITERS.find(({ name }) => name === given.toLowerCase())?.character;
  const delimiter = named ?? (given === '\\t' ? '\t' : given);
  const fail = (what: string, remedy: string): never => {
    throw new UserError('usage', [{ where: `delimiter ${JSON.stringify(given)}`, what, remedy }]);
  };
  if (delimiter.length !== 1 || delimiter === '"' || delimiter === '\n' || delimiter === '\r')
    fail(
      'is not one character',
      `give one of ${DELIMITERS.map(({ name }) => name).join(', ')}, or a character`,
    );
  const occurs = sampleLines(text).some((line) => countCells(line, delimiter) > 1);
  const found = findDelimiter(text);
  if (!occurs && found !== delimiter && sampleLines(text).some((line) => countCells(line, found) > 1)) {
    const { name } = DELIMITERS.find(({ character }) => character === found)!;
    fail(
      `does not occur in the first lines of ${source}`,
      `the cells look separated by ${name}; leave the option out`,
    );
  }
  return delimiter;
}

export function sampleLines(text: string): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length && lines.length < SAMPLE_LINES; ) {
    const newline = text.slice(start, start + 1_000_000).search(/[\r\n]/);
    const end = newline < 0 ? Math.min(text.length, start + 1_000_000) : start + newline;
    const line = text.slice(start, end).trim();
    if (line !== '') lines.push(line);
    start = end + 1;
  }
  return lines;
}

function countCells(line: string, delimiter: string): number {
  const bare = line.includes('"') ? line.replace(/"(?:[^"]|"")*"/g, '') : line;
  return delimiter === ' ' ? bare.split(/ +/).length : bare.split(delimiter).length;
}

function mostFrequent(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 1;
}
