/** What was inferred, for people and for programs: `inspect` prints it, and prints it as JSON. */
import type { Problem } from '../../../errors/userError.ts';
import { formatNumber } from '../cellText.ts';
import { constraintText, parseConstraint } from '../constraint.ts';
import { describeLinear } from '../derivation.ts';
import { notationOf, writtenCell } from '../notation/notation.ts';
import { type Nature, natureOf } from '../schema.ts';
import { seriesCount } from '../series.ts';
import { type DataOptions, quoteCell, type Table } from '../table.ts';
import { describeStep, learnStep } from '../timeStep.ts';
import { optionsWithSchema } from './applySchema.ts';
import { multipleOf } from './columnFacts.ts';
import { type ColumnKind, kindLabel } from './columnKinds.ts';
import { type DataPlan, planTable } from './plan.ts';
import { valuesOf } from './pointsOfMass.ts';
import type { ColumnPlan, ColumnRole } from './roles.ts';
import type { Layout } from './structure.ts';

export interface ColumnDescription {
  readonly name: string;
  readonly kind: ColumnKind;
  /** What its cells are, finer than `kind`. */
  readonly nature: Nature;
  readonly role: ColumnRole;
  /** Why it has this role. */
  readonly why: string;
  readonly count: number;
  readonly missing: number;
  readonly distinct: number;
  /** Numbers, in the data's units. */
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  readonly decimals?: number;
  /** How it is encoded and written; absent where it is not written. */
  readonly codec?: string;
  /** Whether a few values lie far from all others, so that it is learned after asinh. */
  readonly hasTail?: true;
  /** Numbers: what all but points are whole multiples of, where that is more than their decimals say. */
  readonly multipleOf?: number;
  /** Numbers: values that a large share of the cells is exactly, and that are learned as cases of their own. */
  readonly points?: readonly number[];
  /** Derived columns: what they follow from. */
  readonly from?: string;
  /** Time columns: `1 hour`. */
  readonly step?: string;
  readonly example: string;
  /** Whether it is no column of the file: it is made from the time, and dates are built from it. */
  readonly isHidden?: true;
}

export interface ConstraintDescription {
  readonly text: string;
  readonly isDeclared: boolean;
  /** Running sums: the share of the rows that follow, and the rows of equal time that were moved for it. */
  readonly share?: number;
  readonly moved?: number;
}

export interface DatasetDescription {
  readonly schemaVersion: 1;
  readonly source: string;
  readonly format: string;
  readonly rows: number;
  readonly hasHeader: boolean;
  readonly delimiter: string;
  readonly columns: readonly ColumnDescription[];
  readonly layout: Layout;
  readonly layoutWhy: string;
  readonly series: { readonly count: number; readonly shortest: number; readonly longest: number };
  readonly sequences: {
    readonly count: number;
    readonly length: number;
    readonly stride: number;
    /** Whether they may be shorter than `length`. */
    readonly isRagged: boolean;
    readonly why: string;
  };
  readonly features: number;
  /** What holds in every row, in the data and in what is generated. */
  readonly constraints: readonly ConstraintDescription[];
  readonly warnings: readonly Problem[];
  /** Why the table cannot be learned from; empty where it can. */
  readonly problems: readonly Problem[];
}

/** Throws a UserError for unknown names in `options`; what is wrong with the data is in the description. */
export function describeTable(table: Table, options: DataOptions = {}): DatasetDescription {
  return describePlan(planTable(table, { ...options, mayPad: true }), table.rowCount, options);
}

export function describePlan(plan: DataPlan, rows: number, options: DataOptions = {}): DatasetDescription {
  const declared = optionsWithSchema(options).constraints ?? [];
  const { form, source } = plan.table;
  return {
    schemaVersion: 1,
    source,
    format: form.format,
    rows: plan.table.drawn?.rows ?? rows,
    hasHeader: form.hasHeader,
    delimiter: form.delimiter,
    columns: plan.columns.map((column) => describeColumn(column, plan)),
    layout: plan.layout,
    layoutWhy: plan.layoutWhy,
    series: { count: seriesCount(plan.series), shortest: plan.shortest, longest: plan.longest },
    sequences: {
      count: plan.count,
      length: plan.length,
      stride: plan.stride,
      isRagged: plan.isRagged,
      why: plan.lengthWhy,
    },
    features: plan.columns.filter(({ role }) => role === 'feature' || role === 'attribute').length,
    constraints: plan.constraints.map((constraint) => ({
      text: constraintText(constraint),
      isDeclared: declared.some(
        (line) => constraintText(parseConstraint(line)!) === constraintText(constraint),
      ),
      ...(constraint === plan.running?.constraint && {
        share: plan.running.share,
        moved: plan.running.moved,
      }),
    })),
    warnings: plan.warnings,
    problems: plan.problems,
  };
}

