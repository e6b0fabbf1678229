/**
 * An evaluation from files to a page: reads the sets, lets a model make its own, judges, and tells in words. A stream of
 * events, as training is; nothing is written but the cache that was asked for.
 */
import type { Problem } from '../errors/userError.ts';
import {
  type Controls,
  type EvaluateOptions,
  type EvaluationResult,
  evaluate,
  judge,
  type Labels,
  type Metric,
  type MetricReport,
  metrics,
  position,
  type SequenceSet,
  sequenceSet,
} from '../evaluate/index.ts';
import {
  type EvaluationVerdict,
  evaluationCard,
  evaluationVerdict,
  renderEvaluation,
} from '../report/index.ts';
import type { Engine } from '../runtime/engine.ts';
import { gridOf, roundTo } from '../sequence/timeseries/grid.ts';
import type { DataOptions, Table } from '../sequence/timeseries/index.ts';
import { interpolate } from '../sequence/timeseries/interpolate.ts';
import { seriesFrom } from '../sequence/timeseries/series.ts';
import { readGenerator } from './checkpoint.ts';
import { dataOptionsOf } from './configuration.ts';
import { controlsCache } from './evaluationCache.ts';
import { labelsLike } from './evaluationLabels.ts';
import { judgedColumns, modelLabels, requireModelForm } from './evaluationModel.ts';
import { evaluationSets } from './evaluationSets.ts';
import type { Host } from './host.ts';
import { keptOnce } from './keptBatches.ts';
import { type Model, openModel } from './modelFolder.ts';
import { pickColumns } from './reportedColumns.ts';
import { judgingThreads } from './workers.ts';

/** Sequences that a model is asked for, at the most. */
const MADE_AT_MOST = 5000;
/** Trainings of each judge for floors and ceilings. */
const CONTROL_REPETITIONS = 3;
/** Roughly how much longer a slow metric takes, by which the time left is told. */
const SLOW_WEIGHT = 60;

export interface EvaluateRunOptions {
  readonly host: Host;
  readonly engine: Engine;
  readonly real: Table;
  /** A table, or the folder of a model that makes as many sequences as there are real ones. */
  readonly generated: Table | { readonly folder: string };
  readonly heldOut?: Table | undefined;
  /** How the tables are read; REAL decides what is not said. */
  readonly data?: DataOptions;
  readonly generatedStride?: number | undefined;
  /** The column that says what each sequence is of, for tasks that are learned from it. */
  readonly label?: string | undefined;
  /** Ids; all when absent. */
  readonly metrics?: readonly string[] | undefined;
  /** Leaves out what takes long, unless `metrics` or `always` name it. */
  readonly isFast?: boolean;
  /** Ids that are measured whatever else is said: what a gate asks for. */
  readonly always?: readonly string[];
  readonly repetitions?: number | undefined;
  /** Threads that train judges side by side; auto, which is usual, is as many as there are cores. */
  readonly workers?: number | 'auto' | undefined;
  readonly seed?: number;
  /** A folder for floors and ceilings that were measured before. */
  readonly cache?: string | undefined;
  /** Of the program; what another version measured is not taken from the cache. */
  readonly version?: string;
  readonly language?: 'en' | 'zh';
  readonly signal?: AbortSignal | undefined;
}

export type EvaluateRunEvent =
  | {
      readonly type: 'sets';
      readonly real: SequenceSet;
      readonly generated: SequenceSet;
      readonly heldOut: SequenceSet | undefined;
      readonly featureNames: readonly string[];
    }
  | { readonly type: 'warning'; readonly problem: Problem }
  | { readonly type: 'progress'; readonly metric: string; readonly part: string; readonly share: number }
  | { readonly type: 'metric'; readonly report: MetricReport; readonly isCached: boolean }
  | {
      readonly type: 'done';
      readonly result: EvaluationResult;
      readonly verdict: EvaluationVerdict;
      /** The report: one HTML page. */
      readonly page: string;
      /** The same in short, as Markdown for a model card. */
      readonly card: string;
    };

