/**
 * What holds in every row of the data though chance would break it: one column never below another, a column that never
 * falls within a sequence, a balance that follows amounts. What the user declares is checked here against the data.
 */

import { didYouMean } from '../../../errors/didYouMean.ts';
import type { Problem } from '../../../errors/userError.ts';
import { breaches, type RowsToCheck } from '../breaches.ts';
import { type Constraint, columnsOf, constraintText, type Order } from '../constraint.ts';
import { type Series, seriesCount } from '../series.ts';
import { capProblems, placeOf, quoteCell, type Table } from '../table.ts';
import type { ColumnFacts } from './columnFacts.ts';
import type { ColumnPlan } from './roles.ts';

/** Rows below which an order may be chance. */
const LEAST_ROWS = 100;
/** Rows of so many in which the order would break if the columns were independent, and in how many at least. */
const LEAST_SHARE = 0.05;
const LEAST_BREAKS = 30;
/** Share of the rows in which a column that never falls must rise. */
const LEAST_RISES = 0.05;

export function findOrders(plans: readonly ColumnPlan[]): Order[] {
  const columns = plans.filter(isMoving).map(({ facts }) => facts);
  const orders = columns.flatMap((high) =>
    columns.flatMap((low): Order[] =>
      high !== low && isNeverBelow(high.numbers!, low.numbers!)
        ? [{ kind: 'order', high: high.name, low: low.name }]
        : [],
    ),
  );
  // a >= c says nothing beside a >= b and b >= c
  const isImplied = ({ high, low }: Order) =>
    orders.some(
      (one) => one.high === high && orders.some((other) => other.high === one.low && other.low === low),
    );
  return orders.filter((order) => !isImplied(order));
}

const isMoving = ({ role, codec }: ColumnPlan): boolean =>
  role === 'feature' && (codec === 'numeric' || codec === 'integer');

/** A prime, so that the other row has no period's phase in common with the row. */
const STRIDE = 48_271;

/** Also that it would often be, if the values of one column stood in other rows. */
function isNeverBelow(high: Float64Array, low: Float64Array): boolean {
  const count = high.length;
  if (count < LEAST_ROWS) return false;
  for (let row = 0; row < count; row++) if (high[row]! < low[row]!) return false;
  let breaks = 0;
  for (let row = 0; row < count; row++) if (high[row]! < low[(row * STRIDE) % count]!) breaks++;
  return breaks >= LEAST_BREAKS && breaks >= LEAST_SHARE * count;
}

export function findGrowth(plans: readonly ColumnPlan[], series: Series): Constraint[] {
  return plans
    .filter((plan) => isMoving(plan) && neverFalls(plan.facts.numbers!, series))
    .map(({ facts }) => ({ kind: 'growth', column: facts.name }));
}

function neverFalls(numbers: Float64Array, { order, offsets }: Series): boolean {
  let [rises, pairs] = [0, 0];
  for (let s = 0; s + 1 < offsets.length; s++)
    for (let i = offsets[s]! + 1; i < offsets[s + 1]!; i++) {
      const difference = numbers[order[i]!]! - numbers[order[i - 1]!]!;
      if (difference < 0) return false;
      if (difference > 0) rises++;
      if (!Number.isNaN(difference)) pairs++;
    }
  return pairs >= LEAST_ROWS && rises >= LEAST_RISES * pairs && rises >= LEAST_BREAKS;
}

export function rowsOfData(table: Table, facts: readonly ColumnFacts[], series: Series): RowsToCheck {
  const factOf = (name: string) => facts.find((fact) => fact.name === name)!;
  return {
    numbersOf: (name) => factOf(name).numbers!,
    textsOf: (name) => table.columns[factOf(name).index]!,
    decimalsOf: (name) => factOf(name).decimals,
    sequences: (function* () {
      for (let s = 0; s < seriesCount(series); s++)
        yield series.order.subarray(series.offsets[s]!, series.offsets[s + 1]!);
    })(),
  };
}

/** Why declared constraints cannot be kept: unknown columns, columns of other kinds, and rows of the data that break them. */
export function constraintProblems(
  declared: readonly Constraint[],
  {
    table,
    columns: plans,
    series,
    running,
  }: {
    readonly table: Table;
    readonly columns: readonly ColumnPlan[];
    readonly series: Series;
    readonly running?: { readonly constraint: Constraint } | undefined;
  },
): Problem[] {
  const facts = plans.map((plan) => plan.facts);
  // nearly all rows follow: that the others do not was told
  const isKnown = (constraint: Constraint) =>
    running !== undefined && constraintText(constraint) === constraintText(running.constraint);
  return declared.flatMap((constraint): Problem[] => {
    if (isKnown(constraint)) return [];
    const where = `constraint ${JSON.stringify(constraintText(constraint))}`;
    const unusable = columnsOf(constraint).flatMap((name) => unusableColumn(name, constraint, plans, where));
    if (unusable.length > 0) return unusable;
    const problems: Problem[] = [];
    let total = 0;
    for (const { row } of breaches(constraint, rowsOfData(table, facts, series)))
      if (++total <= 100) problems.push(breachProblem(constraint, table, facts, row));
    return capProblems(problems, where, total);
  });
}

function unusableColumn(
  name: string,
  constraint: Constraint,
  plans: readonly ColumnPlan[],
  where: string,
): Problem[] {
  const plan = plans.find(({ facts }) => facts.name === name);
  if (plan === undefined) {
    const names = plans.map(({ facts }) => facts.name);
    const near = didYouMean(name, names);
    const remedy = near
      ? `did you mean ${JSON.stringify(near)}?`
      : `the columns are ${names.slice(0, 20).join(', ')}`;
    return [{ where, what: `there is no column ${JSON.stringify(name)}`, remedy }];
  }
  const isText = constraint.kind === 'running' && constraint.minus?.column === name;
  if (plan.role !== 'feature' && plan.role !== 'attribute' && plan.role !== 'derived')
    return [
      {
        where,
        what: `"${name}" is not generated (${plan.role}: ${plan.why})`,
        remedy: 'leave the constraint out, or have the column learned',
      },
    ];
  if (isText || plan.facts.min !== undefined) return [];
  return [{ where, what: `"${name}" holds no numbers`, remedy: 'name columns of numbers' }];
}

function breachProblem(
  constraint: Constraint,
  table: Table,
  facts: readonly ColumnFacts[],
  row: number,
): Problem {
  const names = columnsOf(constraint);
  const index = facts.find(({ name }) => name === names[0])!.index;
  const values = names.map((name) => {
    const cell = table.columns[facts.find((fact) => fact.name === name)!.index]![row]!;
    return `${name} ${quoteCell(cell)}`;
  });
  const what = `breaks "${constraintText(constraint)}" (${values.join(', ')})`;
  return { where: placeOf(table, row, index), what, remedy: 'correct the cells, or take the constraint out' };
}
