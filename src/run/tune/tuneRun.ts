/**
 * A search for settings, as a stream of events. Candidates are drawn from a space (space.ts), trained by rungs
 * (rungs.ts), judged on held-out sequences (score.ts), each with the same seeds, and ranked by the mean over these.
 * After every trial the state is written; a search that was stopped or killed goes on where it was, a trial in the
 * middle of its training from its last checkpoint. At the end: tune.md and best.yaml, which `train --config` takes.
 */
import { type Problem, UserError } from '../../errors/userError.ts';
import { heldOutCount } from '../../gan/index.ts';
import type { Engine } from '../../runtime/engine.ts';
import { fitTimeSeries, type Table } from '../../sequence/timeseries/index.ts';
import { hasCheckpoint } from '../checkpoint.ts';
import { type DataShape, dataOptionsOf, resolveSettings } from '../configuration.ts';
import type { Naming } from '../givenSettings.ts';
import type { Host } from '../host.ts';
import { inspectModel } from '../inspectModel.ts';
import { isModelFolder, openModel } from '../modelFolder.ts';
import type { GivenSettings, SettingName } from '../settings.ts';
import { sha256 } from '../sha256.ts';
import { resumeRun, trainRun } from '../trainRun.ts';
import { type Rung, rungsOf, stepsOf } from './rungs.ts';
import { type Scored, scoreModel } from './score.ts';
import { defaultSpace, drawSettings, type SearchSpace } from './space.ts';
import {
  newTuneState,
  type Result,
  readTuneState,
  STATE,
  type Trial,
  type TuneState,
  writeTuneState,
} from './tuneState.ts';
import { bestFile, type Ranked, rankedOf, tuneMarkdown } from './tuneTable.ts';

export interface TuneOptions {
  readonly host: Host;
  readonly engine: Engine;
  readonly folder: string;
  readonly table: Table;
  /** The file that the table was read from, as the user named it. */
  readonly data: string;
  /** What is the same for all trials. */
  readonly given: GivenSettings;
  readonly naming: Naming;
  /** Without one, the default without what is given. */
  readonly space?: { readonly values: SearchSpace; readonly where: string } | undefined;
  readonly candidates: number;
  readonly seeds: number;
  /** Which candidates are drawn, and the first of the seeds of trials. */
  readonly seed: number;
  readonly steps: number;
  /** Whether a search that is in the folder may be replaced. */
  readonly overwrites: boolean;
  readonly signal?: AbortSignal;
}

/** One of these many goes on to the next rung. */
const ETA = 3;
/** Kept out of every training, to score by; 256 sequences at the most. */
const HELD_OUT = 0.2;
/** Fewer tell no candidate from another. */
const LEAST_HELD_OUT = 16;

export type TuneEvent =
  | {
      readonly type: 'plan';
      readonly rungs: readonly Rung[];
      readonly seeds: number;
      /** Generator updates of all trials, and those that a search before this one has made. */
      readonly steps: number;
      readonly done: number;
      readonly searched: readonly SettingName[];
      readonly heldOut: number;
    }
  | {
      readonly type: 'trial';
      readonly candidate: number;
      readonly seed: number;
      readonly settings: GivenSettings;
      readonly from: number;
      readonly to: number;
    }
  | { readonly type: 'step'; readonly step: number }
  | { readonly type: 'result'; readonly candidate: number; readonly seed: number; readonly result: Result }
  /** By the pace of the trials so far. */
  | { readonly type: 'estimate'; readonly secondsLeft: number }
  | {
      readonly type: 'done';
      readonly ranked: readonly Ranked[];
      readonly table: string;
      readonly best: string;
    }
  | { readonly type: 'stopped' };

