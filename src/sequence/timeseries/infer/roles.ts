/** What each column does: learned as a feature, written as time, key or constant, or left out, and why. */
import type { Problem } from '../../../errors/userError.ts';
import { MOST_LEVELS, MOST_TEXTS } from '../codecs/categorical.ts';
import type { CodecName } from '../codecs/registry.ts';
import type { Derivation } from '../derivation.ts';
import { findIdentifierFormat } from '../identifierFormat.ts';
import { type Notation, notationOf } from '../notation/notation.ts';
import { type Series, seriesCount } from '../series.ts';
import type { DataOptions, Table } from '../table.ts';
import { isConstantWithin } from './attributes.ts';
import { type ColumnFacts, multipleOf } from './columnFacts.ts';
import { hasIdentifierName } from './keyColumn.ts';
import type { Structure } from './structure.ts';
import { counterStep, type DatePart } from './timeColumns.ts';

/** 'attribute': learned as one value of a whole sequence. */
export type ColumnRole =
  | 'feature'
  | 'attribute'
  | 'time'
  | 'key'
  | 'identifier'
  | 'derived'
  | 'constant'
  | 'left out';

export interface ColumnPlan {
  readonly facts: ColumnFacts;
  readonly role: ColumnRole;
  readonly why: string;
  /** Absent where the column is not in the output. */
  readonly codec?: CodecName;
  readonly instants?: Float64Array;
  readonly part?: DatePart;
  /** Identifiers: whether each row has its own. */
  readonly isOfRows?: boolean;
  /** Whether it was made from the time and is not written. */
  readonly isHidden?: boolean;
  /** Derived columns: how they follow from others. */
  readonly derivation?: Derivation;
}

/** Above this share of missing cells a column of numbers is learned only where it is named. */
const MAX_MISSING = 0.5;

export function assignRoles(
  table: Table,
  facts: readonly ColumnFacts[],
  structure: Structure,
  options: DataOptions,
): ColumnPlan[] {
  const plans = facts.map((fact) => roleOf(fact, table, structure, options));
  const hasFeature = (all: readonly ColumnPlan[]) => all.some(({ role }) => role === 'feature');
  if (hasFeature(plans)) return plans;
  // a ramp alone is what the user wants to learn; beside other columns it counts the rows
  const ramps = plans.map((plan) =>
    plan.codec === 'counter' && plan.facts.name !== options.time ? feature(plan.facts) : plan,
  );
  if (hasFeature(ramps)) return ramps;
  // something must move from step to step
  return ramps.map((plan) => (plan.role === 'attribute' ? { ...plan, role: 'feature' as const } : plan));
}

function roleOf(facts: ColumnFacts, table: Table, structure: Structure, options: DataOptions): ColumnPlan {
  const { name, index, kind, note } = facts;
  const leftOut = (why: string): ColumnPlan => ({ facts, role: 'left out', why });
  if (options.ignore?.includes(name)) return leftOut('you asked to ignore it');
  if (index === structure.key) return { facts, role: 'key', why: structure.why, codec: 'identifier' };
  const time = timePlan(facts, structure, options);
  if (time !== undefined) return time;
  const told = options.schema?.columns.find((column) => column.name === name)?.role;
  const isNamed = (options.columns?.includes(name) ?? false) || told === 'learned' || told === 'attribute';
  if (options.columns !== undefined && !isNamed) return leftOut('not among the columns you named');
  if (kind === 'empty')
    return { ...leftOut('holds only missing values; it is written blank'), codec: 'empty' };
  if (kind === 'constant')
    return {
      facts,
      role: 'constant',
      why: 'has one value, which is written in every row',
      codec: 'constant',
    };
  if (kind === 'datetime') return leftOut('a second date; only the time axis goes on');
  const { series } = structure;
  if (told === 'identifier') {
    const isOfRows =
      facts.distinct === facts.count - facts.missing ||
      !isConstantWithin(facts, table.columns[index]!, series);
    return {
      facts,
      role: 'identifier',
      why: 'you said so: not learned, new ones are written',
      codec: 'identifier',
      ...(isOfRows && { isOfRows }),
    };
  }
  const isIdentifying = !isNamed && !isMeasured(notationOf(table.form.notations, name));
  const identifier = isIdentifying ? identifierPlan(facts, table.columns[index]!, series) : undefined;
  if (identifier !== undefined) return identifier;
  const isStatic = told !== 'learned' && isConstantWithin(facts, table.columns[index]!, series);
  if (name === table.form.label || (kind === 'categorical' && note === undefined))
    return isStatic ? asAttribute(levelsPlan(facts, seriesCount(series))) : levelsPlan(facts, facts.count);
  if (kind === 'categorical') return leftOut(note!);
  const share = facts.missing / facts.count;
  if (!isNamed && share > MAX_MISSING)
    return leftOut(
      `${Math.round(share * 100)} % of it is missing; name it in columns to learn it all the same`,
    );
  if (isStatic) return asAttribute(feature(facts));
  const isCounter = !isNamed && counterStep(facts.numbers!, structure.series) !== undefined;
  if (isCounter) return { facts, role: 'time', why: 'grows by the same step in every row', codec: 'counter' };
  return feature(facts);
}

/** Fewer say nothing of what is an identifier. */
const LEAST_IDENTIFIERS = 3;

