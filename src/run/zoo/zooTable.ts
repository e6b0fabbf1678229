/**
 * The table of recipes from what was recorded: published, ours as mean and spread over seeds, floor, ceiling, seconds.
 * Windows that differ, and scores of another size or of other repetitions, are tables of their own.
 */
import { deviation } from '../../evaluate/figure.ts';
import { metrics } from '../../evaluate/index.ts';
import { type PublishedFigure, recipes, references, type ZooMetric, zooMetrics } from '../../zoo/index.ts';
import {
  type Control,
  controls,
  type FailedRecord,
  type JudgedRecord,
  keyText,
  type TrainedRecord,
  type ZooRecord,
} from './zooRecord.ts';

export interface Spread {
  readonly mean: number;
  /** Standard deviation, divided by the count less one; null of a single value. */
  readonly deviation: number | null;
  /** By seed. */
  readonly values: readonly number[];
}

export interface ZooRow {
  readonly recipe: string;
  readonly steps: number;
  readonly seeds: readonly number[];
  /** Seeds that could not be trained or judged, and why. */
  readonly failures: Readonly<Record<string, string>>;
  readonly scores: Readonly<Partial<Record<ZooMetric, Spread>>>;
  readonly published: Readonly<Partial<Record<ZooMetric, PublishedFigure>>>;
  readonly seconds: Spread | null;
  /** Pieces of work that ran at the same time while it was timed. */
  readonly jobs: readonly number[];
}

export interface ZooSection {
  readonly dataset: string;
  /** Steps in a window. */
  readonly length: number;
  readonly data: string;
  readonly count: number;
  readonly repetitions: number;
  readonly rows: readonly ZooRow[];
  readonly controls: Readonly<Record<Control, ZooRow['scores']>>;
}

export interface ZooTable {
  readonly schema: 'gan-lstm/zoo';
  readonly version: 1;
  readonly protocols: Readonly<Record<ZooMetric, { readonly id: string; readonly hash: string }>>;
  readonly engines: readonly string[];
  readonly sections: readonly ZooSection[];
}

export function zooTable(records: readonly ZooRecord[]): ZooTable {
  const judged = records.filter((record) => record.type === 'judged');
  const failed = records.filter((record) => record.type === 'failed');
  const trained = new Map(records.filter((r) => r.type === 'trained').map((r) => [keyText(r), r]));
  const sections = groupBy(judged, ({ dataset, data, count, repetitions }) => [
    dataset,
    data,
    count,
    repetitions,
  ]);
  return {
    schema: 'gan-lstm/zoo',
    version: 1,
    protocols: Object.fromEntries(
      zooMetrics.map((metric) => {
        const { id, hash } = metrics.find((one) => one.id === metric)!.protocol;
        return [metric, { id, hash }];
      }),
    ) as ZooTable['protocols'],
    engines: [...new Set([...trained.values()].map(({ engine }) => engine))],
    sections: sections.map((own) => sectionOf(own, failed, trained)),
  };
}

function sectionOf(
  judged: readonly JudgedRecord[],
  failed: readonly FailedRecord[],
  trained: ReadonlyMap<string, TrainedRecord>,
): ZooSection {
  const { dataset, length = PUBLISHED_LENGTH, data, count, repetitions } = judged[0]!;
  const controlScores = (control: Control) => scoresOf(judged.filter(({ recipe }) => recipe === control));
  const order = recipes.map(({ name }) => name);
  const rows = groupBy(
    judged.filter(({ recipe }) => order.includes(recipe)),
    ({ recipe, steps, settings }) => [recipe, steps, settings],
  );
  /** Where the settings of a recipe have changed, what was made with the last ones. */
  const isCurrent = (own: readonly JudgedRecord[]) =>
    rows.every((other) => other === own || !isSameRow(other[0]!, own[0]!) || latest(other) < latest(own));
  return {
    dataset,
    length,
    data,
    count,
    repetitions,
    controls: Object.fromEntries(controls.map((one) => [one, controlScores(one)])) as ZooSection['controls'],
    rows: rows
      .filter(isCurrent)
      .map((own): ZooRow => {
        const { recipe, steps, settings } = own[0]!;
        const timings = own.flatMap((record) => trained.get(keyText(record)) ?? []);
        const failures = failed.filter(
          (record) =>
            record.recipe === recipe &&
            record.steps === steps &&
            record.settings === settings &&
            record.data === data &&
            record.count === count &&
            own.every(({ seed }) => seed !== record.seed),
        );
        return {
          recipe,
          steps,
          seeds: own.map(({ seed }) => seed),
          failures: Object.fromEntries(failures.map((record) => [record.seed, record.message])),
          scores: scoresOf(own),
          published: publishedOf(recipes.find(({ name }) => name === recipe)!.published, dataset, length),
          seconds: timings.length > 0 ? spreadOf(timings.map(({ seconds }) => seconds)) : null,
          jobs: [...new Set(timings.map(({ jobs }) => jobs))],
        };
      })
      .sort((a, b) => order.indexOf(a.recipe) - order.indexOf(b.recipe) || a.steps - b.steps),
  };
}

