/**
 * The format of identifiers, so that new ones look like them and none is a real one. Two formats are known: a number
 * between fixed texts (`A0000002378`, `trans-17`), which goes on after the largest; and characters in fixed places
 * (`3f2a-11be`, UUIDs), where all new ones begin with characters that no real one begins with.
 */

/** `prefix`, a number of at least `width` digits, `suffix`; `from` is the first new number. */
export interface NumberedFormat {
  readonly prefix: string;
  readonly suffix: string;
  readonly width: number;
  readonly from: number;
}

/** Each place is one of its characters; the first places that vary hold `start`, and the others count. */
export interface PlacedFormat {
  readonly places: readonly string[];
  readonly start: string;
}

export type IdentifierFormat = NumberedFormat | PlacedFormat;

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const ALPHABETS = [
  DIGITS,
  `${DIGITS}abcdef`,
  `${DIGITS}ABCDEF`,
  LOWER,
  UPPER,
  DIGITS + LOWER,
  DIGITS + UPPER,
  DIGITS + LOWER + UPPER,
];

const MOST_DIGITS = 15;
const LONGEST = 64;
/** New identifiers that a format must have room for. */
const LEAST_ROOM = 1e6;

/** The format that all cells share, or undefined where there is none, as in names. */
export function findIdentifierFormat(cells: readonly string[]): IdentifierFormat | undefined {
  return findNumbered(cells) ?? findPlaced(cells);
}

function findNumbered(cells: readonly string[]): NumberedFormat | undefined {
  const [, prefix, digits, suffix] = /^(.*?)(\d+)(\D*)$/.exec(cells[0] ?? '') ?? [];
  if (digits === undefined || digits.length > MOST_DIGITS) return undefined;
  let [largest, least, most] = [0, digits.length, digits.length];
  let isPadded = false;
  for (const cell of cells) {
    if (!cell.startsWith(prefix!) || !cell.endsWith(suffix!)) return undefined;
    const middle = cell.slice(prefix!.length, cell.length - suffix!.length);
    if (!/^\d+$/.test(middle) || middle.length > MOST_DIGITS) return undefined;
    isPadded ||= middle.length > 1 && middle.startsWith('0');
    least = Math.min(least, middle.length);
    most = Math.max(most, middle.length);
    largest = Math.max(largest, Number(middle));
  }
  if (isPadded && least !== most) return undefined;
  return { prefix: prefix!, suffix: suffix!, width: isPadded ? least : 1, from: largest + 1 };
}

function findPlaced(cells: readonly string[]): PlacedFormat | undefined {
  const length = cells[0]?.length ?? 0;
  if (length === 0 || length > LONGEST || cells.some((cell) => cell.length !== length)) return undefined;
  const places: string[] = [];
  for (let at = 0; at < length; at++) {
    const seen = new Set(cells.map((cell) => cell[at]!));
    const alphabet =
      seen.size === 1 ? cells[0]![at]! : ALPHABETS.find((known) => [...seen].every((c) => known.includes(c)));
    if (alphabet === undefined) return undefined;
    places.push(alphabet);
  }
  const start = unusedStart(cells, places);
  if (start === undefined || !places.some((place) => place.length > 1 && place.includes('0')))
    return undefined;
  const format = { places, start };
  return roomOf(format) >= LEAST_ROOM ? format : undefined;
}

/** The shortest text of the places that vary with which no cell begins. */
function unusedStart(cells: readonly string[], places: readonly string[]): string | undefined {
  const varying = places.flatMap((place, at) => (place.length > 1 ? [at] : []));
  let count = 1;
  for (let size = 1; size <= varying.length; size++) {
    const at = varying.slice(0, size);
    count *= places[at.at(-1)!]!.length;
    const taken = new Set(cells.map((cell) => at.map((place) => cell[place]).join('')));
    if (count === taken.size) continue;
    for (let number = count - 1; number >= 0; number--) {
      const text = spell(
        number,
        at.map((place) => places[place]!),
      );
      if (!taken.has(text)) return text;
    }
  }
  return undefined;
}

/** A number in the digits that each place has. */
function spell(number: number, alphabets: readonly string[]): string {
  let text = '';
  let rest = number;
  for (let i = alphabets.length - 1; i >= 0; i--) {
    const alphabet = alphabets[i]!;
    text = alphabet[rest % alphabet.length]! + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}

const countingPlaces = ({ places, start }: PlacedFormat): readonly string[] =>
  places.filter((place) => place.length > 1).slice(start.length);

/** How many identifiers can be counted, at most 2^50, which no file reaches. */
const roomOf = (format: PlacedFormat): number =>
  Math.min(
    2 ** 50,
    countingPlaces(format).reduce((room, place) => room * place.length, 1),
  );

/** Coprime to every product of the alphabets' sizes (2, 3, 5, 13 and 31 are their primes). */
const STRIDE = 2_654_435_761n;

/** The new identifier of this place, another for each up to the room of the format. */
export function writeIdentifier(format: IdentifierFormat, place: number): string {
  if (!('places' in format)) {
    const number = String(format.from + place).padStart(format.width, '0');
    return format.prefix + number + format.suffix;
  }
  const counting = countingPlaces(format);
  // spread over the room, so that neighbours look as unlike as real ones
  const spread = Number((BigInt(place) * STRIDE) % BigInt(roomOf(format)));
  const varying = format.start + spell(spread, counting);
  let at = 0;
  return format.places.map((place) => (place.length > 1 ? varying[at++]! : place)).join('');
}
