/**
 * How a column writes its numbers where that is not `-1234.5`: a decimal comma, groups of thousands, a currency or a unit
 * around them, brackets for what is negative. Numbers are read to plain ones and written back:
 *
 *     1.474,41 €   ->  1474.41        $1,083.03  ->  1083.03        (12.00)  ->  -12.00        +0.56%  ->  0.56
 *
 * A comma or a point before three digits may be either mark. It groups where a cell has two of it or another mark follows,
 * where another column of the table shows its decimal mark, or where whole numbers below 1000 stand without.
 */
import { z } from 'zod';
import { decimalsOf, isMissing } from '../cellText.ts';

export const numberNotationSchema = z.strictObject({
  kind: z.literal('number'),
  decimal: z.enum(['.', ',']),
  /** Between thousands. */
  group: z.string().length(1).optional(),
  /** A currency, with the space after it, and a unit, with the space before it. */
  prefix: z.string().min(1).max(6).optional(),
  suffix: z.string().min(1).max(10).optional(),
  /** What is negative: the sign itself, if not a hyphen; before the number and not the prefix; or brackets in its place. */
  minus: z.string().length(1).optional(),
  signsNumber: z.literal(true).optional(),
  hasBrackets: z.literal(true).optional(),
  /** Whether positive numbers have a sign. */
  hasPlus: z.literal(true).optional(),
});

export type NumberNotation = z.infer<typeof numberNotationSchema>;

const SPACES = ' \u00a0\u202f';
const CURRENCY = String.raw`(?:(?:[A-Z]{1,3})?\p{Sc}|USD|EUR|GBP|CHF|CNY|RMB|JPY|INR|SEK|NOK|DKK|PLN|Rs\.?|kr\.?)`;
const BODY = String.raw`(?:\d(?:[\d.,'’${SPACES}]*\d)?|[.,]\d+)`;
const UNIT = String.raw`[\p{L}\p{Sc}%‰°µ²³/]{1,8}\.?`;
const SHAPE = new RegExp(
  `^(\\()?([+−-])?(${CURRENCY}[${SPACES}]?)?([+−-])?(${BODY})([${SPACES}]?${UNIT})?(\\))?$`,
  'u',
);

/** A cell in its parts; undefined where it is no number in any notation. */
interface Parts {
  readonly sign: string;
  readonly hasBrackets: boolean;
  readonly signsNumber: boolean;
  readonly prefix: string;
  readonly body: string;
  readonly suffix: string;
}

function partsOf(cell: string): Parts | undefined {
  const match = cell.length <= 60 ? SHAPE.exec(cell) : null;
  if (match === null) return undefined;
  const [, open, before = '', prefix = '', after = '', body = '', suffix = '', close] = match;
  const isSound = (open === undefined) === (close === undefined) && !(before && after) && !/^0\d/.test(body);
  if (!isSound || (open && (before || after))) return undefined;
  const signsNumber = after !== '' && prefix !== '';
  return { sign: before || after, hasBrackets: open !== undefined, signsNumber, prefix, body, suffix };
}

/** What the rest of a table says of its marks. */
export interface Marks {
  readonly delimiter: string;
  /** The decimal mark that another column shows beyond doubt. */
  readonly decimal?: '.' | ',' | undefined;
}

/** This share of the cells must be numbers of one notation; the others are reported as mistakes. */
const LEAST_SHARE = 0.9;