const isSameRow = (a: JudgedRecord, b: JudgedRecord) => a.recipe === b.recipe && a.steps === b.steps;
const latest = (own: readonly JudgedRecord[]) => Math.max(...own.map(({ time }) => time));

/** Steps of the windows that the published figures of the records are of. */
const PUBLISHED_LENGTH = 24;

const publishedOf = (
  figures: readonly PublishedFigure[],
  dataset: string,
  length: number,
): ZooRow['published'] =>
  Object.fromEntries(
    figures
      .filter((one) => one.dataset === dataset && length === PUBLISHED_LENGTH)
      .map((one) => [one.metric, one]),
  );

function scoresOf(judged: readonly JudgedRecord[]): ZooRow['scores'] {
  return Object.fromEntries(
    zooMetrics.flatMap((metric) => {
      const values = judged.flatMap(({ scores }) => scores[metric]?.value ?? []);
      return values.length > 0 ? [[metric, spreadOf(values)] as const] : [];
    }),
  );
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, deviation: values.length > 1 ? deviation(values) : null, values };
}

/** Of every seed one record, with the last score of each metric, in the order of the seeds. */
function groupBy(records: readonly JudgedRecord[], key: (record: JudgedRecord) => readonly unknown[]) {
  const groups = new Map<string, Map<string, JudgedRecord>>();
  for (const record of records) {
    const name = JSON.stringify(key(record));
    const group = groups.get(name) ?? new Map<string, JudgedRecord>();
    const piece = keyText(record);
    const scores = { ...group.get(piece)?.scores, ...record.scores };
    groups.set(name, group.set(piece, { ...record, scores }));
  }
  return [...groups.values()].map((group) => [...group.values()].sort((a, b) => a.seed - b.seed));
}

const NAMES: Readonly<Record<ZooMetric, string>> = {
  discriminative: 'discriminative',
  predictive: 'predictive',
  'context-fid': 'Context-FID',
};

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
const figure = (value: number) => value.toFixed(3);
const plusMinus = ({ mean, deviation: spread }: Spread, show = figure) =>
  spread === null ? show(mean) : `${show(mean)} ± ${show(spread)}`;

export function zooMarkdown({ sections, protocols, engines }: ZooTable): string {
  const head = [
    'recipe',
    'steps',
    'seeds',
    ...zooMetrics.flatMap((id) => [`${NAMES[id]}, published`, 'ours']),
    'seconds',
  ];
  const published = (figures: ZooRow['published'], id: ZooMetric) => {
    const one = figures[id];
    return one ? `${figure(one.value)} ± ${figure(one.spread)}` : '';
  };
  const parts = sections.map(({ dataset, length, count, repetitions, rows, controls: limits }) => {
    const controlRow = (title: string, scores: ZooRow['scores']) => [
      `*${title}*`,
      '',
      '',
      ...zooMetrics.flatMap((id) => ['', scores[id] ? plusMinus(scores[id]) : '']),
      '',
    ];
    const cells = [
      head,
      head.map(() => '---'),
      ...rows.map(({ recipe, steps, seeds, failures, scores, published: figures, seconds }) => {
        const failed = Object.keys(failures).length;
        return [
          recipe,
          steps === 0 ? '' : `${steps}`,
          failed > 0 ? `${seeds.length}, ${failed} failed` : `${seeds.length}`,
          ...zooMetrics.flatMap((id) => [published(figures, id), scores[id] ? plusMinus(scores[id]) : '']),
          seconds ? plusMinus(seconds, (x) => x.toFixed(0)) : '',
        ];
      }),
      ...references.flatMap(({ name, published: figures }) => {
        const own = publishedOf(figures, dataset, length);
        if (Object.keys(own).length === 0) return [];
        return [[`${name} (not ours)`, '', '', ...zooMetrics.flatMap((id) => [published(own, id), '']), '']];
      }),
      controlRow('floor: real against real', limits.floor),
      controlRow('ceiling: noise', limits.ceiling),
    ];
    const lines = cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
    return `## ${dataset}\n\n${count} windows of ${length} steps generated and judged against as many real ones; every judge trained ${times(repetitions)} for each seed.\n\n${lines}\n`;
  });
  const names = zooMetrics.map((id) => `${NAMES[id]} by \`${protocols[id].id}\` (${protocols[id].hash})`);
  return `# Recipes

Lower is better. Ours: mean and standard deviation over seeds, from the first step to the last generated window in
seconds, on ${engines.join(', ') || 'no engine'}; the spread of published figures is as printed (\`gan-lstm zoo show NAME\`
tells the source and where ours differs). ${names.join('; ')}.

${parts.join('\n')}`;
}

export const zooJson = (table: ZooTable): string => `${JSON.stringify(table, null, 2)}\n`;