function describeColumn(
  { facts, role, why, codec, instants, isHidden, derivation }: ColumnPlan,
  plan: DataPlan,
): ColumnDescription {
  const { name, kind, count, missing, distinct, example } = facts;
  const notation = notationOf(plan.table.form.notations, name);
  const isNumber = facts.min !== undefined;
  const range = isNumber
    ? { min: facts.min!, max: facts.max!, mean: facts.mean!, decimals: facts.decimals }
    : {};
  const gap = instants !== undefined && instants === plan.axisInstants ? plan.axis?.gap : undefined;
  const step = instants && {
    step: gap
      ? `uneven, up to ${describeStep({ ...gap.unit, count: gap.unit.count * gap.most })}`
      : describeStep(learnStep(instants, plan.series.order, plan.series.offsets)),
  };
  const shown = example.length > 40 ? `${example.slice(0, 37)}...` : example;
  return {
    name,
    kind,
    nature: natureOf(facts, plan.table.columns[facts.index] ?? []),
    role,
    why: notation === undefined ? why : `${why}; written as ${quoteCell(writtenCell(example, notation))}`,
    count,
    missing,
    distinct,
    ...range,
    ...(codec && { codec }),
    ...step,
    example: shown,
    ...(isHidden && { isHidden }),
    ...(facts.tail && { hasTail: true as const }),
    ...(facts.grain !== undefined && { multipleOf: multipleOf(facts)! }),
    ...(facts.points && { points: valuesOf(facts.points) }),
    ...(derivation && {
      from: derivation.kind === 'linear' ? describeLinear(derivation) : `"${derivation.column}"`,
    }),
  };
}

/** The description as lines of plain text. */
export function formatDescription(description: DatasetDescription): string {
  const { source, rows, columns, layout, layoutWhy, series, sequences, features } = description;
  const { constraints, warnings, problems } = description;
  const table = [['column', 'kind', 'role', 'missing', 'distinct', 'min', 'max', 'mean', 'why']];
  for (const column of columns) {
    const { min, max, mean, decimals = 0 } = column;
    const number = (value: number | undefined, digits: number) =>
      value === undefined ? '' : shorten(value, digits);
    table.push([
      column.name,
      kindLabel(column.kind),
      column.role,
      String(column.missing),
      String(column.distinct),
      number(min, decimals),
      number(max, decimals),
      number(mean, decimals + 2),
      column.step === undefined ? column.why : `${column.why}, step ${column.step}`,
    ]);
  }
  const widths = table[0]!.map((_, c) => Math.max(...table.map((row) => row[c]!.length)));
  const isRight = (c: number) => c >= 3 && c <= 7;
  const lines = table.map((row) =>
    row
      .map((cell, c) => (isRight(c) ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
      .join('  ')
      .trimEnd(),
  );
  const range =
    series.shortest === series.longest ? `${series.longest}` : `${series.shortest} to ${series.longest}`;
  return [
    `${source}: ${rows} rows, ${columns.filter(({ isHidden }) => !isHidden).length} columns, ${features} learned`,
    '',
    ...lines,
    '',
    `layout     ${layout}: ${layoutWhy}`,
    `series     ${series.count} of ${range} steps`,
    `sequences  ${sequences.count} of ${sequences.isRagged ? `up to ${sequences.length} steps` : `${sequences.length} steps, stride ${sequences.stride}`}: ${sequences.why}`,
    ...constraints.map(({ text }) => `holds      ${text}`),
    ...warnings.map(({ where, what, remedy }) => `warning    ${where}: ${what}; ${remedy}`),
    ...problems.map(({ where, what, remedy }) => `problem    ${where}: ${what}; ${remedy}`),
  ].join('\n');
}

/** At most 6 significant digits where there are decimals. */
function shorten(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e15) return value.toExponential(3);
  const whole = Math.abs(value) < 1 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(2);
  return formatNumber(value, Math.min(decimals, Math.max(0, 6 - whole)), 0);
}
