/**
 * What a run leaves besides its weights: `generator.onnx`, and where it came to its end `report.html` and the model
 * card `README.md`. Real sequences are shown as the codec gives them back, so both sides went the same way.
 */
import type { ClassFigures, TrainingEvent } from '../gan/index.ts';
import { randomStream } from '../random/stream.ts';
import type { GradientsThroughTime, LossPoint, ReportInput, Summary } from '../report/index.ts';
import type { Values } from '../runtime/engine.ts';
import { type Flow, lengthsOf, startFlow, type TimeSeriesCodec } from '../sequence/timeseries/index.ts';
import { generatorOnnx } from './generatorModel.ts';
import { type JournalEvent, readJournal } from './journal.ts';
import { type Fact, modelCard } from './modelCard.ts';
import { CARD, GENERATOR_ONNX, REPORT } from './modelFolder.ts';
import { privacyLine, privacyStatement } from './privacyStatement.ts';
import { pickSequences, reportedColumns } from './reportedColumns.ts';
import { sampleOnce } from './sampling/sequenceMaker.ts';
import type { ReportEvent, Run } from './trainRun.ts';
import { samplingWeights } from './weightFiles.ts';

/** Sequences of each side that the report compares, at the most. */
const COMPARED = 1000;

export async function finishRun(
  run: Run,
  state: Values,
  { step, reason }: Extract<TrainingEvent, { type: 'done' }>,
): Promise<Omit<ReportEvent, 'type'>> {
  const { host, engine, folder, gan, codec, config, sequences } = run;
  const weights = samplingWeights(state);
  const levels = codec.learned.flatMap((column) =>
    column.kind === 'levels' ? [[column.name, column.levels] as const] : [],
  );
  const metadata = {
    columns: JSON.stringify(codec.learned.map(({ name }) => name)),
    ...(levels.length > 0 && { levels: JSON.stringify(Object.fromEntries(levels)) }),
    step: `${step}`,
  };
  await host.writeFileAtomic(
    `${folder}/${GENERATOR_ONNX}`,
    generatorOnnx({ gan, weights, columns: codec.learned }, 'operators', metadata),
  );

  const { count, length } = sequences;
  const { seed } = config.settings;
  const compared = Math.min(COMPARED, count);
  const generated = await sampleOnce(
    engine,
    { gan, weights, columns: codec.learned },
    { count: compared, seed },
  );
  const order = randomStream(seed, 'report').permutation(0, count);
  const chosen = pickSequences(sequences, order.subarray(0, compared));
  const { renderReport, summarize } = await import('../report/index.ts'); // slow to load, and not wanted before
  const { events } = await readJournal(host, folder);
  const flow = startFlow();
  const kept = codec.complete(generated, flow);
  const rows = codec.isRagged
    ? lengthsOf(generated, length, codec.learned.length).reduce((sum, steps) => sum + steps, 0)
    : compared * length;
  const facts = [...factsOf(run, step, reason, events), ...constraintFacts(codec, flow, generated, rows)];
  const input: ReportInput = {
    title: config.data,
    length,
    ...reportedColumns(codec, codec.complete(codec.decode(chosen)), kept),
    losses: lossCurve(events),
    ...lastThroughTime(events),
    facts,
    warnings: events.filter(({ type }) => type === 'warning').map(({ message }) => String(message)),
    seed,
  };
  const summary: Summary = summarize(input);
  await host.writeFileAtomic(`${folder}/${REPORT}`, renderReport(input, summary));
  await host.writeFileAtomic(`${folder}/${CARD}`, modelCard(run, summary, facts, step));
  return { file: `${folder}/${REPORT}`, verdict: summary.verdict, figures: summary.headlines };
}

/** So many digits, and no exponent. */
const plain = (value: number, digits: number): string => `${Number(value.toPrecision(digits))}`;

