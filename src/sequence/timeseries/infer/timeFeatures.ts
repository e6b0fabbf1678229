/**
 * What of the time must be learned so that dates can be built again (timeAxis.ts): the gaps between rows where they are
 * uneven, where each of many series begins, and the hour, weekday, day or month where the data depend on it. The
 * columns are made here, beside those of the file, and are not written.
 */
import { type Series, seriesCount } from '../series.ts';
import type { Table } from '../table.ts';
import { axisSchema, type CalendarPart, circleOf, phaseText, type TimeAxis, unitOf } from '../timeAxis.ts';
import { addSteps, DAY, isEven, learnStep, type TimeStep } from '../timeStep.ts';
import { columnFacts } from './columnFacts.ts';
import { dependsOn, isUneven } from './phases.ts';
import type { ColumnPlan } from './roles.ts';

export interface TimeFeatures {
  readonly axis: TimeAxis;
  /** The table with the columns that were made. */
  readonly table: Table;
  readonly plans: readonly ColumnPlan[];
}

/** Series below which their beginnings cannot be learned. */
const LEAST_SERIES = 20;
const CIRCLE_DECIMALS = 4;

/** What is learned of the time at `instants`, or undefined where a count of steps says it all. */
export function findTimeFeatures(
  table: Table,
  columns: readonly ColumnPlan[],
  series: Series,
  instants: Float64Array,
  /** Whether all rows are one long series, of which stretches may be missing. */
  doesContinue: boolean,
): TimeFeatures | undefined {
  const time = columns.find((plan) => plan.role === 'time' && plan.instants === instants);
  if (time === undefined) return undefined; // a count, not a date
  const name = time.part === undefined ? time.facts.name : 'time';
  const step = learnStep(instants, series.order, series.offsets);
  const isRegular = isEven(instants, series.order, series.offsets, step);
  const unit =
    step.unit === 'month' ? { ...step, count: 1 } : step.unit === 'workday' ? step : unitOf(instants);
  const begins = new Set(firstsOf(series).map((row) => instants[row]!));
  const start = doesContinue
    ? addSteps(instants[series.order.at(-1)!]!, step, isRegular ? 1 : 0)
    : Math.max(...begins);
  const gapColumn = `${name}: ${unitName(unit)} since the row before`;
  const beginColumn = `${name}: ${unitName(unit)} to the first row`;
  const hasBegins = !doesContinue && seriesCount(series) >= LEAST_SERIES && begins.size > 1;
  const parts = isRegular
    ? doesContinue || hasBegins
      ? partsOf(step).filter((part) => dependsOn(part, instants, columns))
      : []
    : partsOf(unit, true).filter((part) => isUneven(part, instants));
  const axis: TimeAxis = {
    start,
    step,
    doesContinue,
    ...(!isRegular && { gap: { column: gapColumn, unit, most: mostGap(instants, series, unit) } }),
    ...(hasBegins && { begin: { column: beginColumn, unit, epoch: Math.min(...begins) } }),
    phases: parts.map((part) => ({
      part,
      columns: isRegular ? [`${name}: ${part}, cosine`, `${name}: ${part}, sine`] : [`${name}: ${part}`],
    })),
  };
  if (isRegular && !hasBegins && parts.length === 0) return undefined;
  return makeTimeColumns(table, series, instants, axisSchema.parse(axis));
}

/** The columns of an axis, also for other data than it was learned from. */
export function makeTimeColumns(
  table: Table,
  series: Series,
  instants: Float64Array,
  axis: TimeAxis,
): TimeFeatures {
  const { gap, begin, phases } = axis;
  const before = rowsBefore(series);
  const made = [
    ...(gap
      ? [
          {
            name: gap.column,
            isStatic: false,
            cell: (row: number) =>
              before[row]! < 0 ? 0 : unitsBetween(instants[before[row]!]!, instants[row]!, gap.unit),
          },
        ]
      : []),
    ...(begin
      ? [
          {
            name: begin.column,
            isStatic: true,
            cell: (row: number) => unitsBetween(begin.epoch, instants[row]!, begin.unit),
          },
        ]
      : []),
    ...phases.flatMap(({ columns, part }) =>
      columns.map((name, i) => ({
        name,
        isStatic: gap === undefined,
        cell: (row: number) =>
          columns.length === 1
            ? phaseText(instants[row]!, part)
            : circleOf(instants[row]!, part)[i]!.toFixed(CIRCLE_DECIMALS),
      })),
    ),
  ].filter(({ name }) => !table.names.includes(name));
  const cells = made.map(({ cell }) => Array.from({ length: table.rowCount }, (_, row) => String(cell(row))));
  const plans = made.map(({ name, isStatic }, i): ColumnPlan => {
    const facts = columnFacts(table.names.length + i, name, cells[i]!);
    const isNumber = facts.min !== undefined;
    return {
      facts: isNumber && facts.kind === 'constant' ? { ...facts, kind: 'integer' } : facts,
      role: isStatic ? 'attribute' : 'feature',
      why: isStatic ? 'the time of its first row; dates are built from it' : 'dates are built from it',
      codec: isNumber ? (facts.kind === 'numeric' ? 'numeric' : 'integer') : 'categorical',
      isHidden: true,
    };
  });
  return {
    axis,
    table: {
      ...table,
      names: [...table.names, ...made.map(({ name }) => name)],
      columns: [...table.columns, ...cells],
    },
    plans,
  };
}

/** Which parts of a calendar steps of this size may depend on; `ofRows` where every row has its own. */
function partsOf({ unit, count }: TimeStep, ofRows = false): readonly CalendarPart[] {
  if (unit === 'month') return count < 12 ? ['month'] : [];
  if (unit === 'workday') return ['weekday', 'month'];
  if (count > DAY) return [];
  if (ofRows) return count === DAY ? ['weekday', 'day'] : ['hour', 'weekday'];
  return count < DAY && DAY % count === 0 ? ['hour', 'weekday'] : count === DAY ? ['weekday', 'month'] : [];
}

function unitName({ unit, count }: TimeStep): string {
  if (unit !== 'millisecond') return `${unit}s`;
  const names: Readonly<Record<number, string>> = {
    [DAY]: 'days',
    3600000: 'hours',
    60000: 'minutes',
    1000: 'seconds',
  };
  return names[count] ?? 'milliseconds';
}

function unitsBetween(from: number, to: number, { unit, count }: TimeStep): number {
  if (unit === 'millisecond') return Math.round((to - from) / count);
  const [a, b] = [new Date(from), new Date(to)];
  if (unit === 'month')
    return (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  const days = Math.round((to - from) / DAY);
  return days - 2 * Math.floor((days + ((a.getUTCDay() + 6) % 7)) / 7);
}

const firstsOf = ({ order, offsets }: Series): number[] =>
  Array.from(offsets.subarray(0, -1), (offset) => order[offset]!);

function rowsBefore({ order, offsets }: Series): Int32Array {
  const before = new Int32Array(order.length).fill(-1);
  for (let s = 0; s + 1 < offsets.length; s++)
    for (let i = offsets[s]! + 1; i < offsets[s + 1]!; i++) before[order[i]!] = order[i - 1]!;
  return before;
}

function mostGap(instants: Float64Array, series: Series, unit: TimeStep): number {
  let most = 0;
  rowsBefore(series).forEach((before, row) => {
    if (before >= 0) most = Math.max(most, unitsBetween(instants[before]!, instants[row]!, unit));
  });
  return most;
}
