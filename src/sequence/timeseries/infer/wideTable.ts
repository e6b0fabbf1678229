/**
 * The wide layout: each row of the file is one whole sequence of one variable, as in the UCR archive's text files,
 * whose first column is a class label. Such a table is laid out as a long one with the column `value`, and the label in
 * each of a sequence's rows, so that the rest of the program knows one form only; `form.steps` keeps the names of the
 * file's columns that are steps.
 */
import type { DataOptions, Table } from '../table.ts';
import { type ColumnFacts, columnFacts, textFacts } from './columnFacts.ts';

export interface WideTable {
  readonly long: Table;
  readonly width: number;
  readonly why: string;
  /** The columns of `long`: the values, and the label where there is one. */
  readonly value: ColumnFacts;
  readonly label?: ColumnFacts;
  /** Columns of the file that are no steps of the sequences, and why. */
  readonly leftOut: readonly { readonly facts: ColumnFacts; readonly why: string }[];
}

export const VALUE = 'value';
const MIN_COLUMNS = 24;
const MAX_CLASSES = 60;

export interface WideOptions extends DataOptions {
  /** Columns that are labels whatever they look like: of a fitted codec. */
  readonly labels?: readonly string[];
}

/** The wide reading of a table, or undefined where its columns are variables. */
export function readAsWide(
  table: Table,
  facts: readonly ColumnFacts[],
  options: WideOptions,
): WideTable | undefined {
  const layout = options.layout ?? 'auto';
  const isWide = layout === 'rows' || (layout === 'auto' && looksWide(table, facts, options));
  if (!isWide) return undefined;
  const label = labelOf(facts, options);
  const others = facts.filter((fact) => fact !== label);
  const reasons = others.map((fact) => reasonToLeaveOut(fact, facts, options));
  const steps = others.filter((_, c) => reasons[c] === undefined).map(({ index }) => index);
  const leftOut = others.flatMap((fact, c) =>
    reasons[c] === undefined ? [] : [{ facts: fact, why: reasons[c] }],
  );
  const why = layout === 'rows' ? 'you asked for it' : `${steps.length} columns of numbers without names`;
  const long = layOut(table, steps, label?.index);
  const value = columnFacts(0, VALUE, long.columns[0]!);
  const own = label && steps.length > 0 ? { label: textFacts(1, label.name, long.columns[1]!) } : {};
  return { long, width: steps.length, why, value, ...own, leftOut };
}

function looksWide(table: Table, facts: readonly ColumnFacts[], options: DataOptions): boolean {
  const isUnnamed = !table.form.hasHeader || areCounted(table.names);
  const areNumbers = facts.every(({ kind, min }) => kind === 'empty' || min !== undefined);
  const asksForColumns =
    options.key !== undefined || options.time !== undefined || options.columns !== undefined;
  return isUnnamed && facts.length >= MIN_COLUMNS && table.rowCount >= 2 && areNumbers && !asksForColumns;
}

/** Names 0, 1, 2, ... as written for arrays; the first may be a label's. */
function areCounted(names: readonly string[]): boolean {
  return names.every(
    (name, c) => c === 0 || (/^\d+$/.test(name) && (c === 1 || Number(name) === Number(names[c - 1]) + 1)),
  );
}

/** The label of each sequence: the one that was learned, else a first column that looks like one. */
function labelOf(facts: readonly ColumnFacts[], options: WideOptions): ColumnFacts | undefined {
  const isTold = (name: string) =>
    options.labels?.includes(name) === true ||
    options.schema?.columns.some((column) => column.name === name && column.role === 'attribute') === true;
  const told = facts.find(({ name }) => isTold(name));
  const [first] = facts;
  const isFree = options.labels === undefined && options.columns === undefined;
  if (told || !isFree || first === undefined || options.ignore?.includes(first.name)) return told;
  return isLabel(first, facts) && first.distinct > 1 && first.name !== VALUE ? first : undefined;
}

function reasonToLeaveOut(
  fact: ColumnFacts,
  facts: readonly ColumnFacts[],
  options: DataOptions,
): string | undefined {
  if (options.ignore?.includes(fact.name)) return 'you asked to ignore it';
  if (options.columns !== undefined)
    return options.columns.includes(fact.name) ? undefined : 'not among the columns you named';
  if (fact.min === undefined && fact.kind !== 'empty') return 'holds no numbers';
  if (fact.index === 0 && isLabel(fact, facts))
    return fact.distinct === 1 ? 'a class label of one class' : 'a class label; rename it to have it learned';
  return undefined;
}

/** A first column of few whole numbers, beside columns that are not all whole numbers, is a class label. */
function isLabel(fact: ColumnFacts, facts: readonly ColumnFacts[]): boolean {
  const { numbers, distinct, count, missing } = fact;
  const isWhole = missing === 0 && numbers?.every(Number.isInteger);
  const areFew = distinct <= Math.min(MAX_CLASSES, Math.max(1, count / 2));
  return isWhole === true && areFew && facts.slice(1).some(({ kind }) => kind === 'numeric');
}

function layOut(table: Table, steps: readonly number[], label: number | undefined): Table {
  const rowCount = table.rowCount * steps.length;
  const cells = new Array<string>(rowCount);
  const lines = table.lines && new Int32Array(rowCount);
  for (let row = 0, at = 0; row < table.rowCount; row++)
    for (const column of steps) {
      if (lines) lines[at] = table.lines![row]!;
      cells[at++] = table.columns[column]![row]!;
    }
  const names = steps.map((column) => table.names[column]!);
  const form = { ...table.form, steps: names };
  const values = { source: table.source, names: [VALUE], columns: [cells], rowCount, form };
  if (label === undefined) return { ...values, ...(lines && { lines }) };
  const labels = table.columns[label]!.flatMap((cell) => new Array<string>(steps.length).fill(cell));
  return {
    ...values,
    names: [VALUE, table.names[label]!],
    columns: [cells, labels],
    ...(lines && { lines }),
  };
}
