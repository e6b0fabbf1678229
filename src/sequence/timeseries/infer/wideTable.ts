/**
 * The wide layout: each row of the file is one whole sequence of one variable, as in the UCR archive's text files,
 * whose first column is a class label. Such a table is laid out as a long one with the single column `value`, so
 * that the rest of the program knows one form only; `form.steps` keeps the names of the file's columns.
 */
import type { DataOptions, Table } from '../table.ts';
import { type ColumnFacts, columnFacts } from './columnFacts.ts';

export interface WideTable {
  readonly long: Table;
  readonly width: number;
  readonly why: string;
  /** Columns of the file that are no steps of the sequences, and why. */
  readonly leftOut: readonly { readonly facts: ColumnFacts; readonly why: string }[];
}

export const VALUE = 'value';
const MIN_COLUMNS = 24;
const MAX_CLASSES = 60;

/** The wide reading of a table, or undefined where its columns are variables. */
export function readAsWide(
  table: Table,
  facts: readonly ColumnFacts[],
  options: DataOptions,
): WideTable | undefined {
  const layout = options.layout ?? 'auto';
  const isWide = layout === 'rows' || (layout === 'auto' && looksWide(table, facts, options));
  if (!isWide) return undefined;
  const reasons = facts.map((fact) => reasonToLeaveOut(fact, facts, options));
  const steps = facts.filter((_, c) => reasons[c] === undefined).map(({ index }) => index);
  const leftOut = facts.flatMap((fact, c) =>
    reasons[c] === undefined ? [] : [{ facts: fact, why: reasons[c] }],
  );
  const why = layout === 'rows' ? 'you asked for it' : `${steps.length} columns of numbers without names`;
  return { long: layOut(table, steps), width: steps.length, why, leftOut };
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
    return `a class label of ${fact.distinct} classes; classes are not learned yet`;
  return undefined;
}

/** A first column of few whole numbers, beside columns that are not all whole numbers, is a class label. */
function isLabel(fact: ColumnFacts, facts: readonly ColumnFacts[]): boolean {
  const { numbers, distinct, count, missing } = fact;
  const isWhole = missing === 0 && numbers?.every(Number.isInteger);
  const areFew = distinct <= Math.min(MAX_CLASSES, Math.max(1, count / 2));
  return isWhole === true && areFew && facts.slice(1).some(({ kind }) => kind === 'numeric');
}

function layOut(table: Table, steps: readonly number[]): Table {
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
  return { source: table.source, names: [VALUE], columns: [cells], rowCount, ...(lines && { lines }), form };
}

export const valueFacts = (long: Table): ColumnFacts => columnFacts(0, VALUE, long.columns[0]!);
