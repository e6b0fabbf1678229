/**
 * A training run from start to end, as a stream of events: the table is understood and encoded, the GAN trains,
 * checkpoints and the journal are written, and at the end the model is exported, sampled, and shown.
 *
 * A run that is stopped (`signal`) or killed goes on from its last checkpoint with `resumeRun` and ends with the same
 * bytes as one that never stopped.
 */
import { type Problem, UserError } from '../errors/userError.ts';
import {
  attributeRanges,
  createGan,
  type Gan,
  levelMemory,
  parameterCounts,
  publicChanges,
  type Sequences,
  type TrainingEvent,
  type TrainingMemory,
  train,
  typicalChanges,
} from '../gan/index.ts';
import { SECRET_BYTES } from '../random/secretStream.ts';
import type { Headlines } from '../report/index.ts';
import type { Engine, Values } from '../runtime/engine.ts';
import {
  type DatasetDescription,
  fitTimeSeries,
  type Table,
  type TimeSeriesCodec,
} from '../sequence/timeseries/index.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { classColumn } from './classColumn.ts';
import { dataOptionsOf, ganConfigOf, resolveSettings } from './configuration.ts';
import { finishRun } from './finishRun.ts';
import type { Naming } from './givenSettings.ts';
import type { Host } from './host.ts';
import { type JournalEvent, openJournal } from './journal.ts';
import {
  claimModelFolder,
  groupsOf,
  type ModelConfig,
  openModel,
  requireFree,
  writeModel,
} from './modelFolder.ts';
import { findOccurring, writeOccurring } from './occurring.ts';
import { privacyStatement, shownEpsilon } from './privacyStatement.ts';
import { privacyUnit, requirePrivacyUnit } from './privacyUnit.ts';
import type { GivenSettings, RunSettings } from './settings.ts';
import { sha256 } from './sha256.ts';
import { requireWorkers, settleWorkers } from './workers.ts';

export type RunEvent =
  | { readonly type: 'data'; readonly description: DatasetDescription }
  | {
      readonly type: 'start';
      readonly engine: string;
      readonly settings: RunSettings;
      /** The iteration from which the run goes on; 0 for a new one. */
      readonly step: number;
      readonly generatorParameters: number;
      readonly criticParameters: number;
    }
  | Extract<TrainingEvent, { type: 'step' | 'warning' | 'diagnosis' | 'finding' | 'remedy' | 'done' }>
  | { readonly type: 'checkpoint'; readonly step: number }
  | ReportEvent;

/** The run is over and its result can be looked at. */
export interface ReportEvent {
  readonly type: 'report';
  readonly file: string;
  readonly verdict: readonly string[];
  /** The report's figures, each with its floor and a naive generator's value. */
  readonly figures: Headlines;
}

interface RunPlace {
  readonly host: Host;
  readonly engine: Engine;
  readonly folder: string;
  readonly table: Table;
  readonly signal?: AbortSignal | undefined;
}

export interface TrainRunOptions extends RunPlace {
  /** The file that the table was read from, as the user named it. */
  readonly data: string;
  readonly given: GivenSettings;
  /** How settings are called where they were given. */
  readonly naming: Naming;
  /** Whether a model that is in the folder may be replaced. */
  readonly overwrites?: boolean;
}

/** Trains a new model. Nothing is written before data and settings are known to be good. */
export async function* trainRun(options: TrainRunOptions): AsyncGenerator<RunEvent, void, void> {
  const { host, folder, table, data, given, naming, overwrites = false } = options;
  const { codec, sequences, description } = fitTimeSeries(table, dataOptionsOf(given));
  const asked = resolveSettings(given, { ...sequences, columns: codec.learned.length }, naming);
  requireWorkers(options.engine, asked, naming);
  const privacyWarnings = requirePrivacyUnit(asked, description, naming);
  const isPrivate = asked.privacyEpsilon > 0;
  const classes = classColumn(codec, asked.classes, naming);
  await requireFree(host, folder, overwrites);
  yield { type: 'data', description };
  const lock = await claimModelFolder(host, folder, overwrites);
  try {
    const { count, length, features } = sequences;
    const ranges = attributeRanges(sequences, codec.groups);
    const changes = isPrivate ? publicChanges(features) : typicalChanges(sequences, codec.groups);
    const isLong = description.layout === 'one series' && !codec.isRagged && !isPrivate;
    const memory = isLong ? levelMemory(sequences, description.sequences.stride, codec.groups) : undefined;
    const shapes = {
      length,
      features,
      changes,
      ...(ranges && { ranges }),
      ...(memory !== undefined && { memory }),
    };
    const dataSha256 = await fingerprint(sequences, codec);
    const ganShapes = { ...shapes, ...groupsOf(codec), ...classes };
    const settings = settleWorkers(options.engine, asked, ganShapes);
    const config: ModelConfig = { data, dataSha256, shapes, count, settings };
    const gan = createGan(ganConfigOf(settings), ganShapes);
    await writeModel(host, folder, { config, codec });
    await writeOccurring(host, folder, findOccurring(codec, sequences));
    const warnings = [...description.warnings, ...privacyWarnings];
    yield* follow({
      ...options,
      config,
      codec,
      gan,
      sequences,
      privacyUnit: privacyUnit(description),
      warnings,
    });
  } finally {
    await lock.release();
  }
}

export interface ResumeRunOptions extends RunPlace {
  /** Train to this many iterations in all, in the place of what the run was to do. */
  readonly steps?: number | undefined;
}