/** What holds in every row, and how much had to be changed for it. */
function constraintFacts(
  codec: TimeSeriesCodec,
  { corrections }: Flow,
  generated: Float32Array,
  rows: number,
): Fact[] {
  const unmet = codec.unmet(generated).size;
  const changed = [...corrections.values()].map(({ constraint, rows: count, change }) => ({
    name: 'holds in every row',
    value:
      count === 0
        ? `${constraint}; nothing had to be changed`
        : `${constraint}; changed in ${plain((100 * count) / rows, 2)} % of the rows, by ${plain(change / count, 3)} on average`,
  }));
  if (unmet === 0) return changed;
  return [
    ...changed,
    { name: 'drawn again', value: `${unmet} sequences break a constraint; sample draws them again` },
  ];
}

/** One point a step; after a return to an earlier state, the last that a step had. */
function lossCurve(events: readonly JournalEvent[]): LossPoint[] {
  const points = new Map(events.filter(({ type }) => type === 'step').map((event) => [event.step, event]));
  return [...points.values()].map(asLossPoint).sort((a, b) => a.step - b.step);
}

/** The last diagnosis, if there was one; the journal writes what is not finite as text. */
function lastThroughTime(events: readonly JournalEvent[]): Pick<ReportInput, 'throughTime'> {
  const told = events.findLast(({ type }) => type === 'diagnosis')?.throughTime as
    | GradientsThroughTime
    | undefined;
  if (!told) return {};
  const { critic, generator } = told;
  return { throughTime: { critic: critic.map(Number), generator: generator.map(Number) } };
}

/** The journal writes what is not finite as text. */
function asLossPoint(event: JournalEvent): LossPoint {
  const { step, criticLoss, generatorLoss, realLogit, generatedLogit } = event;
  return {
    step: Number(step),
    criticLoss: Number(criticLoss),
    generatorLoss: Number(generatorLoss),
    realLogit: Number(realLogit),
    generatedLogit: Number(generatedLogit),
  };
}

/** Columns that are made, also those that follow from others. */
const shownColumns = ({ valued }: TimeSeriesCodec): number =>
  valued.filter(({ isHidden }) => !isHidden).length;

function factsOf(run: Run, step: number, reason: string, events: readonly JournalEvent[]): Fact[] {
  const { config, engine, codec } = run;
  const { settings, count } = config;
  return [
    { name: 'data', value: config.data },
    {
      name: 'sequences',
      value: `${count} of ${codec.isRagged ? 'up to ' : ''}${codec.length} steps, ${shownColumns(codec)} columns`,
    },
    {
      name: 'generator',
      value: `${settings.generatorCell}, ${settings.generatorLayers} x ${settings.generatorHidden}`,
    },
    { name: 'critic', value: `${settings.critic}, ${settings.criticLayers} x ${settings.criticHidden}` },
    { name: 'loss', value: `${settings.loss}, penalty ${settings.penalty}` },
    {
      name: 'generator updates',
      value: `${step} of ${settings.steps} (${reason}), batches of ${settings.batch}`,
    },
    ...classFact(events),
    ...privacyFact(run, step),
    { name: 'seconds', value: `${Math.round(trainingSeconds(events))}` },
    { name: 'seed', value: `${settings.seed}` },
    { name: 'engine', value: engine.name },
  ];
}

function privacyFact({ config, privacyUnit }: Run, step: number): Fact[] {
  const found = privacyStatement(config.settings, config.count, step);
  return found ? [{ name: 'differential privacy', value: privacyLine(found, privacyUnit) }] : [];
}

/** How well the critic tells classes, by the last diagnosis. */
function classFact(events: readonly JournalEvent[]): Fact[] {
  const told = events.findLast(({ type }) => type === 'diagnosis')?.classes as ClassFigures | undefined;
  if (!told) return [];
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const value = `${percent(told.accuracy)} of ${told.labelled} held-out sequences (always the commonest class: ${percent(told.chance)})`;
  return [{ name: 'classes told', value }];
}

/** Time between the first and the last event of each stretch of the run, breaks between stretches left out. */
function trainingSeconds(events: readonly JournalEvent[]): number {
  let total = 0;
  let before: number | undefined;
  for (const { type, time } of events) {
    const now = Number(time);
    if (type !== 'start' && before !== undefined) total += now - before;
    before = now;
  }
  return total / 1000;
}
