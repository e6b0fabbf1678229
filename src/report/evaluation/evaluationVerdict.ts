/** The verdict: three sentences, what is good, and what is wrong with the place where it is. */
import { type EvaluationResult, groups, type MetricGroup, type MetricReport } from '../../evaluate/index.ts';
import { badness } from '../../evaluate/metric.ts';
import { formatFigure, formatPercent, formatValue } from '../format.ts';
import { type Level, worstLevel } from '../level.ts';
import { type Messages, messages } from '../messages.ts';
import { type Prepared, prepare } from '../prepare.ts';
import { summarizePrepared } from '../summarize.ts';
import type { Summary } from '../summary.ts';
import type { EvaluationInput } from './evaluationInput.ts';
import { type EvaluationMessages, evaluationMessages } from './evaluationMessages.ts';
import { type Faults, findFaults } from './faults.ts';
import { figureText } from './figureText.ts';
import { type Grade, type GroupGrade, gradeGroup, recordOf } from './grade.ts';
import { wordsOf } from './metricWords.ts';

export interface EvaluationVerdict {
  readonly level: Level;
  /** Overall, the worst place, copying. */
  readonly sentences: readonly [string, string, string];
  readonly good: readonly string[];
  readonly wrong: readonly Wrong[];
  readonly groups: readonly GroupGrade[];
}

export interface Wrong {
  readonly what: string;
  /** Columns, steps, lags and pairs. */
  readonly where: readonly string[];
}

/** What the verdict and the page are made from; computed once for both. */
export interface Examined {
  readonly prepared: Prepared;
  readonly summary: Summary;
  readonly faults: Faults;
  readonly text: Messages;
  readonly words: EvaluationMessages;
}

const examinations = new WeakMap<EvaluationInput, Examined>();

export function examine(input: EvaluationInput): Examined {
  const known = examinations.get(input);
  if (known) return known;
  const { result, real, generated, language = 'en' } = input;
  const prepared = prepare({
    title: '',
    language,
    columns: result.featureNames,
    length: real.length,
    real: real.values,
    generated: generated.values,
    losses: [],
    facts: [],
    warnings: [],
    seed: result.seed,
  });
  const summary = summarizePrepared(prepared);
  const examined = {
    prepared,
    summary,
    faults: findFaults(prepared, summary),
    text: messages[language],
    words: evaluationMessages[language],
  };
  examinations.set(input, examined);
  return examined;
}

export function evaluationVerdict(input: EvaluationInput): EvaluationVerdict {
  const examined = examine(input);
  const { result } = input;
  const graded = groups.map((group) => gradeGroup(group, result.metrics));
  const level = worstLevel(graded.map((group) => group.level));
  return {
    level,
    sentences: [
      overall(result, graded, level, examined),
      worstPlace(result, graded, examined),
      copying(result, graded, examined),
    ],
    good: graded
      .filter((group) => group.level === 'good')
      .map(({ group, deciding }) => examined.words.good[group](figureWords(deciding!, examined.words))),
    wrong: wrongs(graded, result, examined),
    groups: graded,
  };
}

function overall(
  result: EvaluationResult,
  graded: readonly GroupGrade[],
  level: Level,
  { text, words, summary }: Examined,
): string {
  if (levelOf(graded, 'privacy') === 'poor') return words.verdict.copied(exactShare(result));
  if (hasCollapsed(graded, summary)) return words.verdict.collapsed;
  const named = graded.filter((group) => group.level === level).map(({ group }) => words.aspects[group]);
  return text.overall[level](text.list(named));
}

const levelOf = (graded: readonly GroupGrade[], wanted: MetricGroup): Level =>
  graded.find(({ group }) => group === wanted)!.level;

function hasCollapsed(graded: readonly GroupGrade[], { headlines, crowding }: Summary): boolean {
  const { spread } = headlines;
  const isLess = (spread.value ?? 1) < 1 || crowding.level === 'poor';
  return levelOf(graded, 'diversity') === 'poor' && spread.level === 'poor' && isLess;
}

/** The share of real sequences that have no generated one nearby. */
const uncoveredShare = ({ metrics }: EvaluationResult): string | undefined => {
  const coverage = metrics.find(({ id }) => id === 'coverage')?.figure?.value;
  return coverage === undefined || Number.isNaN(coverage) ? undefined : formatPercent(1 - coverage);
};

const exactShare = ({ metrics }: EvaluationResult): string => {
  const value = metrics.find(({ id }) => id === 'copies-exact')?.figure?.value;
  return value === undefined ? '?' : formatPercent(value);
};

/** Where to look first: in the group that is farthest off, of those that have a place. */
function worstPlace(
  result: EvaluationResult,
  graded: readonly GroupGrade[],
  { faults, text, words, prepared, summary }: Examined,
): string {
  if (levelOf(graded, 'privacy') !== 'poor' && hasCollapsed(graded, summary)) {
    return words.verdict.narrow(formatPercent(summary.headlines.spread.value), uncoveredShare(result));
  }
  const worst = faults.columns[0];
  if (!worst || prepared.real.moments.every(({ standardDeviation }) => standardDeviation === 0)) {
    return words.verdict.noColumn;
  }
  const placed = graded
    .filter(({ group, level }) => ['fidelity', 'time', 'joint'].includes(group) && isWrong({ level }))
    .sort((a, b) => b.deciding!.place - a.deciding!.place);
  const { column, step, realAtStep, generatedAtStep } = worst;
  const name = text.quote(column.name);
  const isElsewhere = graded.some(({ group, level }) => group !== 'privacy' && isWrong({ level }));
  if (placed.length === 0 && !isElsewhere) {
    return words.verdict.evenWorst(name, formatFigure(column.wasserstein.value));
  }
  const { lag, pair } = faults;
  const number = numberIn(words);
  if (placed[0]?.group === 'time' && lag) {
    const [found, expected] = [number(lag.generated), number(lag.real)];
    return words.verdict.worstLag(text.quote(lag.name), `${lag.lag}`, found, expected);
  }
  if (placed[0]?.group === 'joint' && pair) {
    const [first, second] = pair.names.map(text.quote) as [string, string];
    return words.verdict.worstPair(first, second, number(pair.generated), number(pair.real));
  }
  const [generated, real] = [generatedAtStep, realAtStep].map(formatValue) as [string, string];
  const { length } = prepared.input;
  if (!worst.isTelling) return words.verdict.worstShape(name, formatFigure(column.wasserstein.value));
  return length > 1
    ? words.verdict.worst(name, `${step + 1}`, `${length}`, generated, real)
    : words.verdict.worstWhole(name, generated, real);
}