/** The notation that the numbers of a column share; undefined where they are plain, or no numbers. */
export function findNumberNotation(cells: readonly string[], marks: Marks): NumberNotation | undefined {
  if (arePlain(cells)) return undefined;
  const present = cells.filter((cell) => !isMissing(cell));
  if (!looksLikeNumbers(present)) return undefined;
  const parts = present.map(partsOf);
  const around = mostUsual(parts);
  if (around === undefined) return undefined;
  const alike = parts.filter((part) => part?.prefix === around.prefix && part.suffix === around.suffix);
  if (alike.length < LEAST_SHARE * present.length) return undefined;
  // 12A is a code, and 1.5V a measure
  if (/^[A-Z]/.test(around.suffix) && !alike.some((part) => /[.,]/.test(part!.body))) return undefined;
  const bodies = alike.map((part) => part!.body);
  if (areAddresses(bodies) || alike.every(isPhoneNumber)) return undefined;
  const found = findMarks(bodies, marks);
  if (found === undefined) return undefined;
  const signed = alike.filter((part) => part!.sign !== '');
  const isPlus = (part: Parts | undefined) => part!.sign === '+';
  const negatives = signed.filter((part) => !isPlus(part));
  const zeroOrMore = alike.length - negatives.length;
  const notation: NumberNotation = {
    kind: 'number',
    ...found,
    ...(around.prefix !== '' && { prefix: around.prefix }),
    ...(around.suffix !== '' && { suffix: around.suffix }),
    ...(negatives.some((part) => part!.sign === '−') && { minus: '−' }),
    ...(signed.some((part) => part!.signsNumber) && { signsNumber: true as const }),
    ...(alike.some((part) => part!.hasBrackets) && { hasBrackets: true as const }),
    ...(signed.filter(isPlus).length > zeroOrMore / 2 && { hasPlus: true as const }),
  };
  const { kind: _, decimal, ...others } = notation;
  return decimal === '.' && Object.keys(others).length === 0 ? undefined : notation;
}

/** Most tables are, and only points before three digits could mean anything else. Quick: it looks at every cell. */
function arePlain(cells: readonly string[]): boolean {
  let [mayGroup, isDecimal] = [false, false];
  for (const cell of cells) {
    const decimals = decimalsOf(cell);
    if (decimals < 0 && !isMissing(cell)) return false;
    if (decimals <= 0 || isDecimal) continue;
    if (GROUPED_POINT.test(cell)) mayGroup = true;
    else isDecimal = true;
  }
  return isDecimal || !mayGroup;
}

const PROBES = 200;

/** Whether at least half of a few cells all over the column could be numbers: names and other texts are not, and many. */
function looksLikeNumbers(cells: readonly string[]): boolean {
  const step = Math.max(1, Math.floor(cells.length / PROBES));
  const probes = cells.filter((_, row) => row % step === 0);
  return 2 * probes.filter((cell) => partsOf(cell) !== undefined).length >= probes.length;
}