export async function* tuneRun(options: TuneOptions): AsyncGenerator<TuneEvent, void, void> {
  const { host, folder, table, given, naming, seeds, steps, signal } = options;
  if ((given.privacyEpsilon ?? 0) > 0) {
    const what =
      'would be spent by every trial, and choosing among them by real sequences is counted by nobody';
    const remedy = 'search without it on data that may be known, then train with it';
    throw new UserError('usage', [{ where: naming('privacyEpsilon'), what, remedy }]);
  }
  const { codec, sequences } = fitTimeSeries(table, dataOptionsOf(given));
  const space = spaceOf(options);
  const kept = heldOutCount(sequences.count, HELD_OUT);
  if (kept < LEAST_HELD_OUT) {
    const what = `gives ${sequences.count} sequences, of which ${kept} would be kept to score by`;
    const remedy = `give data for at least ${LEAST_HELD_OUT / HELD_OUT} sequences, or a smaller stride or length`;
    throw new UserError('data', [{ where: table.source, what, remedy }]);
  }
  const rungs = rungsOf(options.candidates, steps, ETA);
  const fingerprint = await fingerprintOf(options, space, sequences.values);
  await requireOwn(options);
  await host.makeFolder(folder);
  const lock = await host.lock(folder);
  try {
    if (options.overwrites) for (const name of OURS) await host.remove(`${folder}/${name}`);
    let state =
      (await readTuneState(host, folder, fingerprint)) ??
      newTuneState(
        fingerprint,
        drawCandidates(options, space, { ...sequences, columns: codec.learned.length }),
      );
    await writeTuneState(host, folder, state);
    const total = seeds * stepsOf(rungs);
    const searched = Object.keys(space) as SettingName[];
    yield { type: 'plan', rungs, seeds, steps: total, done: stepsDone(state), searched, heldOut: kept };

    let alive = state.candidates.map((_, candidate) => candidate);
    for (const [i, rung] of rungs.entries()) {
      if (i > 0) alive = bestAt(state, alive, rungs[i - 1]!.steps).slice(0, rung.candidates);
      for (const candidate of alive) {
        for (let offset = 0; offset < seeds; offset++) {
          const seed = options.seed + offset;
          const trial = trialOf(state, candidate, seed);
          const from = trial.results.at(-1);
          if (from && (from.steps >= rung.steps || from.score === null)) continue;
          const settings = state.candidates[candidate] as GivenSettings;
          yield { type: 'trial', candidate, seed, settings, from: from?.steps ?? 0, to: rung.steps };
          const scored = { sequences, codec, heldOut: HELD_OUT, seed };
          const result = yield* makeTrial(options, candidate, { ...given, ...settings }, rung.steps, scored);
          if (!result || signal?.aborted) {
            yield { type: 'stopped' };
            return;
          }
          state = withResult(state, candidate, seed, result);
          await writeTuneState(host, folder, state);
          yield { type: 'result', candidate, seed, result };
          const secondsLeft = (total - stepsDone(state)) * pace(state);
          yield { type: 'estimate', secondsLeft };
        }
      }
    }
    const ranked = rankedOf(state);
    const first = ranked[0];
    if (!first || first.score === null) {
      const remedy = 'search among smaller rates, or losses with a penalty';
      throw new UserError('diverged', [{ where: folder, what: 'every trial diverged', remedy }]);
    }
    state = { ...state, best: first.candidate };
    await writeTuneState(host, folder, state);
    const facts = { data: options.data, steps, seeds, rungs, heldOut: kept };
    await host.writeFileAtomic(`${folder}/${TABLE}`, tuneMarkdown(ranked, facts));
    await host.writeFileAtomic(`${folder}/${BEST}`, bestFile(first, { ...given, steps }, facts));
    yield { type: 'done', ranked, table: `${folder}/${TABLE}`, best: `${folder}/${BEST}` };
  } finally {
    await lock.release();
  }
}

const TABLE = 'tune.md';
const BEST = 'best.yaml';
const TRIALS = 'trials';
const OURS = [STATE, TABLE, BEST, TRIALS];

/** A folder that holds something else is left alone. */
async function requireOwn({ host, folder }: TuneOptions): Promise<void> {
  const names = (await host.exists(folder)) ? await host.list(folder) : [];
  const others = names.filter((name) => !name.startsWith('.') && !OURS.includes(name));
  if (others.length === 0) return;
  const what = `exists and holds what is no search (${others[0]})`;
  throw new UserError('file', [{ where: folder, what, remedy: 'name another folder with --out' }]);
}

/** What a user gave is the same for all trials; naming it in a space of one's own as well is a contradiction. */
function spaceOf({ space, given, naming }: TuneOptions): SearchSpace {
  const isGiven = (name: string) => given[name as SettingName] !== undefined;
  if (!space) {
    const open = Object.entries(defaultSpace).filter(([name]) => !isGiven(name));
    const fits = given.penalty === 'none' ? open.filter(([name]) => name !== 'penaltyWeight') : open;
    if (fits.length > 0) return Object.fromEntries(fits);
    const remedy = 'leave out some of the flags, or give a --space';
    throw new UserError('usage', [{ where: 'tune', what: 'nothing is left to search', remedy }]);
  }
  const problems = Object.keys(space.values)
    .filter(isGiven)
    .map((name): Problem => {
      const what = `is searched in ${space.where} too`;
      return { where: naming(name), what, remedy: 'leave it out of one of the two' };
    });
  if (problems.length > 0) throw new UserError('usage', problems);
  return space.values;
}

/** Tries of a candidate that contradicts itself or another before the space is taken to be used up. */
const MOST_TRIES = 200;

