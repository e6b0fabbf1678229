/**
 * Training as a stream of events. Progress bars, journals, checkpoints and pages are readers of it; the stream waits
 * for its reader, so a reader may save the state of a checkpoint event before it asks for the next one.
 *
 * The same seed, configuration and data give the same bytes: every random number depends on (seed, name, iteration)
 * alone, so a run that resumes at iteration n equals one that never stopped.
 */
import { type Shape, sizeOf } from '../graph/index.ts';
import { schedules } from '../nn/index.ts';
import { type RandomStream, randomStream } from '../random/stream.ts';
import { type Engine, type Executable, emptyValue, type Value, value } from '../runtime/engine.ts';
import { batchReader, type Sequences } from './batches.ts';
import { type Gan, iterationProgram } from './iteration.ts';
import { stabiliserScalars } from './stabilisers/stabilising.ts';
import { initialState, type TrainingState } from './state.ts';

export interface Measures {
  readonly criticLoss: number;
  readonly generatorLoss: number;
  readonly penalty: number;
  readonly criticGradient: number;
  readonly generatorGradient: number;
  readonly realLogit: number;
  readonly generatedLogit: number;
}

export type TrainingEvent =
  | { readonly type: 'step'; readonly step: number; readonly measures: Measures }
  /** The state may be read until the next event is asked for. `isLast`: the run is over or was interrupted. */
  | {
      readonly type: 'checkpoint';
      readonly step: number;
      readonly state: TrainingState;
      readonly isLast: boolean;
    }
  | { readonly type: 'warning'; readonly step: number; readonly message: string; readonly remedy: string }
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
  readonly from?: { readonly step: number; readonly state: TrainingState };
  /** A checkpoint event every so many iterations. */
  readonly checkpointEvery?: number;
  readonly signal?: AbortSignal;
}

export async function* train(options: TrainOptions): AsyncGenerator<TrainingEvent, void, void> {
  const { engine, gan, data, checkpointEvery = 500, signal } = options;
  const { config } = gan;
  const full = await compileStep(engine, gan, true);
  const criticOnly = config.criticSteps > 1 ? await compileStep(engine, gan, false) : undefined;
    let state: TrainingState = options.from?.state ?? initialState(gan);
  const feed = feeder(gan, data, (name) => name in state);
  let spare: TrainingState = blankLike(state);
  let step = options.from?.step ?? 0;
  let lastGood = cloneState(state);
  let lastGoodStep = step;
  try {
    while (step < config.steps) {
      let results: Readonly<Record<string, Value>> = {};
      for (let round = 0; round < config.criticSteps; round++) {
        const isLastRound = round === config.criticSteps - 1;
        const compiled = isLastRound ? full : criticOnly!;
        const inputs = { ...state, ...feed(step, round) };
        results = await compiled.executable.run(inputs, compiled.outputsInto(spare));
        const next = { ...state };
        const freed = { ...spare };
        for (const name of compiled.changed) {
          next[name] = spare[name]!;
          freed[name] = state[name]!;
        }
        state = next;
        spare = freed;
      }
      const measures = readMeasures(results);
      if (!Object.values(measures).every(Number.isFinite)) {
        const message = `iteration ${step + 1} gave a value that is not finite; the state of iteration ${lastGoodStep} is kept`;
        const remedy = 'lower the learning rates, set gradientClip, or use the penalty r1r2';
        yield { type: 'warning', step, message, remedy };
        yield { type: 'checkpoint', step: lastGoodStep, state: lastGood, isLast: true };
        yield { type: 'done', step: lastGoodStep, reason: 'diverged' };
        return;
      }
      step++;
      yield { type: 'step', step, measures };
      const isOver = step >= config.steps || signal?.aborted === true;
      if (isOver || step % checkpointEvery === 0) {
        lastGood = cloneState(state);
        lastGoodStep = step;
        yield { type: 'checkpoint', step, state, isLast: isOver };
      }
      if (isOver) break;
    }
    yield { type: 'done', step, reason: step >= config.steps ? 'finished' : 'interrupted' };
  } finally {
    await full.executable.release();
    await criticOnly?.executable.release();
  }
}