/** Goes on with a run from its last checkpoint. `table` must be read from the same data as before. */
export async function* resumeRun(options: ResumeRunOptions): AsyncGenerator<RunEvent, void, void> {
  const { host, folder, table, steps } = options;
  const model = await openModel(host, folder);
  const lock = await host.lock(folder);
  try {
    const settings = steps === undefined ? model.config.settings : { ...model.config.settings, steps };
    const { codec, sequences, description } = fitTimeSeries(table, dataOptionsOf(settings));
    if ((await fingerprint(sequences, codec)) !== model.config.dataSha256) {
      const what = `gives other sequences than ${folder} was trained on`;
      const remedy = `restore the file as it was (${model.config.data}), or train a new model`;
      throw new UserError('data', [{ where: description.source, what, remedy }]);
    }
    requireBudget(settings, model.config.count, folder);
    yield { type: 'data', description };
    const { step, state, meta, warnings } = await readCheckpoint(host, folder);
    const config = { ...model.config, settings };
    const classes = classColumn(codec, settings.classes, (name) => name);
    const gan = createGan(ganConfigOf(settings), { ...config.shapes, ...groupsOf(codec), ...classes });
    if (steps !== undefined) await writeModel(host, folder, { config, codec });
    const memory = meta.memory as TrainingMemory | undefined;
    const from = { step, state, journalBytes: Number(meta.journalBytes), ...(memory && { memory }) };
    yield* follow({
      ...options,
      config,
      codec,
      gan,
      sequences,
      privacyUnit: privacyUnit(description),
      from,
      warnings,
    });
  } finally {
    await lock.release();
  }
}

/** Throws a UserError where a run is to go on beyond what its budget of privacy allows. */
function requireBudget(settings: RunSettings, count: number, folder: string): void {
  const privacy = privacyStatement(settings, count, settings.steps);
  if (!privacy || settings.steps <= privacy.affordableSteps) return;
  const what = `${settings.steps} steps would spend epsilon ${shownEpsilon(privacy.epsilon)} of the budget of ${privacy.budget} that ${folder} was trained with, which allows ${privacy.affordableSteps}`;
  throw new UserError('usage', [
    { where: 'steps', what, remedy: 'train a new model with more steps, which then get more noise' },
  ]);
}

export interface Run extends RunPlace {
  readonly config: ModelConfig;
  readonly codec: TimeSeriesCodec;
  readonly gan: Gan;
  readonly sequences: Sequences;
  readonly from?: {
    readonly step: number;
    readonly state: Values;
    readonly journalBytes: number;
    readonly memory?: TrainingMemory;
  };
  /** What one training sequence is. */
  readonly privacyUnit: string;
  /** What reading the data or the checkpoint had to say. */
  readonly warnings: readonly Problem[];
}

/** How many of a run's steps the journal tells, at the most: enough for any curve. */
const JOURNAL_STEPS = 2000;

/** Trains, and writes what happens. */
async function* follow(run: Run): AsyncGenerator<RunEvent, void, void> {
  const { host, engine, folder, gan, config, from, sequences, signal } = run;
  const { settings } = config;
  const journal = await openJournal(host, folder, from?.journalBytes ?? 0);
  const stride = Math.ceil(settings.steps / JOURNAL_STEPS);
  const record = (event: JournalEvent) => journal.add({ time: host.clock(), ...event });
  const tell = async function* (problems: readonly Problem[], step: number) {
    for (const { where, what, remedy } of problems) {
      const warning = { type: 'warning', step, message: `${where}: ${what}`, remedy } as const;
      await record(warning);
      yield warning;
    }
  };
  const start = {
    type: 'start',
    engine: engine.name,
    settings,
    step: from?.step ?? 0,
    ...parameterCounts(gan),
  } as const;
  await record(start);
  yield start;
  yield* tell([...run.warnings, ...journal.warnings], start.step);

  let last = from?.state;
  for await (const event of train({
    engine,
    gan,
    data: sequences,
    checkpointEvery: settings.checkpointEvery,
    ...(settings.privacyEpsilon > 0 && { secret: host.secret(SECRET_BYTES) }),
    ...(from && { from }),
    ...(signal && { signal }),
  })) {
    switch (event.type) {
      case 'step':
        if (event.step % stride === 0) {
          const { measures, ...step } = event;
          await record({ ...step, ...measures });
        }
        yield event;
        break;
      case 'checkpoint': {
        const meta = { journalBytes: await journal.sync(), memory: event.memory };
        const problems = await writeCheckpoint(host, folder, { step: event.step, state: event.state, meta });
        yield* tell(problems, event.step);
        yield { type: 'checkpoint', step: event.step };
        if (event.isLast) last = event.state;
        break;
      }
      case 'warning':
      case 'diagnosis':
      case 'finding':
      case 'remedy':
        await record({ ...event });
        yield event;
        break;
      case 'done': {
        await record({ ...event });
        await journal.sync();
        yield { type: 'report', ...(await finishRun(run, last!, event)) };
        yield event;
        break;
      }
      default:
        event satisfies never;
    }
  }
}

/** What was learned from: the sequences as the networks see them, and the scale that they were brought to. */
async function fingerprint({ values }: Sequences, codec: TimeSeriesCodec): Promise<string> {
  return sha256(`${await sha256(values)} ${JSON.stringify(codec.toJSON())}`);
}
