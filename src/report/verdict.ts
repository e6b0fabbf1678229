/** The verdict in plain sentences, each with its number and the floor of that number. */
import { formatFigure, formatPercent } from './format.ts';
import type { Compared, Level } from './level.ts';
import type { Messages } from './messages.ts';
import type { Headlines, Summary } from './summary.ts';

type Judged = Pick<Summary, 'headlines' | 'worst' | 'crowding' | 'copies' | 'columns' | 'level'>;

/** One line for the whole. */
export function overallSentence({ headlines, level }: Judged, text: Messages): string {
  const aspectsAt = (wanted: Level) =>
    text.list(
      (Object.keys(headlines) as (keyof Headlines)[])
        .filter((aspect) => headlines[aspect].level === wanted)
        .map((aspect) => text.aspects[aspect]),
    );
  return text.overall[level](aspectsAt(level));
}

export function verdictSentences(judged: Judged, text: Messages): readonly string[] {
  return [
    joined([valuesClause(judged, text), relationsClause(judged, text)], text),
    joined([timeClause(judged, text), changesClause(judged, text)], text),
    spreadSentence(judged, text),
    copiesSentence(judged, text),
  ];
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