interface CompiledStep {
  readonly executable: Executable;
  /** The parts of the state that this program moves. */
  readonly changed: readonly string[];
  outputsInto(buffers: TrainingState): Record<string, Value>;
}

async function compileStep(engine: Engine, gan: Gan, updatesGenerator: boolean): Promise<CompiledStep> {
  const executable = await engine.compile(iterationProgram(gan, { updatesGenerator }));
  const changed = Object.keys(executable.program.outputs).flatMap((name) =>
    name.startsWith('next.') ? [name.slice('next.'.length)] : [],
  );
  const outputsInto = (buffers: TrainingState) =>
    Object.fromEntries(changed.map((name) => [`next.${name}`, buffers[name]!]));
  return { executable, changed, outputsInto };
}

function readMeasures(results: Readonly<Record<string, Value>>): Measures {
  const read = (name: keyof Measures) => results[`measure.${name}`]?.data[0] ?? 0;
  return {
    criticLoss: read('criticLoss'),
    generatorLoss: read('generatorLoss'),
    penalty: read('penalty'),
    criticGradient: read('criticGradient'),
    generatorGradient: read('generatorGradient'),
    realLogit: read('realLogit'),
    generatedLogit: read('generatedLogit'),
  };
}

const blankLike = (state: TrainingState): TrainingState =>
  mapState(state, ({ dtype, shape }) => emptyValue(dtype, shape));
export const cloneState = (state: TrainingState): TrainingState =>
  mapState(state, ({ data, shape }) => value(data.slice() as typeof data, shape));

function mapState(state: TrainingState, map: (value: Value) => Value): TrainingState {
  return Object.fromEntries(Object.entries(state).map(([name, held]) => [name, map(held)]));
}

/** Fills, in place, what an iteration is given besides the state: a real batch, noise, and scalars. */
function feeder(gan: Gan, data: Sequences, isState: (name: string) => boolean) {
  const { config, optimizer } = gan;
  const program = iterationProgram(gan, { updatesGenerator: true });
  const read = batchReader(data, config.batch, config.seed);
  const held: Record<string, Value> = {};
  const streams: Record<string, RandomStream> = {};
  for (const [name, { shape }] of Object.entries(program.inputs)) {
    if (isState(name)) continue;
    held[name] = value(new Float32Array(sizeOf(shape as Shape)), shape);
    if (name.startsWith('noise.')) streams[name] = randomStream(config.seed, name);
  }
  const set = (name: string, scalar: number) => {
    if (held[name]) held[name].data[0] = scalar;
  };
  return (step: number, round: number): Readonly<Record<string, Value>> => {
    const index = step * config.criticSteps + round;
    const factor = schedules[config.schedule](step / config.steps);
    read(index, held.real!.data as Float32Array);
    for (const [name, stream] of Object.entries(streams)) {
      const out = held[name]!.data as Float32Array;
      if (name.startsWith('noise.uniform.')) stream.uniform(index, out);
      else stream.normal(index, out);
    }
    set('rate.critic', config.criticRate * factor);
    set('rate.generator', config.generatorRate * factor);
    set('penaltyWeight', config.penaltyWeight);
    const moment = { criticUpdates: index, generatorUpdates: step, progress: step / config.steps };
    for (const [name, scalar] of Object.entries(stabiliserScalars(config, moment))) set(name, scalar);
    // the average forgets its start quickly: decay is at most (1 + n) / (10 + n)
    set('averageDecay', Math.min(config.averageDecay, (1 + step) / (10 + step)));
    for (const [player, count] of [
      ['critic', index + 1],
      ['generator', step + 1],
    ] as const) {
      for (const [name, scalar] of Object.entries(optimizer.scalars(count))) set(`${name}.${player}`, scalar);
    }
    return held;
  };
}
