/** The verdict in plain sentences, each with its number and the floor of that number. */
import { formatFigure, formatPercent, formatValue } from './format.ts';
import { type Compared, worstLevel } from './level.ts';
import type { Messages } from './messages.ts';
import type { Headlines, LengthSummary, Summary } from './summary.ts';

type Judged = Pick<
  Summary,
  | 'headlines'
  | 'worst'
  | 'crowding'
  | 'copies'
  | 'columns'
  | 'categories'
  | 'categoryDistance'
  | 'lengths'
  | 'level'
>;

/** Columns with gaps that the verdict names. */
const missingAtMost = 6;

/** One line for the whole. */
export function overallSentence(
  { headlines, categories, columns, lengths, level }: Judged,
  text: Messages,
): string {
  const aspects = (Object.keys(headlines) as (keyof Headlines)[])
    .filter((aspect) => headlines[aspect].level === level)
    .map((aspect) => text.aspects[aspect]);
  const areTexts = categories.some((category) => category.level === level);
  const areGaps = columns.some(({ missing }) => missing?.difference.level === level);
  return text.overall[level](
    text.list([
      ...aspects,
      ...(areTexts ? [text.aspects.categories] : []),
      ...(areGaps ? [text.aspects.missing] : []),
      ...(lengths?.distance.level === level ? [text.aspects.lengths] : []),
    ]),
  );
}

export function verdictSentences(judged: Judged, text: Messages): readonly string[] {
  return [
    joined([valuesClause(judged, text), relationsClause(judged, text)], text),
    joined([timeClause(judged, text), changesClause(judged, text)], text),
    ...(judged.categoryDistance ? [joined([categoryClause(judged, text)], text)] : []),
    ...(judged.columns.some(({ missing }) => missing) ? [joined([missingClause(judged, text)], text)] : []),
    ...(judged.lengths ? [joined([lengthClause(judged.lengths, text)], text)] : []),
    spreadSentence(judged, text),
    copiesSentence(judged, text),
  ];
}

function categoryClause({ categoryDistance, categories }: Judged, { verdict, quote }: Messages): string {
  const figure = categoryDistance!;
  const main = verdict.categories(figure.level, ...figuresOf(figure));
  const off = [...categories].sort((a, b) => (b.distance.value ?? 0) - (a.distance.value ?? 0))[0]!;
  return categories.length > 1 ? main + verdict.mostIn(quote(off.name)) : main;
}

function lengthClause({ real, generated, distance }: LengthSummary, { verdict }: Messages): string {
  const range = ({ mean, minimum, maximum }: LengthSummary['real']) =>
    [formatValue(mean), `${minimum}`, `${maximum}`] as const;
  return verdict.lengths(distance.level, range(real), range(generated), figuresOf(distance));
}

function missingClause({ columns }: Judged, text: Messages): string {
  const { verdict, quote, list } = text;
  const gaps = columns.flatMap(({ name, missing }) => (missing ? [{ name, ...missing }] : []));
  const level = worstLevel(gaps.map(({ difference }) => difference.level));
  const shown = gaps
    .slice(0, missingAtMost)
    .map(({ name, real, generated }) =>
      verdict.missingIn(quote(name), formatPercent(real), formatPercent(generated)),
    );
  return verdict.missing(level, list(gaps.length > shown.length ? [...shown, '…'] : shown));
}

function joined(clauses: readonly string[], { verdict }: Messages): string {
  return clauses.filter((clause) => clause !== '').join(verdict.join) + verdict.end;
}

function valuesClause({ headlines: { values }, worst, columns }: Judged, { verdict, quote }: Messages) {
  if (values.value === null) return verdict.noValues;
  if (values.level === 'unclear') return verdict.plainValues;
  const main = verdict.values(values.level, ...figuresOf(values));
  if (columns.length < 2 || worst.values === null) return main;
  const column = columns.find(({ name }) => name === worst.values);
  return main + verdict.worstColumn(quote(worst.values), formatFigure(column?.wasserstein.value ?? null));
}

function relationsClause({ headlines: { relations }, worst, columns }: Judged, text: Messages): string {
  const { verdict, quote } = text;
  if (columns.length < 2) return '';
  if (relations.value === null || worst.relations === null) return verdict.noRelations;
  const [first, second] = worst.relations;
  return (
    verdict.relations(relations.level, ...figuresOf(relations)) +
    verdict.mostBetween(quote(first), quote(second))
  );
}

function timeClause({ headlines: { time }, worst, columns }: Judged, { verdict, quote }: Messages): string {
  if (time.value === null) return verdict.noTime;
  const main = verdict.time(time.level, ...figuresOf(time));
  return columns.length > 1 && worst.time !== null ? main + verdict.mostIn(quote(worst.time)) : main;
}

function changesClause(
  { headlines: { changes }, worst, columns }: Judged,
  { verdict, quote }: Messages,
): string {
  if (changes.value === null) return '';
  const main = verdict.changes(changes.level, ...figuresOf(changes));
  return columns.length > 1 && worst.changes !== null ? main + verdict.mostIn(quote(worst.changes)) : main;
}

function spreadSentence({ headlines: { spread }, crowding }: Judged, { verdict }: Messages): string {
  if (spread.value === null) return verdict.noSpread;
  const isLess = spread.value < 1 || crowding.level === 'poor' || crowding.level === 'fair';
  const [first, second] = [spread, crowding].map(({ value }) => formatPercent(value));
  return verdict.spread(spread.level, isLess, first!, second!, [
    formatPercent(spread.floor),
    formatPercent(crowding.floor),
  ]);
}

function copiesSentence({ headlines: { copies }, copies: figures }: Judged, { verdict }: Messages): string {
  if (copies.value === null) return verdict.noCopies;
  return verdict.copies(
    copies.level,
    formatFigure(copies.value),
    formatPercent(figures.nearShare),
    formatPercent(figures.equalShare),
  );
}

function figuresOf({ value, floor, naive }: Compared): readonly [string, string, string] {
  return [formatFigure(value), formatFigure(floor), formatFigure(naive)];
}
