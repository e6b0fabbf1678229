/** What a schema says of the columns, laid over what their cells say; every contradiction with its row. */
import { didYouMean } from '../../../errors/didYouMean.ts';
import type { Problem } from '../../../errors/userError.ts';
import { decimalsOf, isMissing } from '../cellText.ts';
import { commonDivisor } from '../grid.ts';
import { type ColumnSchema, isTruth, type Nature, natureOf, type TableSchema } from '../schema.ts';
import { capProblems, type DataOptions, placeOf, quoteCell, type Table } from '../table.ts';
import {
  type ColumnFacts,
  columnFacts,
  gridDecimals,
  multipleOf,
  sortedNumbers,
  textFacts,
  withPoints,
} from './columnFacts.ts';
import { tailOf } from './heavyTail.ts';
import { pointsAt, valuesOf, withoutPoints } from './pointsOfMass.ts';

const REMEDY = 'correct the cell, or the schema';

/** What a schema must say all of, and nothing else: of a wide table other names than those in the file. */
export interface Described {
  readonly source: string;
  readonly names: readonly string[];
  /** What else there is, and why nothing is said of it. */
  readonly others?: { readonly names: readonly string[]; readonly remedy: string };
}

/** Unknown and lacking columns of a schema. */
export function schemaProblems(table: Described, schema: TableSchema): Problem[] {
  const told = schema.columns.map(({ name }) => name);
  const unknown = told.flatMap((name, i): Problem[] => {
    const where = `schema, columns[${i}]`;
    if (told.indexOf(name) < i)
      return [{ where, what: `says ${JSON.stringify(name)} a second time`, remedy: 'say each column once' }];
    if (table.names.includes(name)) return [];
    const what = `says ${JSON.stringify(name)}, which is one step of the sequences`;
    if (table.others?.names.includes(name)) return [{ where, what, remedy: table.others.remedy }];
    const near = didYouMean(name, table.names);
    const remedy = near ? `did you mean ${JSON.stringify(near)}?` : 'remove it from the schema';
    return [{ where, what: `${table.source} has no column ${JSON.stringify(name)}`, remedy }];
  });
  const lacking = table.names.filter((name) => !told.includes(name));
  return [
    ...unknown,
    ...lacking.map((name) => ({
      where: 'schema, columns',
      what: `says nothing of ${JSON.stringify(name)} of ${table.source}`,
      remedy: 'add it; with role: left out if it is not wanted',
    })),
  ];
}

/** Bounds of others are refused where the column is looked at: their author wrote no constraint. */
const mayHaveBounds = ({ kind, role = 'learned' }: ColumnSchema): boolean =>
  kind !== 'text' && ['learned', 'attribute', 'derived', 'constant'].includes(role);

/** The data options that a schema stands for; what else was said goes before it. */
export function optionsWithSchema<T extends DataOptions>(options: T): T {
  const { schema } = options;
  if (schema === undefined) return options;
  const named = (role: ColumnSchema['role']) => schema.columns.filter((column) => column.role === role);
  const [key, time] = (['key', 'time'] as const).map((role) => named(role)[0]?.name);
  const isOpen = options.layout === undefined || options.layout === 'auto';
  const ignored = named('left out').map(({ name }) => name);
  const bounds = schema.columns
    .filter(mayHaveBounds)
    .flatMap(({ name, min, max }) => [
      ...(min === undefined ? [] : [`${JSON.stringify(name)} >= ${min}`]),
      ...(max === undefined ? [] : [`${JSON.stringify(name)} <= ${max}`]),
    ]);
  return {
    ...(schema.length !== undefined && { length: schema.length }),
    ...(schema.stride !== undefined && { stride: schema.stride }),
    ...(key !== undefined && { key }),
    ...(time !== undefined && { time }),
    ...options,
    layout: isOpen ? (schema.layout ?? 'columns') : options.layout,
    ...(ignored.length > 0 && { ignore: [...(options.ignore ?? []), ...ignored] }),
    constraints: [...(schema.constraints ?? []), ...bounds, ...(options.constraints ?? [])],
  };
}

export function applySchema(
  facts: ColumnFacts,
  table: Table,
  told: ColumnSchema | undefined,
): { readonly facts: ColumnFacts; readonly problems: readonly Problem[] } {
  if (told === undefined || told.role === 'left out') return { facts, problems: [] };
  const cells = table.columns[facts.index]!;
  const isText = facts.kind === 'categorical' && facts.clock === undefined;
  const isCode = told.kind === 'text' && !isText && facts.kind !== 'empty';
  const isNumbers = NUMBERS.has(told.kind) && facts.kind === 'categorical';
  const read = isCode
    ? textFacts(facts.index, facts.name, cells)
    : isNumbers
      ? columnFacts(facts.index, facts.name, cells, true)
      : facts;
  const pointed = applyPoints(read, cells, told);
  const scaled = applyScale(pointed.facts, told.scale);
  const contradictions = (claim: string, fits: (cell: string) => boolean): readonly Problem[] => {
    const wrong = cells.flatMap((cell, row) => (isMissing(cell) || fits(cell) ? [] : [row]));
    const problems = wrong.slice(0, 100).map((row): Problem => {
      const what = `${quoteCell(cells[row]!)} is no ${claim}, which the schema says of the column`;
      return { where: placeOf(table, row, facts.index), what, remedy: REMEDY };
    });
    return capProblems(problems, table.source, wrong.length);
  };
  const { kind, multipleOf } = told;
  const fits = kind && CLAIMS[kind];
  const grain = multipleOf === undefined || read.min === undefined ? undefined : grainIn(scaled, multipleOf);
  const { grain: _, ...fine } = scaled;
  return {
    facts: grain === undefined ? scaled : grain === 1 ? fine : { ...fine, grain },
    problems: [
      ...(read.min === undefined || !mayHaveBounds(told) ? unfitting(told, facts) : []),
      ...natureProblems(told, natureOf(read, cells)),
      ...pointed.problems,
      ...(fits && natureOf(read, cells) !== kind ? contradictions(kind, fits) : []),
      ...(grain === undefined ? [] : contradictions(`multiple of ${multipleOf}`, isOnGrid(scaled, grain))),
    ],
  };
}

