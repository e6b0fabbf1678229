/**
 * Which columns of another file stand for the features of REAL: those of the same name; where either file has no names
 * of its own (an array), those in the same place, if there are as many.
 */
import { didYouMean } from '../errors/didYouMean.ts';
import { type Problem, UserError } from '../errors/userError.ts';
import { columnFacts } from '../sequence/timeseries/infer/columnFacts.ts';
import type { DataPlan } from '../sequence/timeseries/infer/plan.ts';
import { VALUE } from '../sequence/timeseries/infer/wideTable.ts';
import type { Table } from '../sequence/timeseries/table.ts';

export interface AlignedColumns {
  readonly table: Table;
  /** Names in this file, in the order of the features. */
  readonly columns: readonly string[];
  /** What people call the features: names of a header before names that were made up. */
  readonly displayed: readonly string[];
  readonly warnings: readonly Problem[];
}

const isUnnamed = ({ form }: Table): boolean => form.format === 'npy' || !form.hasHeader;

export function alignColumns(table: Table, real: DataPlan, names: readonly string[]): AlignedColumns {
  // each row one sequence of one variable: its columns are steps
  if (real.layout === 'rows' && table.form.key === undefined) {
    return { table, columns: [VALUE], displayed: names, warnings: [] };
  }
  const lacking = names.filter((name) => !table.names.includes(name));
  if (lacking.length === 0) {
    const warnings = [...extraWarnings(table, real), ...constantWarnings(table, real)];
    return { table, columns: names, displayed: names, warnings };
  }
  const byPlace = table.names.filter((name) => name !== table.form.key);
  if ((isUnnamed(table) || isUnnamed(real.table)) && byPlace.length === names.length) {
    return { table, columns: byPlace, displayed: isUnnamed(real.table) ? byPlace : names, warnings: [] };
  }
  if (isUnnamed(table)) {
    const what = `has ${byPlace.length} columns without names, ${real.table.source} has ${names.length} features`;
    const remedy = `give ${names.length} columns in this order: ${names.join(', ')}`;
    throw new UserError('data', [{ where: table.source, what, remedy }]);
  }
  throw new UserError('data', [lacks(table.source, lacking, table.names)]);
}

export function lacks(source: string, lacking: readonly string[], known: readonly string[]): Problem {
  const quoted = (names: readonly string[]) => names.map((name) => JSON.stringify(name)).join(', ');
  const near = lacking.map((name) => didYouMean(name, known)).filter((name) => name !== undefined);
  const remedy =
    near.length > 0
      ? `rename ${quoted(near)}, or name the columns that both have with --columns`
      : 'give both files the same columns, or name those that both have with --columns';
  return {
    where: source,
    what: lacking.length > 1 ? `lacks the columns ${quoted(lacking)}` : `lacks the column ${quoted(lacking)}`,
    remedy,
  };
}

function extraWarnings(table: Table, real: DataPlan): Problem[] {
  const extra = table.names.filter(
    (name) => name !== table.form.key && !real.columns.some(({ facts }) => facts.name === name),
  );
  if (extra.length === 0) return [];
  const shown = extra.slice(0, 8).map((name) => JSON.stringify(name));
  const more = extra.length > shown.length ? ` and ${extra.length - shown.length} more` : '';
  const what = `has columns that ${real.table.source} has not: ${shown.join(', ')}${more}; they are not judged`;
  return [{ where: table.source, what, remedy: 'check that the files belong together' }];
}

/** A column that is constant in REAL is no feature, so no figure would show that GENERATED gets it wrong. */
function constantWarnings(table: Table, real: DataPlan): Problem[] {
  return real.columns.flatMap(({ facts: { name, kind, example, mean } }) => {
    const at = table.names.indexOf(name);
    if (kind !== 'constant' || at < 0) return [];
    const other = columnFacts(at, name, table.columns[at]!);
    const isSame =
      other.kind === 'constant' && (mean === undefined ? other.example === example : other.mean === mean);
    const where = `column "${name}"`;
    const always = `is ${JSON.stringify(example)} in every row of ${real.table.source}`;
    if (isSame) {
      return [{ where, what: `${always} and of ${table.source}; it is not judged`, remedy: 'nothing to do' }];
    }
    const range = other.min === undefined ? JSON.stringify(other.example) : `${other.min} to ${other.max}`;
    const what = `${always}, but ${range} in ${table.source}; no figure tells that, as a constant is not judged`;
    return [{ where, what, remedy: 'mend the generator, or write the constant yourself' }];
  });
}
