/**
 * Training as a stream of events. Progress bars, journals, checkpoints and pages are readers of it; the stream waits
 * for its reader, so a reader may save the state of a checkpoint event before it asks for the next one.
 *
 * The same seed, configuration and data give the same bytes: every random number depends on (seed, name, iteration)
 * alone, so a run that resumes at iteration n equals one that never stopped. What a remedy changed, and what diagnosis
 * remembers, goes with the checkpoint (`memory`).
 */
import type { Engine } from '../runtime/engine.ts';
import type { Sequences } from './batches.ts';
import type { GanConfig } from './config.ts';
import {
  createDiagnosis,
  type DiagnosisMemory,
  type Finding,
  findingOf,
  type Look,
} from './diagnosis/diagnosis.ts';
import { detectors, type FindingKind } from './diagnosis/index.ts';
import { type Changes, needsCompiling, showChanges } from './diagnosis/remedies.ts';
import { splitSequences } from './heldOut.ts';
import { createGan, type Gan } from './iteration.ts';
import type { Measures } from './measures.ts';
import { ledgerOf } from './privacy/ledger.ts';
import { startRunner } from './runner.ts';
import { cloneState, initialState, type TrainingState } from './state.ts';

export type { Measures } from './measures.ts';
export { cloneState } from './state.ts';

/** What training goes on with besides the state: plain data, to be stored with it. */
export interface TrainingMemory {
  /** Settings that remedies changed. */
  readonly changes: Changes;
  /** How often training went back to an earlier state. */
  readonly returns: number;
  readonly diagnosis?: DiagnosisMemory;
}

export type TrainingEvent =
  | {
      readonly type: 'step';
      readonly step: number;
      readonly measures: Measures;
      /** Of differential privacy, spent so far; absent without it. */
      readonly epsilon?: number;
    }
  /** The state may be read until the next event is asked for. `isLast`: the run is over or was interrupted. */
  | {
      readonly type: 'checkpoint';
      readonly step: number;
      readonly state: TrainingState;
      readonly memory: TrainingMemory;
      readonly isLast: boolean;
    }
  | { readonly type: 'warning'; readonly step: number; readonly message: string; readonly remedy: string }
  | Look
  | Finding
  /** What was done about a finding. Training goes on after `step`, which for `notFinite` is an earlier one. */
  | {
      readonly type: 'remedy';
      readonly step: number;
      readonly kind: FindingKind;
      readonly sentence: string;
      readonly changes: Changes;
    }
  | {
      readonly type: 'done';
      readonly step: number;
      readonly reason: 'finished' | 'interrupted' | 'diverged';
    };

export interface TrainOptions {
  readonly engine: Engine;
  readonly gan: Gan;
  readonly data: Sequences;
  /** Where to go on; the start when absent. */
  readonly from?: { readonly step: number; readonly state: TrainingState; readonly memory?: TrainingMemory };
  /** A checkpoint event every so many iterations. */
  readonly checkpointEvery?: number;
  /** 32 bytes that nobody else knows: wanted under differential privacy. A run that goes on may have others. */
  readonly secret?: Uint8Array;
  readonly signal?: AbortSignal;
}

/** How often training goes back after a value that is not finite, before it gives up. */
const MOST_RETURNS = 3;

export async function* train(options: TrainOptions): AsyncGenerator<TrainingEvent, void, void> {
  const { engine, gan: start, data, from, checkpointEvery = 500, secret, signal } = options;
  const { heldOut = 0, diagnoseEvery = 0, autoRemedy = false, seed } = start.config;
  const split = splitSequences(data.count, heldOut, seed);
  const ledger = ledgerOf(start.config, split.training.length);
  const steps = Math.min(start.config.steps, ledger?.steps ?? Infinity);
  const rows = split.heldOut.length > 0 ? split.training : undefined;
  const diagnosisFrom = (memory?: DiagnosisMemory) =>
    diagnoseEvery > 0 ? createDiagnosis(engine, start, data, split, memory) : undefined;
  let changes: Changes = from?.memory?.changes ?? {};
  let returns = from?.memory?.returns ?? 0;
  let diagnosis = diagnosisFrom(from?.memory?.diagnosis);
  let gan = changed(start, changes);
  const first: TrainingState = from?.state ?? initialState(gan);
  let step = from?.step ?? 0;
  const memoryNow = (): TrainingMemory => ({
    changes,
    returns,
    ...(diagnosis && { diagnosis: diagnosis.memory() }),
  });
  let lastGood = { step, state: cloneState(first), memory: memoryNow() };
  let runner = await startRunner({ engine, gan, state: first, data, rows, secret });

  /** Changes the settings as the finding's remedies say; undefined where none has anything left to change. */
  async function apply(kind: FindingKind) {
    const change = changeFor(kind, gan.config, start.config);
    if (!change) return undefined;
    const sentence = `changed: ${showChanges(gan.config, change)}`;
    changes = { ...changes, ...change };
    gan = changed(start, changes);
    if (needsCompiling(change)) {
      const state = cloneState(await runner.state());
      await runner.release();
      runner = await startRunner({ engine, gan, state, data, rows, secret });
    }
    return { type: 'remedy', step, kind, sentence, changes: change } as const;
  }

  try {
    while (step < steps) {
      const measures = await runner.iterate(gan, step);
      if (!Object.values(measures).every(Number.isFinite)) {
        const evidence = { iteration: step + 1, lastGood: lastGood.step };
        yield findingOf('notFinite', step, evidence, gan.config);
        step = lastGood.step;
        const remedy = autoRemedy && returns < MOST_RETURNS ? await apply('notFinite') : undefined;
        if (!remedy) {
          yield { type: 'checkpoint', ...lastGood, isLast: true };
          yield { type: 'done', step, reason: 'diverged' };
          return;
        }
        returns++;
        await runner.load(cloneState(lastGood.state));
        await diagnosis?.release();
        diagnosis = diagnosisFrom(lastGood.memory.diagnosis);
        yield { ...remedy, sentence: `went back to iteration ${step}; ${remedy.sentence}` };
        continue;
      }
      step++;
      yield { type: 'step', step, measures, ...(ledger && { epsilon: ledger.spent(step) }) };
      diagnosis?.note(measures);
      if (diagnosis && step % diagnoseEvery === 0) {
        const { look, findings } = await diagnosis.look(
          step,
          await runner.state(),
          gan.config,
          runner.signal?.(),
        );
        yield look;
        for (const finding of findings) {
          yield finding;
          const remedy = autoRemedy ? await apply(finding.kind) : undefined;
          if (!remedy) continue;
          diagnosis.giveTime(finding.kind);
          yield remedy;
        }
      }
      const isOver = step >= steps || signal?.aborted === true;
      if (isOver || step % checkpointEvery === 0) {
        const state = await runner.state();
        lastGood = { step, state: cloneState(state), memory: memoryNow() };
        yield { type: 'checkpoint', step, state, memory: lastGood.memory, isLast: isOver };
      }
      if (isOver) break;
    }
    yield { type: 'done', step, reason: step >= steps ? 'finished' : 'interrupted' };
  } finally {
    await runner.release();
    await diagnosis?.release();
  }
}

const changed = (gan: Gan, changes: Changes): Gan =>
  Object.keys(changes).length === 0 ? gan : createGan({ ...gan.config, ...changes }, gan.shapes);

function changeFor(kind: FindingKind, now: GanConfig, start: GanConfig): Changes | undefined {
  for (const remedy of detectors[kind].remedies) {
    const change = remedy(now, start);
    if (change) return change;
  }
  return undefined;
}