/** Ids of what is measured, in the order of the registry; unknown ones are kept for `evaluate` to refuse. */
export function chosenIds({ metrics: asked, isFast, always = [] }: EvaluateRunOptions): readonly string[] {
  const isUsual = ({ isSlow, isVariant }: Metric) => !isVariant && !(isFast && isSlow);
  const known = metrics
    .filter((metric) => always.includes(metric.id) || (asked ? asked.includes(metric.id) : isUsual(metric)))
    .map(({ id }) => id);
  const unknown = [...(asked ?? []), ...always].filter((id) => !metrics.some((metric) => metric.id === id));
  return [...known, ...unknown];
}

export async function* evaluateRun(
  options: EvaluateRunOptions,
): AsyncGenerator<EvaluateRunEvent, void, void> {
  const { host, engine, heldOut, generatedStride, seed = 1, language = 'en' } = options;
  const workers = judgingThreads(engine, options.workers);
  const model = 'folder' in options.generated ? await openModel(host, options.generated.folder) : undefined;
  // a short table may not show how its numbers are meant
  const table = model ? model.codec.asLearned(options.real) : options.real;
  const learned = model && dataOptionsOf(model.config.settings);
  const columns = learned?.columns?.filter((name) => name !== options.label);
  const data = { ...learned, ...(columns && { columns }), ...options.data };
  if (model) requireModelForm(model, table, options);
  const sets = evaluationSets({
    real: table,
    generated: model
      ? {
          names: judgedColumns(model.codec, options.label).map((c) => model.codec.valued[c]!.name),
          length: model.codec.length,
        }
      : (options.generated as Table),
    heldOut,
    options: data,
    generatedStride,
    label: options.label,
  });
  const { real, featureNames } = sets;
  const made = sets.generated
    ? { generated: sets.generated, warnings: [] }
    : await makeSequences(
        { ...options, folder: (options.generated as { folder: string }).folder },
        model!,
        Math.min(MADE_AT_MOST, real.count),
        seed,
        real.labels,
      );
  const { generated } = made;
  const warnings = [...sets.warnings, ...made.warnings];
  yield { type: 'sets', real, generated, heldOut: sets.heldOut, featureNames };
  for (const problem of warnings) yield { type: 'warning', problem };

  const result = yield* judged(real, generated, options, {
    featureNames,
    engine,
    seed,
    workers,
    ...(sets.heldOut && { heldOut: sets.heldOut }),
    ...(options.repetitions !== undefined && { repetitions: options.repetitions }),
    controlRepetitions: Math.min(CONTROL_REPETITIONS, options.repetitions ?? CONTROL_REPETITIONS),
    ...(options.signal && { signal: options.signal }),
  });
  const whole = { ...result, warnings: [...warnings, ...result.warnings] };
  const input = {
    result: whole,
    real,
    generated,
    names: {
      real: table.source,
      generated: 'folder' in options.generated ? options.generated.folder : options.generated.source,
      heldOut: heldOut?.source,
    },
    language,
  };
  const verdict = evaluationVerdict(input);
  yield {
    type: 'done',
    result: whole,
    verdict,
    page: renderEvaluation(input, verdict),
    card: evaluationCard(input, verdict),
  };
}

/** Sequences of a model in the user's units, rounded as `sample` writes them; `labels` are those of REAL. */
export async function makeSequences(
  {
    host,
    engine,
    folder,
    label,
  }: Pick<EvaluateRunOptions, 'host' | 'engine' | 'label'> & { readonly folder: string },
  { gan, codec }: Model,
  count: number,
  seed: number,
  labels?: Labels,
): Promise<{ readonly generated: SequenceSet; readonly warnings: readonly Problem[] }> {
  const { weights, warnings } = await readGenerator(host, folder);
  const values = await keptOnce(engine, { gan, weights, codec }, { count, seed });
  const judged = judgedColumns(codec, label);
  const { length, valued } = codec;
  const own = pickColumns(codec.complete(values), valued.length, judged);
  const filled = fillGaps(own, length, judged.length);
  // as `sample` writes them: with the decimals of the data, by which copies are found
  const rounded = filled.map((value, i) => roundTo(value, gridOf(valued[judged[i % judged.length]!]!)));
  const made = labels && labelsLike(labels, modelLabels(codec, values, label!), folder);
  return {
    generated: { ...sequenceSet(rounded, length, judged.length), ...(made && { labels: made }) },
    warnings,
  };
}

