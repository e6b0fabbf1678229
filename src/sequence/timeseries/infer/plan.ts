/**
 * All decisions about a table in one value: what each column is and does, which rows are one series, how long the
 * sequences are, and what is wrong. `inspect` shows it, `fit` carries it out.
 */
import { type Problem, UserError } from '../../../errors/userError.ts';
import { type Constraint, constraintText } from '../constraint.ts';
import { chooseLength, countPieces, countWindows, type LengthOptions } from '../sequenceLength.ts';
import { cutSeries, type Series, seriesCount, seriesFrom } from '../series.ts';
import type { DataOptions, Table } from '../table.ts';
import type { TimeAxis } from '../timeAxis.ts';
import { applySchema, optionsWithSchema, schemaProblems } from './applySchema.ts';
import { checkOptions, constraintsOf } from './checkOptions.ts';
import { type ColumnFacts, columnFacts, sortedNumbers, withPoints } from './columnFacts.ts';
import { findDataProblems, findLengthProblems } from './dataProblems.ts';
import { findDataWarnings } from './dataWarnings.ts';
import { findDerived } from './derivedColumns.ts';
import { constraintProblems, findGrowth, findOrders } from './findConstraints.ts';
import { assignRoles, type ColumnPlan, labelPlan, roleProblems } from './roles.ts';
import { findRunningSum, type RunningSum } from './runningSum.ts';
import { findStructure, type Layout, lengthsOf } from './structure.ts';
import { findTimeFeatures, makeTimeColumns } from './timeFeatures.ts';
import { applyWideSchema, wideSchemaProblems } from './wideSchema.ts';
import { readAsWide, type WideTable } from './wideTable.ts';

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
    /** Of a fitted codec: the columns that it needs are made, and of rows that are sequences these are the labels. */
    readonly axis?: TimeAxis;
    readonly labels?: readonly string[];
    /** Of a fitted codec: columns that are numbers, also where they look like codes. */
    readonly numbers?: readonly string[];
  };

/** Throws a UserError only for options that cannot be meant; what is wrong with the data is in `problems`. */
export function planTable(table: Table, given: PlanOptions = {}): DataPlan {
  const options = optionsWithSchema(given);
  const own = table.names.map((name, c) =>
    columnFacts(c, name, table.columns[c]!, options.numbers?.includes(name)),
  );
  const wide = readAsWide(table, own, options);
  if (given.schema)
    refuse(wide ? wideSchemaProblems(wide, given.schema) : schemaProblems(table, given.schema));
  checkOptions(table, options);
  if (wide !== undefined) return planWide(wide, options);
  const toldOf = (name: string) => options.schema?.columns.find((column) => column.name === name);
  const read = own.map((column) => applySchema(column, table, toldOf(column.name)));
  const facts = read.map((column) => column.facts);
  const structure = findStructure(table, facts, options);
  const roles = assignRoles(table, facts, structure, options);
  const { repeated, series } = structure;
  const declared = constraintsOf(options);
  // whoever names the columns wants each of them learned as it is
  const isFree = options.mayPad === true && options.columns === undefined;
  const follows = isFree ? findRunningSum(table, roles, series, structure.times[0]?.instants) : undefined;
  const isWanted =
    options.schema?.constraints === undefined ||
    declared.some((one) => follows && constraintText(one) === constraintText(follows.constraint));
  const running = isWanted ? follows : undefined;
  const learned = (options.schema?.columns ?? []).flatMap(({ name, role }) =>
    role === 'learned' || role === 'attribute' ? [name] : [],
  );
  const all = options.mayPad ? findDerived(roles, table, { declared, running, isFree, learned }) : roles;
  const found =
    isFree && options.schema?.constraints === undefined
      ? [...findOrders(all), ...findGrowth(all, series)]
      : [];
  const columns = withoutPointsOf(all, table, [...found, ...declared]);
  const constraints = running ? [...found, running.constraint] : found;
  const schemaFaults = [...read.flatMap(({ problems }) => problems), ...roleProblems(columns, options)];
  const instants = structure.times[0]?.instants;
  const rows = cutSeries(running?.series ?? series, table.drawn?.gaps ?? []);
  const isOneSeries = structure.layout === 'one series' || seriesCount(series) === 1;
  const features =
    instants === undefined
      ? undefined
      : options.axis
        ? makeTimeColumns(table, rows, instants, options.axis)
        : isFree
          ? findTimeFeatures(table, columns, rows, instants, isOneSeries)
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
    constraints: addDeclared(constraints, declared, columns),
    schemaFaults,
    running,
  });
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UserError('usage', problems);
}