const isWrong = ({ level }: { readonly level: Level }): boolean => level === 'poor' || level === 'fair';

const numberIn =
  ({ detail }: EvaluationMessages) =>
  (value: number): string =>
    Number.isNaN(value) ? detail.constant : `${Math.round(value * 100) / 100 + 0}`;

function copying({ sets }: EvaluationResult, graded: readonly GroupGrade[], { words }: Examined): string {
  return words.verdict.copying(levelOf(graded, 'privacy'), sets.heldOut !== null);
}

/** Of the wrong generators that a metric can tell, the one that it finds least bad. */
export function nearestWrong(report: MetricReport): { readonly id: string; readonly value: number } {
  const { controls, judgement, group } = report;
  const metric = recordOf(report);
  const isPrivate = group === 'privacy';
  const [nearest] = Object.entries(controls!.ceilings)
    .filter(([id]) => (id === 'copy') === isPrivate && !judgement!.blindTo.includes(id))
    .sort(([, a], [, b]) => badness(metric, a.value) - badness(metric, b.value));
  const [id, { value }] = nearest!;
  return { id, value };
}

/** A figure with its floor and the nearest of the wrong generators that it can tell. */
export function figureWords({ report }: Grade, words: EvaluationMessages): string {
  const { figure, controls } = report;
  const { id, value } = nearestWrong(report);
  return words.figure(
    wordsOf(report, words.metrics).name,
    figureText(figure!.value),
    figureText(controls!.floor.value),
    figureText(value),
    words.card.controls[id] ?? id,
  );
}

function wrongs(
  graded: readonly GroupGrade[],
  result: EvaluationResult,
  examined: Examined,
): readonly Wrong[] {
  const { words } = examined;
  const found = graded
    .filter(isWrong)
    .sort((a, b) => b.deciding!.place - a.deciding!.place)
    .map(({ group, deciding, grades }) => ({
      what: words.wrong[group](figureWords(deciding!, words)),
      where:
        group === 'privacy' || group === 'judge'
          ? grades
              .filter((grade) => grade !== deciding && isWrong(grade))
              .map((grade) => figureWords(grade, words))
          : placesOf(group, result, examined),
    }));
  const singles = graded
    .filter(
      ({ group, level }) =>
        level === 'good' || (level === 'fair' && group !== 'privacy' && group !== 'judge'),
    )
    .flatMap(({ group, grades, level, deciding }) =>
      grades.filter(
        (grade) =>
          grade !== deciding &&
          (grade.level === 'poor' || (group === 'privacy' && level === 'good' && isWrong(grade))),
      ),
    )
    .map((grade) => figureWords(grade, words));
  return singles.length === 0 ? found : [...found, { what: words.singles(singles), where: [] }];
}

function placesOf(group: MetricGroup, result: EvaluationResult, examined: Examined): readonly string[] {
  const { faults, summary, prepared, text, words } = examined;
  const { detail } = words;
  const number = numberIn(words);
  switch (group) {
    case 'fidelity': {
      const off = faults.columns.filter(({ column }) => column.wasserstein.level !== 'good');
      return (off.length > 0 ? off : faults.columns.slice(0, 1)).map(
        ({ column, step, realAtStep, generatedAtStep, isTelling }) => {
          const range = ({ mean, standardDeviation }: typeof column.real) =>
            `${formatValue(mean)} ± ${formatValue(standardDeviation)}`;
          const { length } = prepared.input;
          const [generated, real] = [generatedAtStep, realAtStep].map(formatValue) as [string, string];
          return (
            detail.column(
              text.quote(column.name),
              formatFigure(column.wasserstein.value),
              range(column.real),
              range(column.generated),
            ) + (length > 1 && isTelling ? detail.atStep(`${step + 1}`, `${length}`, generated, real) : '')
          );
        },
      );
    }
    case 'time': {
      const { lag, change } = faults;
      return [
        ...(lag
          ? [detail.lag(text.quote(lag.name), `${lag.lag}`, number(lag.generated), number(lag.real))]
          : []),
        ...(change && Number.isFinite(change.ratio)
          ? [detail.change(text.quote(change.name), formatFigure(change.ratio))]
          : []),
      ];
    }
    case 'joint': {
      const { pair } = faults;
      if (!pair) return [];
      const [first, second] = pair.names.map(text.quote) as [string, string];
      return [detail.pair(first, second, number(pair.generated), number(pair.real))];
    }
    case 'diversity': {
      const { spread } = summary.headlines;
      const uncovered = uncoveredShare(result);
      return [
        ...(spread.level === 'good' ? [] : [detail.spread(formatPercent(spread.value))]),
        ...(uncovered === undefined ? [] : [detail.uncovered(uncovered)]),
      ];
    }
    case 'privacy':
    case 'judge':
    case 'utility':
      return [];
    default:
      return group satisfies never;
  }
}
