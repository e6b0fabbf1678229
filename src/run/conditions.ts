/**
 * What a user asks of the attributes of new sequences: fixed values (`isp=Verizon`), or each value of a column equally
 * often. Everything is checked against what the model learned; a combination that never occurred in the data is made
 * all the same, from what was learned of its parts, and said to be so.
 */
import { didYouMean } from '../errors/didYouMean.ts';
import { type Problem, UserError } from '../errors/userError.ts';
import type { Attribute, AttributeValue } from '../sequence/timeseries/index.ts';
import { givenInput } from './conditionInputs.ts';
import type { Model } from './modelFolder.ts';
import type { Occurring } from './occurring.ts';

export interface Asked {
  readonly where?: readonly { readonly column: string; readonly value: string }[];
  /** A column of which every value is made equally often. */
  readonly balance?: string | undefined;
}

export interface Conditions {
  /** Values of the generator's inputs, by their names, for sequence i. */
  readonly given: Readonly<Record<string, (sequence: number) => number>>;
  /** What is written in the cells of a column of sequence i, where it is not what the generator says. */
  readonly written: ReadonlyMap<string, (sequence: number) => string>;
  readonly warnings: readonly Problem[];
}

/** Throws a UserError with every mistake. `naming` says how `where` and `balance` are called. */
export function resolveConditions(
  { codec }: Pick<Model, 'codec'>,
  occurring: Occurring | undefined,
  { where = [], balance }: Asked,
  naming: (name: 'where' | 'balance') => string,
): Conditions {
  if (where.length === 0 && balance === undefined) return { given: {}, written: new Map(), warnings: [] };
  const problems: Problem[] = [];
  const fixed = new Map<string, { readonly attribute: Attribute; readonly value: AttributeValue }>();
  for (const { column, value } of where) {
    const place = `${naming('where')} ${column}=${value}`;
    const attribute = findAttribute(codec, column);
    if ('remedy' in attribute) {
      problems.push({ where: place, ...attribute });
      continue;
    }
    if (fixed.has(column)) {
      const remedy = 'give one value a column, and sample once for each value';
      problems.push({ where: place, what: `gives "${column}" a second value`, remedy });
      continue;
    }
    const read = attribute.read(value);
    if ('remedy' in read) problems.push({ where: place, ...read });
    else fixed.set(column, { attribute, value: read });
  }
  const balanced = balance === undefined ? undefined : findBalanced(codec, balance, occurring);
  if (balanced && 'remedy' in balanced)
    problems.push({ where: `${naming('balance')} ${balance}`, ...balanced });
  else if (balance !== undefined && fixed.has(balance)) {
    const what = `is of "${balance}", whose value is fixed`;
    problems.push({ where: `${naming('balance')} ${balance}`, what, remedy: 'leave one of the two out' });
  }
  if (problems.length > 0) throw new UserError('usage', problems);

  const given: Record<string, (sequence: number) => number> = {};
  const written = new Map<string, (sequence: number) => string>();
  const fix = (column: string, values: readonly AttributeValue[]) => {
    given[givenInput(column)] = (i) => values[i % values.length]!.value;
    written.set(column, (i) => values[i % values.length]!.text);
  };
  for (const [column, { value }] of fixed) fix(column, [value]);
  if (balance !== undefined) fix(balance, balanced as readonly AttributeValue[]);
  const asked = new Map([...fixed].map(([column, { value }]) => [column, value]));
  return { given, written, warnings: noticeRare(codec, occurring, asked, naming('where')) };
}

type Codec = Model['codec'];

type Refused = Omit<Problem, 'where'>;

function findAttribute({ attributes, learned, derived }: Codec, name: string): Attribute | Refused {
  const found = attributes.find(({ column }) => column.name === name);
  if (found) return found;
  const names = attributes.map(({ column }) => column.name);
  if (names.length === 0) {
    const what = 'asks for an attribute, but the model learned none';
    const remedy = 'attributes are columns with one value in all rows of a sequence; see gan-lstm inspect';
    return { what, remedy };
  }
  const sources = derived.get(name);
  if (sources) {
    const from = sources.map((source) => `"${source}"`).join(' and ');
    return { what: `"${name}" is not learned: it follows from ${from}`, remedy: `ask for ${from}` };
  }
  const remedy = `give one of ${names.map((other) => `"${other}"`).join(', ')}`;
  if (learned.some((column) => column.name === name))
    return {
      what: `"${name}" changes within a sequence, and only what holds for a whole one can be asked`,
      remedy,
    };
  const near = didYouMean(name, names);
  return {
    what: `"${name}" is no attribute that the model learned`,
    remedy: near === undefined ? remedy : `did you mean "${near}"? Or ${remedy}`,
  };
}

