/** Where a constraint does not hold: of the data, to refuse it, and of what was generated, to draw it again. */
import { isMissing } from './cellText.ts';
import type { Constraint } from './constraint.ts';

/** Columns by row, and the rows of each sequence in order. */
export interface RowsToCheck {
  numbersOf(column: string): ArrayLike<number>;
  textsOf(column: string): readonly string[];
  /** Digits after the point of a column's cells, or 0. */
  decimalsOf(column: string): number;
  readonly sequences: Iterable<ArrayLike<number>>;
}

/** The rows at which a constraint is broken, sequence by sequence; a missing cell breaks none. */
export function* breaches(
  constraint: Constraint,
  rows: RowsToCheck,
): Generator<{ row: number; sequence: number }> {
  const isBroken = brokenAt(constraint, rows);
  let sequence = 0;
  for (const order of rows.sequences) {
    for (let i = 0; i < order.length; i++)
      if (isBroken(order[i]!, i === 0 ? undefined : order[i - 1]!)) yield { row: order[i]!, sequence };
    sequence++;
  }
}

/** Comparisons are written so that NaN is no breach. */
function brokenAt(
  constraint: Constraint,
  rows: RowsToCheck,
): (row: number, before: number | undefined) => boolean {
  switch (constraint.kind) {
    case 'order': {
      const [high, low] = [rows.numbersOf(constraint.high), rows.numbersOf(constraint.low)];
      return (row) => high[row]! < low[row]!;
    }
    case 'bound': {
      const numbers = rows.numbersOf(constraint.column);
      const { side, value } = constraint;
      return side === 'least' ? (row) => numbers[row]! < value : (row) => numbers[row]! > value;
    }
    case 'growth': {
      const numbers = rows.numbersOf(constraint.column);
      return (row, before) => before !== undefined && numbers[row]! < numbers[before]!;
    }
    case 'sum': {
      const total = rows.numbersOf(constraint.total);
      const parts = constraint.terms.map(({ column }) => rows.numbersOf(column));
      const half = 0.5000001 * 10 ** -rows.decimalsOf(constraint.total);
      return (row) => {
        const sum = parts.reduce((sum, part, i) => sum + constraint.terms[i]!.factor * part[row]!, 0);
        return Math.abs(sum - total[row]!) > half + 1e-12 * Math.abs(sum);
      };
    }
    case 'running': {
      const [balance, amount] = [rows.numbersOf(constraint.balance), rows.numbersOf(constraint.amount)];
      const isMinus = minusRows(constraint, rows);
      const slack = runningSlack(rows.decimalsOf(constraint.balance), rows.decimalsOf(constraint.amount));
      return (row, before) =>
        before !== undefined &&
        Math.abs(balance[before]! + (isMinus(row) ? -1 : 1) * amount[row]! - balance[row]!) > slack;
    }
    default:
      return constraint satisfies never;
  }
}

/** Three numbers that were rounded each by itself. */
export const runningSlack = (...decimals: readonly number[]): number =>
  1.5000001 * 10 ** -Math.min(...decimals);

export function minusRows(
  { minus }: Extract<Constraint, { kind: 'running' }>,
  rows: Pick<RowsToCheck, 'textsOf'>,
): (row: number) => boolean {
  if (!minus) return () => false;
  const texts = rows.textsOf(minus.column);
  const taken = new Set(minus.texts);
  return (row) => taken.has(isMissing(texts[row]!) ? '' : texts[row]!);
}