function mostUsual(parts: readonly (Parts | undefined)[]): Parts | undefined {
  const counts = new Map<string, { part: Parts; count: number }>();
  for (const part of parts) {
    if (part === undefined) continue;
    const key = `${part.prefix}\n${part.suffix}`;
    counts.set(key, { part, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.part;
}

/** 192.168.100.101. */
const areAddresses = (bodies: readonly string[]): boolean =>
  bodies.every((body) => {
    const parts = body.split('.');
    return parts.length === 4 && parts.every((part) => Number(part) <= 255);
  });

/** +49 170 123 456, of which all have the sign; 612 345 678 may be an amount. */
const isPhoneNumber = (part: Parts | undefined): boolean =>
  part?.sign === '+' && part.prefix + part.suffix === '' && /^\d+(?: \d+)+$/.test(part.body);

const GROUPED_POINT = /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/;
const GROUPS = /[.,'’ \u00a0\u202f]/g;
/** Numbers in groups from which whole numbers below 1000 beside them tell that these are thousands. */
const FEW = 20;

type FoundMarks = Pick<NumberNotation, 'decimal' | 'group'>;

/** The decimal mark and that between thousands; undefined where too few numbers agree. */
function findMarks(bodies: readonly string[], { decimal, delimiter }: Marks): FoundMarks | undefined {
  const shareOf = (found: FoundMarks): number => {
    const pattern = patternOf(found);
    return bodies.filter((body) => pattern.test(body)).length / bodies.length;
  };
  const bestOf = (readings: readonly FoundMarks[]): FoundMarks | undefined => {
    const [best] = readings
      .map((found) => ({ found, share: shareOf(found) }))
      .sort((one, other) => other.share - one.share);
    return best !== undefined && best.share >= LEAST_SHARE ? best.found : undefined;
  };
  const usual = decimal ?? (delimiter === ';' ? ',' : '.');
  const [first, second] = marksIn(bodies);
  if (first === undefined) return { decimal: '.' };
  if (second !== undefined) {
    const reading = (mark: string, group: string): FoundMarks[] =>
      mark === '.' || mark === ',' ? [{ decimal: mark, group }] : [];
    return bestOf([...reading(first, second), ...reading(second, first)]);
  }
  if (first !== '.' && first !== ',') return bestOf([{ decimal: usual, group: first }]);
  const split = { decimal: first } as const;
  const grouped = { decimal: first === '.' ? ',' : '.', group: first } as const;
  if (shareOf(grouped) < 1 || shareOf(split) < 1) return bestOf([split, grouped]);
  if (decimal !== undefined) return decimal === first ? split : grouped;
  const bare = bodies.filter((body) => !body.includes(first));
  const areCounts =
    bodies.length - bare.length >= FEW && bare.length > 0 && bare.every((body) => body.length <= 3);
  if (areCounts) return grouped;
  return first === usual || first === '.' ? split : grouped;
}

/** What stands between digits, the most frequent first. */
function marksIn(bodies: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const body of bodies)
    for (const mark of new Set(body.match(GROUPS))) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]).map(([mark]) => mark);
}

/** A group mark may be left out, and stands in no other place. */
function patternOf({ decimal, group }: FoundMarks): RegExp {
  const key = `${decimal}${group ?? ''}`;
  const known = PATTERNS.get(key);
  if (known !== undefined) return known;
  const whole = group === undefined ? '\\d*' : `(?:[1-9]\\d{0,2}(?:[${group}]\\d{3})+|\\d*)`;
  const pattern = new RegExp(`^${whole}(?:[${decimal}]\\d+)?$`);
  PATTERNS.set(key, pattern);
  return pattern;
}

/** There are few, and one is asked for of every cell. */
const PATTERNS = new Map<string, RegExp>();

/** The decimal mark of a column where its cells leave no doubt: digits after it that are not three. */
export function decimalShown(cells: readonly string[], { decimal, group }: NumberNotation): ',' | undefined {
  if (decimal === '.') return undefined;
  return group !== undefined || cells.some((cell) => /,(\d{1,2}|\d{4,})(?!\d)/.test(cell)) ? ',' : undefined;
}

/** `-1234.5`; undefined where the cell is no number of this notation. */
export function plainNumber(cell: string, notation: NumberNotation): string | undefined {
  const parts = partsOf(cell);
  if (parts === undefined) return undefined;
  const { prefix = '', suffix = '', decimal, group } = notation;
  if (parts.prefix !== prefix || parts.suffix !== suffix) return undefined;
  if (!patternOf(notation).test(parts.body)) return undefined;
  const bare = group === undefined ? parts.body : parts.body.replaceAll(group, '');
  const isNegative = parts.hasBrackets || (parts.sign !== '' && parts.sign !== '+');
  return `${isNegative ? '-' : ''}${bare.replace(decimal, '.')}`;
}

/** A plain number in this notation; what is no number stays as it is. */
export function writtenNumber(cell: string, notation: NumberNotation): string {
  const match = /^([+-]?)(\d*)(?:\.(\d+))?$/.exec(cell);
  if (match === null || !/\d/.test(cell)) return cell;
  const [, sign, whole = '', fraction] = match;
  const {
    decimal,
    group,
    prefix = '',
    suffix = '',
    minus = '-',
    signsNumber,
    hasBrackets,
    hasPlus,
  } = notation;
  const grouped = group === undefined ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  const number = fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
  const isZero = /^[0.]*$/.test(cell);
  const shown = sign === '-' ? (hasBrackets ? '' : minus) : hasPlus && !isZero ? '+' : '';
  const text = signsNumber ? `${prefix}${shown}${number}` : `${shown}${prefix}${number}`;
  return sign === '-' && hasBrackets ? `(${text}${suffix})` : text + suffix;
}
