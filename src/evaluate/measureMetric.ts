/** One metric on the two sets: its figure, its floor and its ceilings, and what they say of each other. */
import type { Engine } from '../runtime/engine.ts';
import { type ControlSets, type ControlSource, controlParts, measureControls } from './controls/controls.ts';
import { judge, position } from './controls/judgement.ts';
import { figureOf } from './figure.ts';
import type { JudgingWorkers } from './judgingWorkers.ts';
import { type Measurement, type Metric, type MetricContext, unmet } from './metric.ts';
import { partShares } from './partShares.ts';
import { remembering } from './remembering.ts';
import type { MetricReport } from './result.ts';

/** Splits of the real set for floors and ceilings. */
const controlDraws = 5;

export interface MeasuringRun {
  readonly sets: ControlSets;
  readonly featureNames: readonly string[];
  readonly engine: Engine | undefined;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
  /** Threads for judges that are trained; without them all is done in this one. */
  readonly workers: JudgingWorkers | undefined;
  /** Where floors and ceilings are measured. */
  readonly source: ControlSource | undefined;
  readonly repetitions: number | undefined;
  readonly controlRepetitions: number;
  /** What metrics keep of the sets of this name. */
  readonly memoryOf: (sets: string) => Map<string, unknown>;
}

/** `progress` is told what is measured and which share of the metric is done. */
export async function measureMetric(
  run: MeasuringRun,
  metric: Metric,
  progress: (part: string, share: number) => void,
): Promise<MetricReport> {
  const { sets, source, workers, engine, seed, signal, featureNames, controlRepetitions } = run;
  const parts = ['generated', ...(source ? controlParts(metric, source) : []).map(({ name }) => name)];
  const [usual, ofControl] = metric.repetitions
    ? [run.repetitions ?? metric.repetitions, controlRepetitions]
    : [1, metric.isSlow ? 1 : controlDraws];
  const shares = partShares(parts.map((_, part) => (part === 0 ? usual : ofControl)));
  const reach = (part: number, share: number) => {
    shares.reach(part, share);
    progress(parts[part]!, shares.total());
  };
  const isShared = workers !== undefined && metric.repetitions !== undefined;

  async function measure(
    own: ControlSets,
    key: string,
    part: number,
    { from, to } = { from: 0, to: 1 },
  ): Promise<Measurement> {
    reach(part, from);
    const context: MetricContext = {
      ...own,
      featureNames,
      engine,
      seed,
      repetitions: part === 0 ? run.repetitions : controlRepetitions,
      signal,
      progress: (done, total) => reach(part, from + ((to - from) * done) / total),
      memo: remembering(run.memoryOf(key)),
    };
    return isShared ? workers.measure(metric, context) : metric.compute(context);
  }
  const figureOfAll = async () => figureOf(await measure(sets, 'whole', 0));
  const controlsOf = (from: ControlSource) =>
    measureControls(metric, {
      source: from,
      draws: controlDraws,
      measure: (own, key, part, share) => measure(own, key, part + 1, share),
      isTogether: isShared,
    });

  signal?.throwIfAborted();
  reach(0, 0);
  const reason = unmet(metric, { ...sets, engine });
  if (reason) return { ...described(metric), status: 'skipped', reason };
  if (!source) return { ...described(metric), status: 'measured', figure: await figureOfAll() };
  // workers that have done their part of the figure go on with the floor
  const [figure, controls] = isShared
    ? await Promise.all([figureOfAll(), controlsOf(source)])
    : [await figureOfAll(), await controlsOf(source)];
  const stands = position(metric, figure.value, controls);
  return {
    ...described(metric),
    status: 'measured',
    figure,
    controls,
    judgement: judge(metric, controls),
    ...(stands !== undefined && { position: stands }),
  };
}

function described(metric: Metric) {
  const { id, name, group, direction, range, protocol, citation, explanation, doesNotProve } = metric;
  return { id, name, group, direction, range, protocol, citation, explanation, doesNotProve };
}