/** The first is what training does without a search; all differ. Throws what is wrong with a space that allows none. */
function drawCandidates(
  { given, naming, candidates: wanted, seed, steps }: TuneOptions,
  space: SearchSpace,
  shape: DataShape,
): TuneState['candidates'] {
  const check = (settings: GivenSettings) =>
    resolveSettings({ ...given, ...settings, steps, heldOut: HELD_OUT }, shape, naming);
  check({});
  const found = new Map<string, GivenSettings>([['{}', {}]]);
  let failure: unknown;
  for (let index = 1; index < wanted; index++) {
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      const settings = drawSettings(space, seed, index, attempt);
      const key = JSON.stringify(settings);
      if (found.has(key)) continue;
      try {
        check(settings);
        found.set(key, settings);
        break;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        failure = error;
      }
    }
  }
  if (found.size === 1 && wanted > 1 && failure !== undefined) throw failure;
  return [...found.values()];
}

/** Trains a candidate to `steps` updates in all and scores it; undefined where it was stopped before. */
async function* makeTrial(
  { host, engine, folder, table, data, naming, signal, steps: whole }: TuneOptions,
  candidate: number,
  given: GivenSettings,
  steps: number,
  scored: Scored,
): AsyncGenerator<TuneEvent, Result | undefined, void> {
  const start = host.clock();
  const place = `${folder}/${TRIALS}/${candidate}-seed${scored.seed}`;
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal?.addEventListener('abort', stop);
  const run = { host, engine, folder: place, table, signal: controller.signal };
  const isBegun = (await isModelFolder(host, place)) && (await hasCheckpoint(host, place));
  let { step: reached = 0 } = isBegun ? await inspectModel(host, place) : {};
  let isDiverged = false;
  try {
    if (reached < steps && !signal?.aborted) {
      const checkpointEvery = Math.min(250, Math.max(10, Math.ceil(steps / 4)));
      const trial = { ...given, steps: whole, seed: scored.seed, heldOut: HELD_OUT, checkpointEvery };
      const events = isBegun
        ? resumeRun(run)
        : trainRun({ ...run, data, given: trial, naming, overwrites: await isModelFolder(host, place) });
      for await (const event of events) {
        if (event.type === 'step') {
          reached = event.step;
          if (reached >= steps) controller.abort();
          yield { type: 'step', step: reached };
        } else if (event.type === 'done') isDiverged = event.reason === 'diverged';
      }
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  if (!isDiverged && reached < steps) return undefined;
  const seconds = () => (host.clock() - start) / 1000;
  const none = { steps, score: null, floor: null, figures: {} };
  if (isDiverged) return { ...none, seconds: seconds() };
  const { gan } = await openModel(host, place);
  const { score, floor, figures } = await scoreModel({ host, engine, folder: place, gan }, scored);
  if (!Number.isFinite(score)) return { ...none, seconds: seconds() };
  return { steps, score, floor, figures, seconds: seconds() };
}

const trialOf = ({ trials }: TuneState, candidate: number, seed: number): Trial =>
  trials.find((trial) => trial.candidate === candidate && trial.seed === seed) ?? {
    candidate,
    seed,
    results: [],
  };

function withResult(state: TuneState, candidate: number, seed: number, result: Result): TuneState {
  const trial = trialOf(state, candidate, seed);
  const others = state.trials.filter((one) => one !== trial);
  return { ...state, trials: [...others, { ...trial, results: [...trial.results, result] }] };
}

/** Of some candidates the best first, by what they had reached at the end of a rung, whatever was made since. */
function bestAt(state: TuneState, candidates: readonly number[], steps: number): readonly number[] {
  const scoreOf = (candidate: number): number => {
    const own = state.trials.filter((trial) => trial.candidate === candidate);
    const scores = own.map(({ results }) => results.find((result) => result.steps === steps)?.score ?? null);
    if (scores.length === 0 || scores.includes(null)) return Number.POSITIVE_INFINITY;
    return scores.reduce<number>((total, score) => total + score!, 0) / scores.length;
  };
  const scores = new Map(candidates.map((candidate) => [candidate, scoreOf(candidate)]));
  // two infinities differ by NaN, which leaves the order to their numbers
  return [...candidates].sort((a, b) => scores.get(a)! - scores.get(b)! || a - b);
}

const stepsDone = ({ trials }: TuneState): number =>
  trials.reduce((total, { results }) => total + (results.at(-1)?.steps ?? 0), 0);

/** Seconds an update. */
function pace(state: TuneState): number {
  const seconds = state.trials.flatMap(({ results }) => results.map((result) => result.seconds));
  return seconds.reduce((a, b) => a + b, 0) / Math.max(1, stepsDone(state));
}

async function fingerprintOf(
  { given, candidates, seeds, seed, steps }: TuneOptions,
  space: SearchSpace,
  values: Float32Array,
): Promise<string> {
  const data = await sha256(values);
  return sha256(JSON.stringify({ data, given, candidates, seeds, seed, steps, space }));
}
