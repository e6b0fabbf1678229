/** The programs of an iteration, compiled, and which parts of the state each of them moves. */
import type { Program } from '../graph/index.ts';
import type { Engine, Executable, Value } from '../runtime/engine.ts';
import { type Gan, iterationProgram } from './iteration.ts';
import type { TrainingState } from './state.ts';

export interface CompiledStep {
  readonly executable: Executable;
  /** The parts of the state that this program moves. */
  readonly changed: readonly string[];
  outputsInto(buffers: TrainingState): Record<string, Value>;
}

export interface CompiledIteration {
  readonly full: CompiledStep;
  /** Where the critic makes more than one step. */
  readonly criticOnly: CompiledStep | undefined;
  release(): Promise<void>;
}

export async function compileIteration(engine: Engine, gan: Gan): Promise<CompiledIteration> {
  const full = await compileStep(engine, gan, true);
  const criticOnly = gan.config.criticSteps > 1 ? await compileStep(engine, gan, false) : undefined;
  return {
    full,
    criticOnly,
    release: async () => {
      await full.executable.release();
      await criticOnly?.executable.release();
    },
  };
}

const compileStep = (engine: Engine, gan: Gan, updatesGenerator: boolean): Promise<CompiledStep> =>
  compileMoving(engine, iterationProgram(gan, { updatesGenerator }));

/** A program that moves parts of the state, its outputs `next.*`. */
export async function compileMoving(engine: Engine, program: Program): Promise<CompiledStep> {
  const executable = await engine.compile(program);
  const changed = Object.keys(executable.program.outputs).flatMap((name) =>
    name.startsWith('next.') ? [name.slice('next.'.length)] : [],
  );
  const outputsInto = (buffers: TrainingState) =>
    Object.fromEntries(changed.map((name) => [`next.${name}`, buffers[name]!]));
  return { executable, changed, outputsInto };
}
