/** The schema that a description amounts to: what `inspect --schema` writes, and `train --schema` reads. */
import { parseConstraint } from '../constraint.ts';
import type { ColumnSchema, SchemaRole, TableSchema } from '../schema.ts';
import type { ColumnDescription, DatasetDescription } from './describe.ts';

export function schemaOf({ columns, constraints, sequences, layout }: DatasetDescription): TableSchema {
  const balances = constraints.flatMap(({ text }) => {
    const constraint = parseConstraint(text)!;
    return constraint.kind === 'running' ? [constraint.balance] : [];
  });
  return {
    version: 1,
    ...(layout === 'rows' && { layout }),
    columns: columns
      .filter(({ isHidden }) => !isHidden)
      .map((column) => columnOf(column, balances.includes(column.name))),
    constraints: constraints.map(({ text }) => text),
    // where ends are learned, a length would be a wish for windows; a stride means nothing where a row is a sequence
    ...(!sequences.isRagged && { length: sequences.length }),
    ...(!sequences.isRagged && layout !== 'rows' && { stride: sequences.stride }),
  };
}

/** A balance is added up, so that it may leave the range that it had. */
function columnOf(
  { name, nature, role, min, max, hasTail, multipleOf, points, from }: ColumnDescription,
  isBalance: boolean,
): ColumnSchema {
  const told: SchemaRole = role === 'feature' ? 'learned' : role;
  const isLearned = role === 'feature' || role === 'attribute';
  return {
    name,
    kind: nature,
    role: told,
    ...(isLearned && !isBalance && min !== undefined && { min, max: max! }),
    ...(isLearned && hasTail && { scale: 'asinh' as const }),
    ...(isLearned && multipleOf !== undefined && { multipleOf }),
    ...(isLearned && points && { point: points.length === 1 ? points[0]! : [...points] }),
    ...(from !== undefined && { is: from }),
  };
}