function planWide(read: WideTable, options: PlanOptions): DataPlan {
  const { wide, faults } = applyWideSchema(read, options.schema);
  const { long, width, why, value, label, leftOut } = wide;
  const starts = Array.from({ length: width === 0 ? 1 : long.rowCount / width }, (_, i) => i * width);
  const series = seriesFrom(starts, long.rowCount);
  const learned: ColumnPlan[] =
    value.min === undefined
      ? [{ facts: value, role: 'left out', why: 'holds no numbers' }]
      : [featurePlan(value, width)];
  const declared = constraintsOf(options);
  const isFree = options.mayPad === true && options.schema?.constraints === undefined;
  const found = isFree ? findGrowth(learned, series) : [];
  const columns = [
    ...leftOut.map(({ facts, why }): ColumnPlan => ({ facts, role: 'left out', why })),
    ...withoutPointsOf(learned, long, [...found, ...declared]),
    ...(label ? [labelPlan(label, seriesCount(series))] : []),
  ];
  return complete({
    table: long,
    columns,
    options,
    series,
    layout: 'rows',
    layoutWhy: why,
    warnings: [],
    constraints: addDeclared(found, declared, columns),
    schemaFaults: faults,
  });
}

function featurePlan(facts: ColumnFacts, width: number): ColumnPlan {
  const why = `${width} columns, one a step${facts.missing > 0 ? ', and where they are missing' : ''}`;
  if (facts.kind === 'constant') return { facts, role: 'constant', why: 'has one value', codec: 'constant' };
  return { facts, role: 'feature', why, codec: facts.kind === 'integer' ? 'integer' : 'numeric' };
}

/** What never falls has no point of mass: a zero that is drawn between others would pull all before it down. */
function withoutPointsOf(
  columns: readonly ColumnPlan[],
  table: Table,
  constraints: readonly Constraint[],
): readonly ColumnPlan[] {
  const growing = constraints.flatMap((one) => (one.kind === 'growth' ? [one.column] : []));
  return columns.map((plan) => {
    const { facts } = plan;
    if (facts.points === undefined || !growing.includes(facts.name)) return plan;
    const sorted = sortedNumbers(facts.numbers!);
    return { ...plan, facts: withPoints(facts, table.columns[facts.index]!, sorted, undefined) };
  });
}

/**
 * A declared constraint stands beside those that were found, and in the place of one that says the same. What holds by
 * how a column is written is left out: sums, and bounds of learned numbers, which never leave the range of the data.
 */
function addDeclared(
  found: readonly Constraint[],
  declared: readonly Constraint[],
  columns: readonly ColumnPlan[],
): readonly Constraint[] {
  const texts = new Set(found.map(constraintText));
  const balances = found.flatMap((one) => (one.kind === 'running' ? [one.balance] : []));
  const isWritten = (one: Constraint) =>
    one.kind === 'sum' ||
    (one.kind === 'bound' &&
      !balances.includes(one.column) &&
      columns.some(
        ({ facts, role }) => facts.name === one.column && (role === 'feature' || role === 'attribute'),
      ));
  return [...found, ...declared.filter((one) => !isWritten(one) && !texts.has(constraintText(one)))];
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
  schemaFaults: readonly Problem[];
};

/** Sequences a series beyond which they are pieces, and do not begin where series do. */
const MOST_CUT = 1.05;

function withoutOpening(constraint: Constraint): Constraint {
  if (constraint.kind !== 'running') return constraint;
  const { opening: _, ...others } = constraint;
  return others;
}

function complete({ options, schemaFaults, ...plan }: Undecided): DataPlan {
  const features = plan.columns.filter(({ role }) => role === 'feature');
  const { shortest, longest } = lengthsOf(plan.series);
  const isOneSeries = plan.layout === 'one series' || seriesCount(plan.series) === 1;
  const { length, stride, why, isRagged } = chooseLength(plan.series, features.length, {
    ...options,
    isOneSeries,
  });
  const count = isRagged ? countPieces(plan.series, length) : countWindows(plan.series, length, stride);
  const isCut = count > MOST_CUT * seriesCount(plan.series);
  const constraints = isCut ? plan.constraints.map(withoutOpening) : plan.constraints;
  const decided = {
    ...plan,
    constraints,
    shortest,
    longest,
    length,
    stride,
    lengthWhy: why,
    count,
    isRagged,
  };
  const problems = [
    ...findDataProblems(plan.table, plan.columns, options),
    ...schemaFaults,
    ...constraintProblems(constraintsOf(options), plan),
    ...findLengthProblems({ ...decided, isAsked: options.length !== undefined }),
  ];
  return {
    ...decided,
    problems,
    warnings: [...plan.warnings, ...findDataWarnings(decided, options.mayPad === true)],
  };
}
