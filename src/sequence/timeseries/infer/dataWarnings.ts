/** What a user should know though training can go on: counts of what was filled, dropped, or cannot be told apart. */
import type { Problem } from '../../../errors/userError.ts';
import { isMissing } from '../cellText.ts';
import { MOST_TEXTS } from '../codecs/categorical.ts';
import { type Series, seriesLengths } from '../series.ts';
import { quoteCell, type Table } from '../table.ts';
import type { ColumnFacts } from './columnFacts.ts';
import type { ColumnPlan } from './roles.ts';

interface Decided {
  readonly table: Table;
  readonly columns: readonly ColumnPlan[];
  readonly series: Series;
  readonly length: number;
  readonly count: number;
  readonly isRagged: boolean;
}

const FEW_SEQUENCES = 100;

/** `isLearned` where the table is to be learned from, and not only to be cut into sequences. */
export function findDataWarnings(decided: Decided, isLearned: boolean): Problem[] {
  const { table, columns } = decided;
  const features = columns
    .filter(({ role, facts }) => role === 'feature' && facts.numbers !== undefined)
    .map(({ facts }) => facts);
  const { drawn } = table;
  return [
    ...(drawn
      ? [
          {
            where: table.source,
            what: `has ${drawn.rows.toLocaleString('en-US')} rows, more than are held; ${drawn.what}, by a fixed seed, and are learned`,
            remedy: 'nothing to do; give fewer columns to have more rows drawn',
          },
        ]
      : []),
    ...columns.flatMap(({ facts, role }) =>
      role === 'left out' || role === 'key' || role === 'identifier'
        ? []
        : missingWarning(table, facts, role),
    ),
    ...columns.flatMap((plan) => [...emptyWarning(table, plan), ...manyTextsWarning(table, plan)]),
    ...features.flatMap((facts) => precisionWarning(table, facts)),
    ...(isLearned ? twinWarnings(table, features) : []),
    ...singleWarning(decided),
    ...shortWarning(decided),
    ...fewWarning(decided),
  ];
}

function missingWarning(table: Table, facts: ColumnFacts, role: string): Problem[] {
  if (facts.missing === 0) return [];
  const rows: number[] = [];
  const cells = table.columns[facts.index]!;
  for (let row = 0; row < cells.length && rows.length < 5; row++)
    if (isMissing(cells[row]!)) rows.push(row + 1);
  const share = (100 * facts.missing) / facts.count;
  const more = facts.missing > rows.length ? ', ...' : '';
  const filled = {
    derived: 'it is missing where the columns are from which it follows',
    feature: 'where they are is learned, and as many are written',
    attribute: 'where they are is learned, and as many are written',
    constant: 'the output has the one value everywhere',
  };
  const how = filled[role as keyof typeof filled] ?? 'they count as the time of the row before';
  const what = `${facts.missing} of ${facts.count} cells (${share.toPrecision(2)} %) are missing, rows ${rows.join(', ')}${more}; ${how}`;
  return [
    {
      where: `${table.source}, column "${facts.name}"`,
      what,
      remedy: 'ignore the column if that is not what you want',
    },
  ];
}

function emptyWarning({ source }: Table, { facts, codec }: ColumnPlan): Problem[] {
  if (codec !== 'empty') return [];
  const what = `holds only missing values, in rows 1 to ${facts.count}; it is written blank`;
  const remedy = 'fill it in, or ignore it to leave it out of the output';
  return [{ where: `${source}, column "${facts.name}"`, what, remedy }];
}

/** Named only where texts repeat: that names and notes are not learned goes without saying. */
function manyTextsWarning(table: Table, { facts, role }: ColumnPlan): Problem[] {
  const isCrowded = facts.kind === 'categorical' && role === 'left out' && facts.distinct > MOST_TEXTS;
  if (!isCrowded || facts.distinct > facts.count / 2) return [];
  const seen = new Set<string>();
  const cells = table.columns[facts.index]!;
  const row = cells.findIndex((cell) => !isMissing(cell) && seen.add(cell).size > MOST_TEXTS);
  const what = `holds ${facts.distinct} different texts, more than the ${MOST_TEXTS} that are learned (row ${row + 1}, ${quoteCell(cells[row]!)}, is the first beyond); it is left out`;
  const remedy = 'group rare texts, or ignore the column if it is not needed';
  return [{ where: `${table.source}, column "${facts.name}"`, what, remedy }];
}

/** 32-bit floats have 24 bits: a small range far from zero keeps few of them. */
function precisionWarning(table: Table, facts: ColumnFacts): Problem[] {
  const range = facts.max! - facts.min!;
  const steps = range / (Math.max(Math.abs(facts.max!), Math.abs(facts.min!)) * 2 ** -24);
  if (steps >= 1000) return [];
  const what = `lies between ${facts.min} and ${facts.max}; 32-bit floats tell about ${Math.max(1, Math.round(steps))} values apart there`;
  return [
    {
      where: `${table.source}, column "${facts.name}"`,
      what,
      remedy: 'subtract a constant from the column first',
    },
  ];
}

function twinWarnings(table: Table, features: readonly ColumnFacts[]): Problem[] {
  const warnings: Problem[] = [];
  for (const [i, one] of features.entries()) {
    const twin = features
      .slice(0, i)
      .find((other) => other.mean === one.mean && areEqual(other.numbers!, one.numbers!));
    if (twin === undefined) continue;
    const what = `is the same as column "${twin.name}" in every row, but each is learned by itself`;
    warnings.push({ where: `${table.source}, column "${one.name}"`, what, remedy: `ignore one of the two` });
  }
  return warnings;
}

const areEqual = (a: Float64Array, b: Float64Array): boolean => a.every((value, i) => Object.is(value, b[i]));

/** Series of one row can be learned where sequences may be short, but nothing follows from their only step. */
function singleWarning({ table, series, isRagged }: Decided): Problem[] {
  const lengths = seriesLengths(series);
  const singles = lengths.filter((steps) => steps === 1).length;
  if (!isRagged || singles === 0) return [];
  const place = series.order[series.offsets[lengths.indexOf(1)]!]!;
  const what = `${singles} of ${lengths.length} series have one row only, the first of them row ${place + 1}; sequences of one step are made too`;
  return [{ where: table.source, what, remedy: 'remove such rows if they are mistakes' }];
}

function shortWarning({ table, series, length, count, isRagged }: Decided): Problem[] {
  if (isRagged) return [];
  const lengths = seriesLengths(series);
  const dropped = lengths.filter((steps) => steps < length);
  if (dropped.length === 0 || count === 0) return [];
  const rows = dropped.reduce((sum, steps) => sum + steps, 0);
  const what = `${dropped.length} of ${lengths.length} series are shorter than ${length} steps and are dropped (${rows} rows)`;
  return [{ where: table.source, what, remedy: `pass a smaller length to keep them` }];
}

function fewWarning({ table, count, length }: Decided): Problem[] {
  if (count === 0 || count >= FEW_SEQUENCES) return [];
  const what = `gives only ${count} sequences of ${length} steps; a GAN tends to copy so few`;
  return [{ where: table.source, what, remedy: 'give more rows, or pass a smaller length or stride' }];
}