/** Whole numbers of more values are no labels. */
const MOST_LABELS = 50;

function findBalanced(
  codec: Codec,
  name: string,
  occurring: Occurring | undefined,
): readonly AttributeValue[] | Refused {
  const attribute = findAttribute(codec, name);
  if ('remedy' in attribute) return attribute;
  if (attribute.texts) return attribute.texts.map((text) => attribute.read(text) as AttributeValue);
  const place = occurring?.columns.indexOf(name) ?? -1;
  const labels = new Set(occurring?.combinations.flatMap(({ values }) => values[place] ?? []));
  if (labels.size === 0 || labels.size > MOST_LABELS) {
    const what = `"${name}" holds ${labels.size === 0 ? 'numbers' : `${labels.size} different numbers`}, no labels`;
    return { what, remedy: `balance by a column of texts, or of at most ${MOST_LABELS} whole numbers` };
  }
  const read = [...labels].sort((a, b) => a - b).map((label) => attribute.read(`${label}`));
  // labels were kept with 32 bits, of which a number of nine digits has more
  return read.find((one) => 'remedy' in one) ?? (read as readonly AttributeValue[]);
}

/** Fewer sequences than this show a model little. */
const FEW = 5;

/** A warning where what is fixed occurred never, or hardly ever, together. */
function noticeRare(
  codec: Codec,
  occurring: Occurring | undefined,
  asked: ReadonlyMap<string, AttributeValue>,
  where: string,
): readonly Problem[] {
  if (!occurring) return [];
  const listed = [...asked].flatMap(([column, { value, text }]) => {
    const place = occurring.columns.indexOf(column);
    return place < 0 ? [] : [{ column, place, text, value: Number.isFinite(value) ? value : null }];
  });
  if (listed.length === 0) return [];
  const countOf = (conditions: typeof listed) =>
    occurring.combinations.reduce(
      (total, { values, count }) =>
        conditions.every(({ place, value }) => values[place] === value) ? total + count : total,
      0,
    );
  const count = countOf(listed);
  if (count >= FEW) return [];
  const all = listed.map(({ column, text }) => `${column}=${text}`).join(' and ');
  const together = listed.length > 1 ? ' together' : '';
  if (count > 0) {
    const what = `only ${count} ${count === 1 ? 'sequence' : 'sequences'} of the data had ${all}${together}, so what is made for it is a guess`;
    return [{ where, what, remedy: 'give the model more such data, or ask for less at once' }];
  }
  const alone =
    listed.length > 1
      ? ` (${listed.map((one) => `${one.column}=${one.text} had ${countOf([one])}`).join(', ')})`
      : '';
  const what = `no sequence of the data had ${all}${together}${alone}; it is made from what was learned of others`;
  return [{ where, what, remedy: nearest(codec, occurring, listed) }];
}

/** Values of the last column asked for that did occur with all the others. */
function nearest(
  codec: Codec,
  { combinations }: Occurring,
  listed: readonly { readonly column: string; readonly place: number; readonly value: number | null }[],
): string {
  const doubt = 'do not take it for something that was seen';
  const last = listed.at(-1)!;
  const others = listed.slice(0, -1);
  const seen = new Map<number, number>();
  for (const { values, count } of combinations) {
    const value = values[last.place];
    if (value === null || value === undefined) continue;
    if (others.every(({ place, value: other }) => values[place] === other))
      seen.set(value, (seen.get(value) ?? 0) + count);
  }
  if (seen.size === 0) return doubt;
  const column = codec.attributes.find((attribute) => attribute.column.name === last.column)!.column;
  const nameOf = (value: number) => (column.kind === 'levels' ? column.levels[value]! : `${value}`);
  const best = [...seen].sort((a, b) => b[1] - a[1]).slice(0, 5);
  const told = best.map(([value, count]) => `${nameOf(value)} (${count})`).join(', ');
  return `${doubt}; ${last.column} that occurred${others.length > 0 ? ' with the rest' : ''}: ${told}`;
}
