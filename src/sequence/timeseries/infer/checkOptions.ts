/** The user's words about the data, checked against its columns: all mistakes at once. */
import { didYouMean } from '../../../errors/didYouMean.ts';
import { type Problem, UserError } from '../../../errors/userError.ts';
import { type Constraint, parseConstraint } from '../constraint.ts';
import type { DataOptions, Table } from '../table.ts';

export function checkOptions(table: Table, options: DataOptions): void {
  const problems: Problem[] = [];
  const checkName = (option: string, name: string) => {
    if (table.names.includes(name)) return;
    const near = didYouMean(name, table.names);
    const shown = table.names
      .slice(0, 20)
      .map((known) => JSON.stringify(known))
      .join(', ');
    const others = table.names.length > 20 ? ` and ${table.names.length - 20} more` : '';
    const remedy =
      near === undefined ? `the columns are ${shown}${others}` : `did you mean ${JSON.stringify(near)}?`;
    problems.push({ where: option, what: `${table.source} has no column ${JSON.stringify(name)}`, remedy });
  };
  if (options.key !== undefined) checkName('key', options.key);
  if (options.time !== undefined) checkName('time', options.time);
  for (const name of options.columns ?? []) checkName('columns', name);
  for (const name of options.ignore ?? []) checkName('ignore', name);
  if (options.columns?.length === 0)
    problems.push({
      where: 'columns',
      what: 'names no column',
      remedy: 'name at least one, or leave it out',
    });

  const uses = new Map<string, string>();
  const use = (option: string, name: string) => {
    const before = uses.get(name);
    if (before !== undefined && before !== option)
      problems.push({
        where: option,
        what: `${JSON.stringify(name)} is also in ${before}`,
        remedy: 'name it in one of them',
      });
    uses.set(name, option);
  };
  if (options.key !== undefined) use('key', options.key);
  if (options.time !== undefined) use('time', options.time);
  for (const name of options.columns ?? []) use('columns', name);
  for (const name of options.ignore ?? []) use('ignore', name);

  for (const option of ['length', 'stride'] as const) {
    const value = options[option];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      problems.push({ where: option, what: `is ${value}`, remedy: 'give a whole number from 1 up' });
  }
  if (options.layout === 'rows')
    for (const option of ['key', 'time'] as const)
      if (options[option] !== undefined)
        problems.push({
          where: option,
          what: 'has no meaning with layout rows, where each row is one sequence',
          remedy: `leave out ${option}, or layout`,
        });
  for (const line of options.constraints ?? [])
    if (parseConstraint(line) === undefined)
      problems.push({
        where: 'constraints',
        what: `${JSON.stringify(line)} is no constraint`,
        remedy:
          'write one such as: High >= Low, amount >= 0, total = paid + due, meter never falls, balance follows amount',
      });
  if (problems.length > 0) throw new UserError('usage', problems);
}

/** The declared constraints, which checkOptions has read already. */
export const constraintsOf = (options: DataOptions): readonly Constraint[] =>
  (options.constraints ?? []).map((line) => parseConstraint(line)!);
