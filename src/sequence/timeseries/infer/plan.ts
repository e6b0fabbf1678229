/**
 * All decisions about a table in one value: what each column is and does, which rows are one series, how long the
 * sequences are, and what is wrong. `inspect` shows it, `fit` carries it out.
 */
import type { Problem } from '../../../errors/userError.ts';
import { type Constraint, constraintText } from '../constraint.ts';
import { chooseLength, countPieces, countWindows, type LengthOptions } from '../sequenceLength.ts';
import { type Series, seriesFrom } from '../series.ts';
import type { DataOptions, Table } from '../table.ts';
import type { TimeAxis } from '../timeAxis.ts';
import { checkOptions, constraintsOf } from './checkOptions.ts';
import { type ColumnFacts, columnFacts } from './columnFacts.ts';
import { findDataProblems, findLengthProblems } from './dataProblems.ts';
import { findDataWarnings } from './dataWarnings.ts';
import { findDerived } from './derivedColumns.ts';
import { constraintProblems, findGrowth, findOrders } from './findConstraints.ts';
import { assignRoles, type ColumnPlan } from './roles.ts';
import { findRunningSum, type RunningSum } from './runningSum.ts';
import { findStructure, type Layout, lengthsOf } from './structure.ts';
import { findTimeFeatures, makeTimeColumns } from './timeFeatures.ts';
import { readAsWide, valueFacts } from './wideTable.ts';

export interface DataPlan {
  /** The table as the plan sees it: long, also where the file is wide. */
  readonly table: Table;
  readonly columns: readonly ColumnPlan[];
  readonly layout: Layout;
  readonly layoutWhy: string;
  readonly series: Series;
  readonly shortest: number;
  readonly longest: number;
  readonly length: number;
  readonly stride: number;
  readonly lengthWhy: string;
  readonly count: number;
  /** Whether sequences may be shorter than `length`. */
  readonly isRagged: boolean;
  /** What holds in every row: found in the data, or declared. */
  readonly constraints: readonly Constraint[];
  /** How dates are built from columns that were made for it, and the instants of the data. */
  readonly axis?: TimeAxis;
  readonly axisInstants?: Float64Array;
  /** How a balance follows amounts, where one does. */
  readonly running?: RunningSum | undefined;
  readonly warnings: readonly Problem[];
  /** Why the table cannot be learned from, if it cannot. */
  readonly problems: readonly Problem[];
}

export type PlanOptions = DataOptions &
  Pick<LengthOptions, 'mayPad'> & {
    /** Of a fitted codec: the columns that it needs are made. */
    readonly axis?: TimeAxis;
  };

/** Throws a UserError only for options that cannot be meant; what is wrong with the data is in `problems`. */
export function planTable(table: Table, options: PlanOptions = {}): DataPlan {
  checkOptions(table, options);
  const facts = table.names.map((name, c) => columnFacts(c, name, table.columns[c]!));
  const wide = readAsWide(table, facts, options);
  if (wide !== undefined) return planWide(wide, options);
  const structure = findStructure(table, facts, options);
  const roles = assignRoles(table, facts, structure, options);
  const { repeated, series } = structure;
  const declared = constraintsOf(options);
  // whoever names the columns wants each of them learned as it is
  const isFree = options.mayPad === true && options.columns === undefined;
  const running = isFree ? findRunningSum(table, roles, series, structure.times[0]?.instants) : undefined;
  const columns = options.mayPad ? findDerived(roles, table, { declared, running, isFree }) : roles;
  const found = isFree ? [...findOrders(columns), ...findGrowth(columns, series)] : [];
  const constraints = running ? [...found, running.constraint] : found;
  const instants = structure.times[0]?.instants;
  const rows = running?.series ?? series;
  const features =
    instants === undefined
      ? undefined
      : options.axis
        ? makeTimeColumns(table, rows, instants, options.axis)
        : isFree
          ? findTimeFeatures(table, columns, rows, instants)
          : undefined;
  const isFollowed = running !== undefined && running.moved > 0;
  return complete({
    table: features?.table ?? table,
    columns: [...columns, ...(features?.plans ?? [])],
    options,
    series: rows,
    ...(features && { axis: features.axis, axisInstants: instants! }),
    layout: structure.layout,
    layoutWhy: structure.why,
    warnings: [...structure.warnings, ...(repeated && !isFollowed ? [repeated] : [])],
    constraints: addDeclared(constraints, declared),
    running,
  });
}

function planWide(
  { long, width, why, leftOut }: NonNullable<ReturnType<typeof readAsWide>>,
  options: PlanOptions,
): DataPlan {
  const starts = Array.from({ length: width === 0 ? 1 : long.rowCount / width }, (_, i) => i * width);
  const series = seriesFrom(starts, long.rowCount);
  const value = valueFacts(long);
  const learned: ColumnPlan[] =
    value.min === undefined
      ? [{ facts: value, role: 'left out', why: 'holds no numbers' }]
      : [featurePlan(value, width)];
  const columns = [
    ...leftOut.map(({ facts, why }): ColumnPlan => ({ facts, role: 'left out', why })),
    ...learned,
  ];
  return complete({
    table: long,
    columns,
    options,
    series,
    layout: 'rows',
    layoutWhy: why,
    warnings: [],
    constraints: [],
  });
}

function featurePlan(facts: ColumnFacts, width: number): ColumnPlan {
  const why = `${width} columns, one a step${facts.missing > 0 ? ', and where they are missing' : ''}`;
  if (facts.kind === 'constant') return { facts, role: 'constant', why: 'has one value', codec: 'constant' };
  return { facts, role: 'feature', why, codec: facts.kind === 'integer' ? 'integer' : 'numeric' };
}

/** A declared constraint stands beside those that were found, and in the place of one that says the same. */
function addDeclared(found: readonly Constraint[], declared: readonly Constraint[]): readonly Constraint[] {
  const texts = new Set(found.map(constraintText));
  // a sum is kept by writing its total from its parts
  const added = declared.filter((one) => one.kind !== 'sum' && !texts.has(constraintText(one)));
  return [...found, ...added];
}

type Undecided = Pick<
  DataPlan,
  | 'table'
  | 'columns'
  | 'series'
  | 'layout'
  | 'layoutWhy'
  | 'warnings'
  | 'constraints'
  | 'running'
  | 'axis'
  | 'axisInstants'
> & {
  options: PlanOptions;
};

function complete({ options, ...plan }: Undecided): DataPlan {
  const features = plan.columns.filter(({ role }) => role === 'feature');
  const { shortest, longest } = lengthsOf(plan.series);
  const { length, stride, why, isRagged } = chooseLength(plan.series, features.length, options);
  const count = isRagged ? countPieces(plan.series, length) : countWindows(plan.series, length, stride);
  const decided = { ...plan, shortest, longest, length, stride, lengthWhy: why, count, isRagged };
  const problems = [
    ...findDataProblems(plan.table, plan.columns, options),
    ...constraintProblems(constraintsOf(options), plan.table, plan.columns, plan.series),
    ...findLengthProblems({ ...decided, isAsked: options.length !== undefined }),
  ];
  return { ...decided, problems, warnings: [...plan.warnings, ...findDataWarnings(decided)] };
}
