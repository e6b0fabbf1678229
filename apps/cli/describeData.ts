/** What was understood of a table, for people. */
import type { DatasetDescription } from '../../src/index.ts';
import { grouped, short } from './numbers.ts';
import { printable } from './problems.ts';
import { cutTo } from './terminal.ts';
import { textTable } from './textTable.ts';
import type { Words } from './words.ts';

const NAME_WIDTH = 32;

function sequencesText(
  { count, length, stride, isRagged, why }: DatasetDescription['sequences'],
  data: Words['data'],
): string {
  const steps = isRagged ? data.upTo(grouped(length)) : grouped(length);
  const text = data.ofSteps(grouped(count), steps);
  return isRagged ? `${text} (${why})` : `${text}, ${data.stride(stride)} (${why})`;
}

/** `limit`: about so many columns are shown at the most. Warnings and problems are not among the lines. */
export function describeData(description: DatasetDescription, words: Words, limit = Infinity): string {
  const { source, rows, columns, layout, layoutWhy, series, sequences, features, constraints } = description;
  const { data } = words;
  const shown = columns.length > limit + 2 ? limit : columns.length;
  const table = columns
    .slice(0, shown)
    .map((column) => [
      cutTo(printable(column.name), NAME_WIDTH),
      data.kinds[column.nature] ?? column.nature,
      data.roles[column.role] ?? column.role,
      column.missing === 0 ? '' : grouped(column.missing),
      ...[column.min, column.max, column.mean].map((value) => (value === undefined ? '' : short(value))),
      printable(column.step === undefined ? column.why : data.step(column.why, column.step)),
    ]);
  const more = shown < columns.length ? `  ${data.more(columns.length - shown, source)}\n` : '';
  const [shortest, longest] = [grouped(series.shortest), grouped(series.longest)];
  const range = shortest === longest ? longest : data.range(shortest, longest);
  const facts = [
    [data.series, `${data.ofSteps(grouped(series.count), range)} (${layout}: ${layoutWhy})`],
    [data.sequences, sequencesText(sequences, data)],
  ];
  const holds = constraints
    .slice(0, limit)
    .map((constraint, i) => [
      i === 0 ? data.holds : '',
      printable(constraint.text) + data.shareThatFollows(constraint.share, constraint.moved ?? 0),
    ]);
  return [
    `${data.heading(printable(source), grouped(rows), columns.filter(({ isHidden }) => !isHidden).length, features)}\n\n`,
    textTable([data.columns, ...table], { right: [3, 4, 5, 6] }),
    more,
    '\n',
    textTable([...facts.map((row) => row.map(printable)), ...holds]),
  ].join('');
}
