/**
 * What a schema says of a wide table: of the column `value`, which holds the steps of all sequences, of their label, and
 * of columns that are no steps; a single step is not described. What has no meaning there is refused by name.
 */
import type { Problem } from '../../../errors/userError.ts';
import type { ColumnSchema, Nature, SchemaRole, TableSchema } from '../schema.ts';
import { applySchema, schemaProblems } from './applySchema.ts';
import { VALUE, type WideTable } from './wideTable.ts';

/** A wide table with what a schema says, and what of that the data contradict. */
export interface ToldWide {
  readonly wide: WideTable;
  readonly faults: readonly Problem[];
}

const VALUE_KINDS: readonly Nature[] = ['number', 'non-negative', 'integer', 'count', 'boolean'];
const LABEL_KINDS: readonly Nature[] = ['text', 'boolean'];

/** Unknown and lacking columns, and claims that no wide table can meet. */
export function wideSchemaProblems(
  { long, label, leftOut, value }: WideTable,
  schema: TableSchema,
): readonly Problem[] {
  const names = [...leftOut.map(({ facts }) => facts.name), VALUE, ...(label ? [label.name] : [])];
  const steps = {
    names: long.form.steps ?? [],
    remedy: `speak of all steps as "${VALUE}", say role: left out, or layout: columns`,
  };
  const stride: readonly Problem[] =
    schema.stride === undefined
      ? []
      : [{ where: 'schema, stride', what: 'means nothing where a row is a whole sequence', remedy: OUT }];
  const columns = schema.columns.flatMap((told) => {
    if (told.name === VALUE)
      return claimProblems(told, 'the steps of sequences', {
        // of one value they are constant
        roles: value.kind === 'constant' ? ['learned', 'constant'] : ['learned'],
        kinds: value.kind === 'constant' ? [...VALUE_KINDS, 'constant'] : VALUE_KINDS,
      });
    if (told.name === label?.name)
      return claimProblems(told, 'the label of sequences', { roles: ['attribute'], kinds: LABEL_KINDS });
    const apart = leftOut.find(({ facts }) => facts.name === told.name);
    return apart
      ? claimProblems(told, `a column that is no step: ${apart.why}`, { roles: ['left out'] })
      : [];
  });
  return [...schemaProblems({ source: long.source, names, others: steps }, schema), ...columns, ...stride];
}

const OUT = 'take it out of the schema';

function claimProblems(
  { name, role, kind }: ColumnSchema,
  what: string,
  { roles, kinds }: { readonly roles: readonly SchemaRole[]; readonly kinds?: readonly Nature[] },
): readonly Problem[] {
  const where = `schema, column ${JSON.stringify(name)}`;
  const isWrong = (claim: string | undefined, possible: readonly string[] | undefined) =>
    claim !== undefined && possible?.includes(claim) === false;
  return [
    ...(isWrong(role, roles)
      ? [{ where, what: `says role: ${role} of ${what}`, remedy: `say role: ${roles[0]}` }]
      : []),
    ...(isWrong(kind, kinds)
      ? [{ where, what: `says kind: ${kind} of ${what}`, remedy: `say kind: ${kinds![0]}` }]
      : []),
  ];
}

/** The facts of the values and of the label with what the schema says of them. */
export function applyWideSchema(wide: WideTable, schema: TableSchema | undefined): ToldWide {
  const toldOf = (name: string) => schema?.columns.find((column) => column.name === name);
  const value = applySchema(wide.value, wide.long, toldOf(VALUE));
  const label = wide.label && applySchema(wide.label, wide.long, toldOf(wide.label.name));
  return {
    wide: { ...wide, value: value.facts, ...(label && { label: label.facts }) },
    faults: [...value.problems, ...(label?.problems ?? [])],
  };
}
