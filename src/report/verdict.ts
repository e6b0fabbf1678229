/** The verdict in plain sentences, each with its number and the floor of that number. */
import { formatFigure, formatPercent } from './format.ts';
import type { Compared, Level } from './level.ts';
import type { Messages } from './messages.ts';
import type { ColumnSummary, Headlines, Summary } from './summary.ts';

type Judged = Pick<Summary, 'headlines' | 'worst' | 'copies' | 'columns' | 'level'>;

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
    valuesSentence(judged, text),
    structureSentence(judged, text),
    spreadSentence(judged.headlines.spread, text),
    copiesSentence(judged, text),
  ];
}

function valuesSentence({ headlines: { values }, worst, columns }: Judged, text: Messages): string {
  if (values.value === null) return text.verdict.noValues;
  const main = text.verdict.values(values.level, ...figuresOf(values));
  const name = columns.length > 1 ? worst.values : null;
  if (name === null) return main + text.verdict.end;
  const figure = columnNamed(columns, name)?.wasserstein.value ?? null;
  return main + text.verdict.worstColumn(text.quote(name), formatFigure(figure)) + text.verdict.end;
}

/** Time structure and relations in one sentence. */
function structureSentence({ headlines, worst, columns }: Judged, text: Messages): string {
  const { verdict, quote } = text;
  const { time, relations } = headlines;
  const timeClause =
    time.value === null
      ? verdict.noTime
      : verdict.time(time.level, ...figuresOf(time)) +
        (worst.time !== null && columns.length > 1 ? verdict.mostIn(quote(worst.time)) : '');
  if (columns.length < 2) return timeClause + verdict.end;
  const relationsClause =
    relations.value === null
      ? verdict.noRelations
      : verdict.relations(relations.level, ...figuresOf(relations)) +
        (worst.relations ? verdict.mostBetween(quote(worst.relations[0]), quote(worst.relations[1])) : '');
  return timeClause + verdict.join + relationsClause + verdict.end;
}

function spreadSentence({ level, value, floor }: Compared, { verdict }: Messages): string {
  if (value === null) return verdict.noSpread;
  return verdict.spread(level, value < 1, formatPercent(value), formatPercent(floor));
}

function copiesSentence({ headlines: { copies }, copies: { nearShare } }: Judged, { verdict }: Messages) {
  if (copies.value === null) return verdict.noCopies;
  return verdict.copies(copies.level, formatFigure(copies.value), formatPercent(nearShare));
}

function figuresOf({ value, floor, naive }: Compared): readonly [string, string, string] {
  return [formatFigure(value), formatFigure(floor), formatFigure(naive)];
}

function columnNamed(columns: readonly ColumnSummary[], name: string): ColumnSummary | undefined {
  return columns.find((column) => column.name === name);
}