/** A column that only tells rows, or sequences, apart: whole numbers under such a name, or codes of one format. */
function identifierPlan(
  facts: ColumnFacts,
  cells: readonly string[],
  series: Series,
): ColumnPlan | undefined {
  const { kind, distinct, count, missing } = facts;
  const isCode = kind === 'categorical' && facts.note === undefined;
  if (missing > 0 || distinct < LEAST_IDENTIFIERS || !(isCode || kind === 'integer')) return undefined;
  const isOfRows = distinct === count;
  if (!isOfRows && !(distinct === seriesCount(series) && isConstantWithin(facts, cells, series)))
    return undefined;
  // whole numbers that differ from row to row may be measured; a counter goes on by its step
  if (
    kind === 'integer' &&
    isOfRows &&
    !(hasIdentifierName(facts.name) && !counterStep(facts.numbers!, series))
  )
    return undefined;
  if (isCode && findIdentifierFormat(cells) === undefined) return undefined;
  const why = `is another ${kind === 'integer' ? 'whole number' : 'code'} in every ${isOfRows ? 'row' : 'sequence'}, as identifiers are: not learned, new ones are written`;
  return { facts, role: 'identifier', why, codec: 'identifier', ...(isOfRows && { isOfRows }) };
}

/** What has a currency or a unit tells how much, and not which. */
const isMeasured = (notation: Notation | undefined): boolean =>
  notation?.kind === 'number' && (notation.prefix ?? notation.suffix) !== undefined;

const asAttribute = (plan: ColumnPlan): ColumnPlan =>
  plan.role === 'feature'
    ? { ...plan, role: 'attribute', why: `${plan.why}; the same in all rows of a sequence` }
    : plan;

/** The label of each of `count` sequences. */
export const labelPlan = (facts: ColumnFacts, count: number): ColumnPlan =>
  asAttribute(levelsPlan(facts, count));

/** Texts are learned as levels where they repeat; `count` rows or sequences have them. */
function levelsPlan(facts: ColumnFacts, count: number): ColumnPlan {
  const { distinct } = facts;
  const missing = Math.round((facts.missing / facts.count) * count);
  const levels = distinct + (missing > 0 ? 1 : 0);
  const leftOut = (why: string): ColumnPlan => ({ facts, role: 'left out', why });
  if (distinct > MOST_TEXTS) {
    return leftOut(`has ${distinct} different texts, and at most ${MOST_TEXTS} are learned as levels`);
  }
  if (distinct > (count - missing) / 2) {
    return leftOut(
      `nearly every text is another (${distinct} in ${count - missing} ${count === facts.count ? 'cells' : 'sequences'}), as in names`,
    );
  }
  const blank = missing > 0 ? ', one of them for missing cells' : '';
  const why =
    levels > MOST_LEVELS
      ? `texts of ${levels} levels${blank}; the ${levels - MOST_LEVELS + 1} rarest share one`
      : `texts of ${levels} levels${blank}`;
  return { facts, role: 'feature', why, codec: 'categorical' };
}

function timePlan(facts: ColumnFacts, { times }: Structure, options: DataOptions): ColumnPlan | undefined {
  if (options.columns?.includes(facts.name)) return undefined;
  for (const [i, { instants, columns }] of times.entries()) {
    const column = columns.find(({ index }) => index === facts.index);
    if (column === undefined) continue;
    const isDate = facts.kind === 'datetime' || column.part !== undefined;
    const why =
      column.part === undefined
        ? i === 0
          ? 'the time axis'
          : 'a second time axis'
        : `the ${column.part} of the time axis`;
    const part = column.part === undefined ? {} : { part: column.part };
    if (isDate) return { facts, role: 'time', why, codec: 'datetime', instants, ...part };
    if (facts.kind === 'constant') return undefined;
    return { facts, role: 'time', why: 'you named it', codec: 'counter' };
  }
  return undefined;
}

function feature(facts: ColumnFacts): ColumnPlan {
  const { points, tail, grain } = facts;
  const masses =
    points?.each.map(({ value, share }) => `${Math.round(100 * share)} % of them ${value}`) ?? [];
  const steps = grain === undefined ? '' : `, multiples of ${multipleOf(facts)}`;
  const numbers = `numbers${tail ? ' with a few far from all others' : ''}${steps}${masses.map((one) => `, ${one}`).join('')}`;
  const why = facts.missing > 0 ? `${numbers}, and where they are missing` : numbers;
  return { facts, role: 'feature', why, codec: facts.kind === 'integer' ? 'integer' : 'numeric' };
}

/** Roles of a schema that the data do not allow. */
export function roleProblems(plans: readonly ColumnPlan[], options: DataOptions): Problem[] {
  const told = options.schema?.columns ?? [];
  return told.flatMap(({ name, role }): Problem[] => {
    const plan = plans.find(({ facts }) => facts.name === name);
    if (plan === undefined || role === undefined || plan.role === role) return [];
    const where = `schema, column ${JSON.stringify(name)}`;
    const remedy = 'say role: learned, or left out';
    switch (role) {
      case 'attribute':
        return [{ where, what: 'is no attribute: it changes within sequences', remedy }];
      case 'derived':
        return [{ where, what: 'is not derived: it follows from no other column in all rows', remedy }];
      case 'constant':
        return [{ where, what: `is not constant: it has ${plan.facts.distinct} values`, remedy }];
      case 'key':
      case 'time': {
        // what was said beside the schema goes before it
        const chosen = told.find((column) => column.role === role)?.name;
        if (chosen === name || chosen !== options[role]) return [];
        const what = `is a second ${role}, beside ${JSON.stringify(chosen)}`;
        return [{ where, what, remedy }];
      }
      default:
        return [];
    }
  });
}
