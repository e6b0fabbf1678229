/**
 * From what a user says to what a run does: settings that were checked one by one (givenSettings.ts) are completed with
 * the defaults that suit the loss and the data, and checked for contradictions.
 */
import { type Problem, UserError } from '../errors/userError.ts';
import {
  couplings,
  type GanConfig,
  heldOutCount,
  losses,
  penalties,
  privacyObjections,
  stabiliserNames,
  stabiliserObjections,
} from '../gan/index.ts';
import type { OptimizerName, OptimizerSettings } from '../nn/index.ts';
import type { DataOptions } from '../sequence/timeseries/index.ts';
import { describeValues, type Naming } from './givenSettings.ts';
import { noPrivacy, privacyContradictions, privateDefaults, settlePrivacy } from './privacySettings.ts';
import {
  type GivenSettings,
  type RunSettings,
  type SettingName,
  settingNames,
  settings,
} from './settings.ts';

/** What the data says that defaults depend on. */
export interface DataShape {
  readonly count: number;
  readonly length: number;
  readonly features: number;
  /** Columns that are learned; as many as there are features when absent. */
  readonly columns?: number;
}

/**
 * More columns than these are learned by wider networks for longer: what they are together is harder than what each is
 * (docs/notes/0004-recipe.md).
 */
const MANY_COLUMNS = 16;
const forMany = {
  generatorHidden: 128,
  noise: 16,
  sequenceNoise: 32,
  criticHidden: 128,
  steps: 4000,
} as const satisfies GivenSettings;
/** Their critic has more to be sure of, and is held more firmly. */
const FIRMER = 3;

const OPTIMIZER_OF: Partial<Record<SettingName, readonly OptimizerName[]>> = {
  momentum: ['momentum'],
  beta1: ['adam', 'adamw'],
  beta2: ['adam', 'adamw'],
  squareDecay: ['rmsprop'],
  weightDecay: ['adamw'],
};

/** Completes what was given. Throws a UserError that lists every contradiction. */
export function resolveSettings(given: GivenSettings, data: DataShape, naming: Naming): RunSettings {
  const isPrivate = (given.privacyEpsilon ?? 0) > 0;
  const usual = losses[given.loss ?? (isPrivate ? privateDefaults.loss : 'relativistic')].usual;
  const isWide = (data.columns ?? data.features) > MANY_COLUMNS && !isPrivate;
  const isClipped = (given.weightClip ?? 0) > 0;
  const penalty = given.penalty ?? (isClipped ? 'none' : usual.penalty);
  const heldOut = given.heldOut ?? 0.05;
  const usable = data.count - heldOutCount(data.count, heldOut);
  const defaults = {
    generatorCell: 'lstm',
    generatorHidden: 64,
    generatorLayers: 1,
    noise: 8,
    sequenceNoise: 16,
    generatorStart: given.sequenceNoise === 0 ? 'zero' : 'noise',
    critic: 'cnn',
    criticHidden: 64,
    criticLayers: 2,
    criticDifferences: 0.2,
    spectralNorm: false,
    classes: '',
    classWeight: given.classes ? 1 : 0,
    loss: 'relativistic',
    penalty,
    penaltyWeight:
      penalty === 'none'
        ? 0
        : penalty === usual.penalty
          ? usual.penaltyWeight * (isWide && penalty === 'r1r2' ? FIRMER : 1)
          : penalties[penalty].usualWeight,
    weightClip: 0,
    criticSteps: usual.criticSteps,
    batch: usualBatch(given, usable),
    optimizer: 'adam',
    momentum: 0.9,
    beta1: usual.beta1,
    beta2: 0.9,
    squareDecay: 0.99,
    weightDecay: given.optimizer === 'adamw' ? 0.01 : 0,
    criticRate: usual.rate,
    generatorRate: usual.rate,
    schedule: 'linear',
    gradientClip: 0,
    averageDecay: 0.995,
    featureMatching: 0,
    momentMatching: 0,
    modeSeeking: 0,
    replay: 0,
    instanceNoise: 0,
    packing: 0,
    minibatchDeviation: 0,
    labelSmoothing: 0,
    historicalAveraging: 0,
    adaptiveCritic: 0,
    unrolling: 0,
    heldOut,
    diagnoseEvery: 100,
    autoRemedy: false,
    workers: 'auto',
    steps: 1500,
    seed: 1,
    checkpointEvery: 250,
    ...(isWide && forMany),
    ...noPrivacy,
    ...(isPrivate && privateDefaults),
  } satisfies RunSettings;
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const resolved = settlePrivacy(given, { ...defaults, ...said }, usable);
  const problems = contradictions(given, resolved, { ...data, count: usable }, naming);
  if (problems.length > 0) throw new UserError('usage', problems);
  return resolved;
}