/** Missing values of [n, T, C] filled along time, as those of REAL are. */
function fillGaps(values: Float32Array, length: number, width: number): Float32Array {
  if (!values.some(Number.isNaN)) return values;
  const rows = values.length / width;
  const series = seriesFrom(
    Array.from({ length: rows / length }, (_, n) => n * length),
    rows,
  );
  const filled = values.slice();
  for (let c = 0; c < width; c++) {
    const column = Float64Array.from({ length: rows }, (_, row) => values[row * width + c]!);
    const there = column.filter((value) => !Number.isNaN(value));
    const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
    interpolate(column, series, mean).forEach((value, row) => {
      filled[row * width + c] = value;
    });
  }
  return filled;
}

/** Judges in two passes: metrics whose floors and ceilings are known, and the others. */
async function* judged(
  real: SequenceSet,
  generated: SequenceSet,
  run: EvaluateRunOptions,
  options: EvaluateOptions,
): AsyncGenerator<EvaluateRunEvent, EvaluationResult, void> {
  const ids = chosenIds(run);
  const cache =
    run.cache === undefined
      ? undefined
      : await controlsCache(run.host, run.cache, real, {
          seed: options.seed!,
          generated: generated.count,
          repetitions: options.controlRepetitions!,
          engine: options.engine?.name ?? null,
          preparation: options.preparation ?? 'minmax',
          version: run.version ?? '',
        });
  const known = new Map<string, Controls>();
  for (const metric of metrics) {
    const controls = ids.includes(metric.id) ? await cache?.read(metric) : undefined;
    if (controls) known.set(metric.id, controls);
  }
  const weightOf = (id: string) =>
    (metrics.find((metric) => metric.id === id)?.isSlow ? SLOW_WEIGHT : 1) * (known.has(id) ? 1 : 7);
  const total = ids.reduce((sum, id) => sum + weightOf(id), 0);
  let done = 0;
  const results: EvaluationResult[] = [];
  const passes = [ids.filter((id) => !known.has(id)), ids.filter((id) => known.has(id))];
  for (const [pass, own] of passes.entries()) {
    if (own.length === 0 && ids.length > 0) continue;
    for await (const event of evaluate(real, generated, { ...options, metrics: own, controls: pass === 0 })) {
      switch (event.type) {
        case 'start':
          break;
        case 'warning':
          if (results.length === 0) yield event;
          break;
        case 'progress': {
          const within = event.share * own.length - own.indexOf(event.metric);
          yield { ...event, share: Math.min(1, (done + within * weightOf(event.metric)) / total) };
          break;
        }
        case 'metric': {
          const { id } = event.report;
          done += weightOf(id);
          const report = withControls(event.report, known.get(id));
          const record = metrics.find((metric) => metric.id === id)!;
          if (pass === 0 && report.controls) await cache?.write(record, report.controls);
          yield { type: 'metric', report, isCached: pass === 1 };
          break;
        }
        case 'done':
          results.push(event.result);
          break;
        default:
          event satisfies never;
      }
    }
  }
  const reports = results.flatMap((result) => result.metrics);
  return {
    ...results[0]!,
    metrics: ids.map((id) => {
      const report = reports.find((one) => one.id === id)!;
      return withControls(report, known.get(id));
    }),
  };
}

function withControls(report: MetricReport, controls: Controls | undefined): MetricReport {
  if (!controls || !report.figure) return report;
  const metric = metrics.find(({ id }) => id === report.id)!;
  const stands = position(metric, report.figure.value, controls);
  return {
    ...report,
    controls,
    judgement: judge(metric, controls),
    ...(stands !== undefined && { position: stands }),
  };
}
