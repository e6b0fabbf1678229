/**
 * The column whose equal values form one series, if the data have one. A name such as `account_id` is trusted when
 * its values repeat. Without such a name a text column is a key only where the content leaves no doubt: each value
 * is one unbroken block of rows, or the time grows within each value while it repeats over the whole table.
 */
import type { Table } from '../table.ts';
import type { ColumnFacts } from './columnFacts.ts';
import type { TimeColumns } from './timeColumns.ts';

export interface KeyChoice {
  readonly index: number;
  readonly why: string;
}

const ID_NAME = /(^|[_\s.-])(id|ID|Id|key|uuid|guid)$|[a-z](Id|ID)$/;
const THING =
  'account|customer|client|user|patient|subject|person|participant|household|sensor|station|device|machine|unit|item|' +
  'product|sku|store|shop|series|sequence|ticker|symbol|session|trip|ride|trial|case|site|meter|vehicle|player|asset';
const NUMBERED_THING = new RegExp(`^(${THING})[ _-]?(id|no|nr|num|number|key|code)$`, 'i');
const NAMED_THING = new RegExp(`^(${THING})([ _-]?name)?$`, 'i');

const RECORD_NAME = /(^|[ _-])(no|nr|num|number|ref|reference|serial|code)$/i;

/** Whether a name promises identifiers, of rows or of sequences. */
export const hasIdentifierName = (name: string): boolean =>
  ID_NAME.test(name.trim()) || RECORD_NAME.test(name.trim());

/** `sensor` may be a reading of a sensor: a thing's bare name is trusted with texts, and with blocks of numbers. */
function hasKeyName({ name, kind, index, distinct }: ColumnFacts, table: Table): boolean {
  const trimmed = name.trim();
  if (ID_NAME.test(trimmed) || NUMBERED_THING.test(trimmed)) return true;
  return (
    NAMED_THING.test(trimmed) && (kind === 'categorical' || countRuns(table.columns[index]!) === distinct)
  );
}

export function findKey(
  table: Table,
  facts: readonly ColumnFacts[],
  times: readonly TimeColumns[],
): KeyChoice | undefined {
  const isTime = new Set(times.flatMap(({ columns }) => columns.map(({ index }) => index)));
  const candidates = facts.filter(
    ({ kind, missing, distinct, count, index }) =>
      (kind === 'categorical' || kind === 'integer') &&
      missing === 0 &&
      distinct > 1 &&
      count / distinct >= 2 &&
      !isTime.has(index),
  );
  const named = candidates
    .filter((fact) => hasKeyName(fact, table))
    .sort((a, b) => b.distinct - a.distinct)[0];
  if (named !== undefined)
    return { index: named.index, why: `its name says so and its ${named.distinct} values repeat` };
  for (const { kind, index, count, distinct } of candidates) {
    if (kind !== 'categorical') continue;
    if (count / distinct >= 4 && countRuns(table.columns[index]!) === distinct)
      return { index, why: `each of its ${distinct} values is one block of rows` };
    if (times.some(({ instants }) => timeGrowsWithinOnly(table.columns[index]!, instants)))
      return { index, why: 'the time grows within each of its values and repeats between them' };
  }
  return undefined;
}

function countRuns(cells: readonly string[]): number {
  let runs = 0;
  for (let row = 0; row < cells.length; row++) if (row === 0 || cells[row] !== cells[row - 1]) runs++;
  return runs;
}

function timeGrowsWithinOnly(cells: readonly string[], instants: Float64Array): boolean {
  const last = new Map<string, number>();
  let doesRepeat = false;
  for (let row = 0; row < cells.length; row++) {
    if (row > 0 && instants[row]! <= instants[row - 1]!) doesRepeat = true;
    const before = last.get(cells[row]!);
    if (before !== undefined && instants[row]! <= before) return false;
    last.set(cells[row]!, instants[row]!);
  }
  return doesRepeat;
}

/**
 * The length of equal blocks of rows in a table without a key: the greatest common divisor of all rows at which
 * any text column changes. With 20 changes or more, a divisor of 8 or more is no accident (at most 8^-20).
 */
export function findBlockLength(table: Table, facts: readonly ColumnFacts[]): number | undefined {
  const texts = facts.filter(({ kind }) => kind === 'categorical').map(({ index }) => table.columns[index]!);
  let length = table.rowCount;
  let changes = 0;
  for (let row = 1; row < table.rowCount; row++) {
    if (!texts.some((cells) => cells[row] !== cells[row - 1])) continue;
    changes++;
    length = greatestCommonDivisor(length, row);
    if (length < 8) return undefined;
  }
  return changes >= 20 && table.rowCount / length >= 20 ? length : undefined;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