/** 128, or fewer where there are fewer, in whole packs and groups of the critic. */
function usualBatch({ packing = 0, minibatchDeviation = 0 }: GivenSettings, usable: number): number {
  const unit = Math.max(1, packing) * Math.max(1, minibatchDeviation);
  return Math.max(Math.min(unit, usable), Math.floor(Math.min(128, usable) / unit) * unit);
}

/** Settings that were resolved when they were written; one that is missing now is a UserError. */
export function requireResolved(stored: GivenSettings, naming: Naming): RunSettings {
  // models that were written before there were workers had one, and those before there were classes or privacy none
  const settled = { workers: 1, classes: '', classWeight: 0, ...noPrivacy, ...stored };
  const missing = settingNames.filter(
    (name) => settings[name].group !== 'data' && settled[name] === undefined,
  );
  if (missing.length === 0) return settled as RunSettings;
  const problems = missing.map((name) => ({
    where: naming(name),
    what: 'is missing',
    remedy: `give ${describeValues(name)}, or restore the file`,
  }));
  throw new UserError('file', problems);
}

/** The part of the settings that decides how the data is read. */
export function dataOptionsOf(given: GivenSettings): DataOptions {
  const { delimiter, header, layout, length, stride, key, time, columns, ignore, constraints, schema } =
    given;
  const options = {
    delimiter,
    header,
    layout,
    length,
    stride,
    key,
    time,
    columns,
    ignore,
    constraints,
    schema,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function contradictions(
  given: GivenSettings,
  resolved: RunSettings,
  data: DataShape,
  naming: Naming,
): Problem[] {
  const problems: Problem[] = [];
  const named = naming.short ?? naming;
  const refuse = (name: SettingName, what: string, remedy: string) =>
    problems.push({ where: naming(name), what, remedy });
  for (const [name, users] of Object.entries(OPTIMIZER_OF) as [SettingName, readonly OptimizerName[]][]) {
    if (given[name] === undefined || users.includes(resolved.optimizer)) continue;
    const choice = users.map((user) => `${named('optimizer')} ${user}`).join(' or ');
    refuse(
      name,
      `does nothing with the optimiser ${resolved.optimizer}`,
      `leave it out, or choose ${choice}`,
    );
  }
  if (given.penaltyWeight !== undefined && resolved.penalty === 'none') {
    refuse(
      'penaltyWeight',
      'weighs a penalty, but there is none',
      `leave it out, or choose a ${named('penalty')}`,
    );
  }
  if (resolved.weightClip > 0 && resolved.penalty !== 'none') {
    const what = `clips the weights that ${named('penalty')} ${resolved.penalty} bounds already`;
    refuse('weightClip', what, `leave one of the two out`);
  }
  if (given.classWeight !== undefined && resolved.classes === '') {
    refuse(
      'classWeight',
      'weighs classes, but there are none',
      `leave it out, or name a column by ${named('classes')}`,
    );
  }
  if (resolved.classes !== '' && resolved.packing > 1) {
    const what = 'makes one of several sequences, each of which has a class of its own';
    refuse('packing', what, `leave it or ${named('classes')} out`);
  }
  if (resolved.batch > data.count) {
    const what = `${resolved.batch} is more than the ${data.count} sequences that are trained on`;
    refuse(
      'batch',
      what,
      `give at most ${data.count}, or a smaller ${named('stride')} to have more sequences`,
    );
  }
  const { workers, batch } = resolved;
  if (workers !== 'auto' && workers > 1) {
    if (workers > batch) {
      refuse(
        'workers',
        `${workers} are more than the batch of ${batch} has sequences`,
        `give at most ${batch}`,
      );
    } else if (batch % workers !== 0) {
      const what = `${workers} cannot share a batch of ${batch} equally`;
      const less = batch - (batch % workers);
      refuse('workers', what, `give a divisor of the batch, or ${named('batch')} ${less}`);
    }
    for (const name of couplings(ganConfigOf(resolved))) {
      const what = `${workers} cannot share what ${named(name)} does: it compares the sequences of a batch`;
      refuse('workers', what, `give 1, or leave ${named(name)} out`);
    }
  }
  for (const { name, what, remedy } of stabiliserObjections(ganConfigOf(resolved)))
    refuse(name, what, remedy);
  problems.push(
    ...privacyContradictions(given, resolved, data.count, naming, privacyObjections(ganConfigOf(resolved))),
  );
  if (resolved.generatorStart === 'noise' && resolved.sequenceNoise === 0) {
    const what = "is learned from the sequence's noise, but there is none";
    refuse('generatorStart', what, `say zero, or give ${named('sequenceNoise')} at least 1`);
  }
  if (resolved.layout === 'rows') {
    for (const name of ['key', 'time', 'stride'] as const) {
      if (given[name] !== undefined)
        refuse(name, 'means nothing where a row is a whole sequence', 'leave it out');
    }
  }
  const both = (given.columns ?? []).filter((column) => given.ignore?.includes(column));
  if (both.length > 0)
    refuse('ignore', `names ${both.join(', ')}, which ${named('columns')} names too`, 'decide for one');
  return problems;
}

/** The part of a run's settings that decides how the GAN trains. */
export function ganConfigOf(run: RunSettings): GanConfig {
  const optimizerSettings: OptimizerSettings = {
    momentum: run.momentum,
    beta1: run.beta1,
    beta2: run.beta2,
    decay: run.squareDecay,
    weightDecay: run.weightDecay,
  };
  return {
    generator: {
      cell: run.generatorCell,
      hidden: run.generatorHidden,
      layers: run.generatorLayers,
      noise: run.noise,
      sequenceNoise: run.sequenceNoise,
      start: run.generatorStart,
    },
    critic: {
      kind: run.critic,
      hidden: run.criticHidden,
      layers: run.criticLayers,
      spectralNorm: run.spectralNorm,
      differences: run.criticDifferences,
    },
    loss: run.loss,
    penalty: run.penalty,
    penaltyWeight: run.penaltyWeight,
    weightClip: run.weightClip,
    criticSteps: run.criticSteps,
    batch: run.batch,
    optimizer: run.optimizer,
    optimizerSettings,
    criticRate: run.criticRate,
    generatorRate: run.generatorRate,
    schedule: run.schedule,
    gradientClip: run.gradientClip,
    averageDecay: run.averageDecay,
    classWeight: run.classes === '' ? 0 : run.classWeight,
    stabilisers: Object.fromEntries(stabiliserNames.map((name) => [name, run[name]])),
    heldOut: run.heldOut,
    diagnoseEvery: run.diagnoseEvery,
    autoRemedy: run.autoRemedy,
    workers: run.workers === 'auto' ? 1 : run.workers,
    ...(run.privacyEpsilon > 0 && {
      privacy: {
        epsilon: run.privacyEpsilon,
        delta: run.privacyDelta,
        clip: run.privacyClip,
        noise: run.privacyNoise,
      },
    }),
    steps: run.steps,
    seed: run.seed,
  };
}
