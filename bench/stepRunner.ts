/** One compiled step of a GAN with its inputs in place, for the timings: state goes round between two sets of buffers. */
import type { Sequences } from '../src/gan/batches.ts';
import { type Gan, iterationProgram } from '../src/gan/iteration.ts';
import { startRunner } from '../src/gan/runner.ts';
import { initialState, parameterCounts } from '../src/gan/state.ts';
import { type Program, sizeOf } from '../src/graph/index.ts';
import { randomStream } from '../src/random/stream.ts';
import { type Engine, emptyValue, type Value, value } from '../src/runtime/engine.ts';

export interface StepRunner {
  readonly program: Program;
  /** From building the graph to a session that is ready, ms. */
  readonly compileMilliseconds: number;
  readonly parameterCount: number;
  step(): Promise<unknown>;
  release(): Promise<void>;
}

export async function prepareStep(engine: Engine, gan: Gan): Promise<StepRunner> {
  const start = performance.now();
  const program = iterationProgram(gan, { updatesGenerator: true });
  const executable = await engine.compile(program);
  const compileMilliseconds = performance.now() - start;

  const state = initialState(gan);
  const given: Record<string, Value> = {};
  for (const [name, { shape }] of Object.entries(program.inputs)) {
    if (state[name]) continue;
    const data = new Float32Array(sizeOf(shape));
    if (name === 'real' || name.startsWith('noise.')) randomStream(1, name).normal(0, data);
    else data.fill(name.startsWith('rate.') ? 1e-4 : 1);
    given[name] = value(data, shape);
  }
  let inputs: Record<string, Value> = { ...given, ...state };
  let outputs: Record<string, Value> = {};
  for (const [name, { dtype, shape }] of Object.entries(program.outputs)) {
    outputs[name] = emptyValue(dtype, shape);
  }
  return {
    program,
    compileMilliseconds,
    parameterCount: parameterCountOf(gan),
    async step() {
      const results = await executable.run(inputs, outputs);
      const [nextInputs, nextOutputs] = [{ ...inputs }, { ...outputs }];
      for (const name of Object.keys(outputs)) {
        if (!name.startsWith('next.')) continue;
        const part = name.slice('next.'.length);
        nextInputs[part] = outputs[name]!;
        nextOutputs[name] = inputs[part]!;
      }
      inputs = nextInputs;
      outputs = nextOutputs;
      return results;
    },
    release: () => executable.release(),
  };
}

/** The same on workers, each with its part of every batch, and with the reading of batches and the drawing of noise. */
export async function prepareSharedStep(engine: Engine, gan: Gan, data: Sequences): Promise<StepRunner> {
  const start = performance.now();
  const runner = await startRunner({ engine, gan, state: initialState(gan), data });
  const compileMilliseconds = performance.now() - start;
  let step = 0;
  return {
    program: iterationProgram(gan, { updatesGenerator: true }),
    compileMilliseconds,
    parameterCount: parameterCountOf(gan),
    async step() {
      await runner.iterate(gan, step++);
    },
    release: () => runner.release(),
  };
}

function parameterCountOf(gan: Gan): number {
  const { generatorParameters, criticParameters } = parameterCounts(gan);
  return generatorParameters + criticParameters;
}
