/** A schema as a file: YAML with a word of explanation, or JSON, which YAML contains. */
import { stringify } from 'yaml';
import { didYouMean } from '../errors/didYouMean.ts';
import { type Problem, UserError } from '../errors/userError.ts';
import { columnSchema, type TableSchema, tableSchema } from '../sequence/timeseries/index.ts';
import { parseYaml } from './givenSettings.ts';

const HEAD = `What gan-lstm understands of the columns. Change what is wrong and say: gan-lstm train DATA --schema FILE

kind   number, non-negative, integer, count, boolean, text (also codes that look like numbers), date/time
role   learned, attribute (one value in a sequence), time, key, identifier (written anew), derived, constant, left out
min, max   bounds that hold in every row; scale   linear, or asinh where a few values lie far from all others
point    a value, or [0, -999], that many cells have exactly, or none; multipleOf   of what all others are multiples
layout   rows where a row is a whole sequence: the column value then stands for all of its steps
constraints   High >= Low, total = paid + due, meter never falls, balance follows amount; only those that stand here`;

/** The text of a schema file; JSON where `path` ends in .json. */
export function schemaText(schema: TableSchema, path: string): string {
  if (/\.json$/i.test(path)) return `${JSON.stringify(schema, null, 2)}\n`;
  const comment = HEAD.split('\n')
    .map((line) => (line === '' ? '#' : `# ${line}`))
    .join('\n');
  return `${comment}\n${stringify(schema, { lineWidth: 0, flowCollectionPadding: false })}`;
}

/** Reads a schema. Throws a UserError that lists every mistake of its form. */
export function parseSchema(text: string, where: string): TableSchema {
  const told = parseYaml(text, where);
  const result = tableSchema.safeParse(told);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue): Problem[] => {
    const place = issue.path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('');
    const at = place === '' ? where : `${where}, ${place.replace(/^\./, '')}`;
    if (issue.code === 'unrecognized_keys') {
      const known = Object.keys(issue.path.includes('columns') ? columnSchema.shape : tableSchema.shape);
      return issue.keys.map((key) => {
        const near = didYouMean(key, known);
        const remedy = near ? `did you mean ${near}?` : `there are ${known.join(', ')}`;
        return { where: at, what: `"${key}" is no part of a schema`, remedy };
      });
    }
    const value: unknown = issue.path.reduce<unknown>((at, part) => (at as never)?.[part as never], told);
    if (issue.code === 'invalid_value') {
      const near = typeof value === 'string' ? didYouMean(value, issue.values.map(String)) : undefined;
      const remedy = near ? `did you mean ${near}?` : `give one of ${issue.values.join(', ')}`;
      return [{ where: at, what: `${JSON.stringify(value) ?? 'nothing'} will not do`, remedy }];
    }
    return [
      {
        where: at,
        what: `${JSON.stringify(value) ?? 'nothing'} will not do: ${issue.message}`,
        remedy: 'correct it, or write a new one: gan-lstm inspect DATA --schema FILE',
      },
    ];
  });
  throw new UserError('usage', problems);
}
