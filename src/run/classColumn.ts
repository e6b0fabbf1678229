/** The column of labels that a critic is to tell: where its features are, and whether it can be told. */
import { UserError } from '../errors/userError.ts';
import type { Shapes } from '../gan/index.ts';
import { isMissing, type TimeSeriesCodec } from '../sequence/timeseries/index.ts';
import type { Naming } from './givenSettings.ts';

/** Nothing where `name` is ''. Throws a UserError where the column is none of texts, one a sequence. */
export function classColumn(
  { learned }: TimeSeriesCodec,
  name: string,
  naming: Naming,
): Pick<Shapes, 'classes'> {
  if (name === '') return {};
  const refuse = (what: string, remedy: string) =>
    new UserError('usage', [{ where: naming('classes'), what, remedy }]);
  const usable = learned.filter(({ kind, isStatic }) => kind === 'levels' && isStatic);
  const column = learned.find((one) => one.name === name);
  const others =
    usable.length > 0
      ? `name one of ${usable.map((one) => JSON.stringify(one.name)).join(', ')}`
      : 'no column of this data is one text a sequence; a key column tells which rows are one sequence';
  if (!column) throw refuse(`${JSON.stringify(name)} is no learned column`, others);
  if (column.kind !== 'levels' || !column.isStatic) {
    throw refuse(`${JSON.stringify(name)} is not one text in each sequence`, others);
  }
  const { start, levels } = column;
  const place = levels.findIndex(isMissing);
  // a single text is constant, and not learned
  return { classes: { start, width: levels.length, unlabelled: place < 0 ? undefined : place } };
}