/** Claims of a whole column, which no single cell contradicts. */
function natureProblems({ name, kind }: ColumnSchema, nature: Nature): readonly Problem[] {
  if (kind === undefined || !WHOLE_COLUMNS.includes(kind) || kind === nature) return [];
  const what = `says kind: ${kind} of a column whose kind is ${nature}`;
  return [{ where: `schema, column ${JSON.stringify(name)}`, what, remedy: `say kind: ${nature}` }];
}

const WHOLE_COLUMNS: readonly Nature[] = ['date/time', 'constant', 'empty'];

const NUMBERS = new Set<Nature | undefined>(['number', 'non-negative', 'integer', 'count']);

/** What can be said of numbers alone, and only of those that are learned; what was found of them may stay where it was. */
function unfitting(told: ColumnSchema, facts: ColumnFacts): readonly Problem[] {
  const { name, role, min, max, scale, multipleOf: grain, point } = told;
  // of bounds that became constraints that is said there
  const bounds = mayHaveBounds(told) ? {} : { min, max };
  const isLearned = role === undefined || role === 'learned' || role === 'attribute';
  const found: Readonly<Record<string, unknown>> = {
    min: facts.min,
    max: facts.max,
    multipleOf: multipleOf(facts),
    scale: facts.tail && 'asinh',
    point: valuesOf(facts.points),
  };
  const said = Object.entries({ ...bounds, scale, multipleOf: grain, point }).filter(
    ([key, value]) =>
      value !== undefined && value !== 'none' && value !== 'linear' && String(value) !== String(found[key]),
  );
  return said.map(([key, value]) => ({
    where: `schema, column ${JSON.stringify(name)}`,
    what: `says ${key}: ${value} of a column that ${isLearned ? 'holds no numbers' : `is not learned (${role})`}`,
    remedy: 'take it out of the schema',
  }));
}

/**
 * The least multiple of `multipleOf` that can be written with the decimals of the column, in units of the last of them: 5
 * of whole numbers that are multiples of 2.5, and 1 of those that are of 0.25.
 */
function grainIn(facts: ColumnFacts, multipleOf: number): number {
  const own = decimalsOf(String(multipleOf));
  const finer = 10 ** Math.max(0, own - gridDecimals(facts));
  const units = Math.round(multipleOf * 10 ** Math.max(own, gridDecimals(facts)));
  return units / commonDivisor(finer, units);
}

function isOnGrid(facts: ColumnFacts, grain: number): (cell: string) => boolean {
  const factor = 10 ** gridDecimals(facts);
  const points = valuesOf(facts.points);
  return (cell) => Math.round(Number(cell) * factor) % grain === 0 || points.includes(Number(cell));
}

function applyPoints(
  facts: ColumnFacts,
  cells: readonly string[],
  { name, point }: ColumnSchema,
): { readonly facts: ColumnFacts; readonly problems: readonly Problem[] } {
  if (point === undefined || facts.min === undefined) return { facts, problems: [] };
  const values = point === 'none' ? [] : [...new Set([point].flat())];
  const sorted = sortedNumbers(facts.numbers!);
  const absent = values.filter((value) => !sorted.includes(value));
  const others = withoutPoints(sorted, values);
  const isWhole = values.length === 0 || others[0] !== others.at(-1);
  if (absent.length === 0 && isWhole) {
    const points = values.length > 0 ? pointsAt(sorted, values) : undefined;
    return { facts: withPoints(facts, cells, sorted, points), problems: [] };
  }
  const what =
    absent.length === 0
      ? `says that ${values.join(' and ')} is a point, beside which the column has no two values`
      : `says that ${absent.join(' and ')} is a point, which no cell holds`;
  const remedy = 'name a value of the column, or say point: none';
  return { facts, problems: [{ where: `schema, column ${JSON.stringify(name)}`, what, remedy }] };
}

function applyScale(facts: ColumnFacts, scale: ColumnSchema['scale']): ColumnFacts {
  const { tail, ...linear } = facts;
  if (scale === 'linear') return linear;
  const isWanted = scale === 'asinh' && !tail && facts.numbers && facts.distinct > 2;
  if (!isWanted) return facts;
  return { ...facts, tail: tailOf(withoutPoints(facts.numbers, valuesOf(facts.points))) };
}

/** What each cell must be; other natures say nothing of single cells. */
const CLAIMS: Partial<Record<Nature, (cell: string) => boolean>> = {
  number: (cell) => decimalsOf(cell) >= 0,
  'non-negative': (cell) => decimalsOf(cell) >= 0 && Number(cell) >= 0,
  integer: (cell) => decimalsOf(cell) >= 0 && Number.isInteger(Number(cell)),
  count: (cell) => decimalsOf(cell) >= 0 && Number.isInteger(Number(cell)) && Number(cell) >= 0,
  boolean: isTruth,
};
