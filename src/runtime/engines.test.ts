import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GanConfig } from '../gan/config.ts';
import { createGan, iterationProgram } from '../gan/iteration.ts';
import { initialState } from '../gan/state.ts';
import * as g from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { type Engine, type Executable, emptyValue, type Value, type Values, value } from './engine.ts';
import { nodeEngine } from './node.ts';
import { webEngine } from './web.ts';

const engines: readonly Engine[] = [nodeEngine(), webEngine()];

/** LSTM generator against a convolutional and a recurrent critic, with the second derivatives of WGAN-GP. */
const config: GanConfig = {
  generator: { cell: 'lstm', hidden: 3, layers: 2, noise: 2, sequenceNoise: 2, start: 'zero' },
  critic: { kind: 'both', hidden: 3, layers: 2, spectralNorm: false, differences: 0 },
  loss: 'wasserstein',
  penalty: 'gradientPenalty',
  penaltyWeight: 10,
  weightClip: 0,
  criticSteps: 1,
  batch: 2,
  optimizer: 'adam',
  // a large epsilon, so that a gradient that is zero but for rounding moves nothing
  optimizerSettings: { beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
  criticRate: 1e-2,
  generatorRate: 1e-2,
  schedule: 'constant',
  gradientClip: 5,
  averageDecay: 0.9,
  steps: 3,
  seed: 1,
};

const gan = createGan(config, { length: 7, features: 2 });

/** What iteration `step` is given besides the state. */
function feed(program: g.Program, state: Values, step: number): Values {
  const scalars: Readonly<Record<string, number>> = {
    'rate.critic': config.criticRate,
    'rate.generator': config.generatorRate,
    penaltyWeight: config.penaltyWeight,
    averageDecay: config.averageDecay,
  };
  const corrections = gan.optimizer.scalars(step + 1);
  const given: Record<string, Value> = {};
  for (const [name, { shape }] of Object.entries(program.inputs)) {
    if (state[name]) continue;
    const data = new Float32Array(g.sizeOf(shape));
    const scalar = scalars[name] ?? corrections[name.replace(/\.(critic|generator)$/, '')];
    if (scalar !== undefined) data.fill(scalar);
    else if (name.startsWith('noise.uniform.')) randomStream(1, name).uniform(step, data);
    else if (name === 'real' || name.startsWith('noise.')) randomStream(1, name).normal(step, data);
    else throw new Error(`the test has no value for '${name}'`);
    given[name] = value(data, shape);
  }
  return given;
}

const nextState = (state: Values, results: Readonly<Record<string, Value>>): Values => ({
  ...state,
  ...Object.fromEntries(
    Object.entries(results).flatMap(([name, result]) =>
      name.startsWith('next.') ? [[name.slice('next.'.length), result]] : [],
    ),
  ),
});

function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
) {
  expect(actual.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!) / (1 + Math.abs(expected[i]!));
    if (!(error <= tolerance)) expect.fail(`${what}[${i}] is ${actual[i]}, expected ${expected[i]}`);
  }
}

describe('one GAN training step (LSTM generator, convolutional and recurrent critic, WGAN-GP)', () => {
  const program = iterationProgram(gan, { updatesGenerator: true });
  const compiled: [engine: string, executable: Executable][] = [];

  beforeAll(async () => {
    for (const engine of engines) compiled.push([engine.name, await engine.compile(program)]);
  });
  afterAll(async () => {
    for (const [, executable] of compiled) await executable.release();
  });

  it('gives on both engines what the float64 reference gives, for all of the state and all measures', async () => {
    const state = initialState(gan);
    const given = { ...state, ...feed(program, state, 0) };
    const expected = g.evaluateProgram(
      program,
      Object.fromEntries(Object.keys(program.inputs).map((name) => [name, given[name]!.data])),
    );
    for (const [engine, executable] of compiled) {
      const results = await executable.run(given);
      expect(Object.keys(results).sort()).toEqual(Object.keys(program.outputs).sort());
      for (const [name, { data }] of Object.entries(expected)) {
        expectClose(results[name]!.data, data, 1e-5, `${name} on ${engine}`);
      }
    }
    const still = Object.keys(gan.parameters).filter((name) => {
      const [before, after] = [state[name]!.data, expected[`next.${name}`]!.data];
      return before.every((weight, i) => Math.abs(weight - after[i]!) < 1e-4);
    });
    // a step that moves everything was compared; a shift of all logits alone means nothing to a Wasserstein critic
    expect(still).toEqual(['critic.cnn.head.bias', 'critic.rnn.head.bias']);
  });

  it('stays together on both engines over ten steps', async () => {
    const ends: Values[] = [];
    for (const [, executable] of compiled) {
      let state: Values = initialState(gan);
      for (let step = 0; step < 10; step++) {
        state = nextState(state, await executable.run({ ...state, ...feed(program, state, step) }));
      }
      ends.push(state);
    }
    const [node, web] = ends as [Values, Values];
    for (const [name, { data }] of Object.entries(node)) expectClose(web[name]!.data, data, 1e-4, name);
  });

  it('gives the same bytes twice on each', async () => {
    const state = initialState(gan);
    const given = { ...state, ...feed(program, state, 0) };
    for (const [engine, executable] of compiled) {
      const [first, second] = [await executable.run(given), await executable.run(given)];
      expect(second, engine).toEqual(first);
    }
  });
});

describe.each(engines)('state on $name', (engine) => {
  const [w, x] = [g.input('w', [2]), g.input('x', [2])];
  const program = g.program({ next: g.add(w, x), total: g.sum(w) });
  const start = () => ({ w: value(Float32Array.of(1, 2), [2]), x: value(Float32Array.of(10, 20), [2]) });

  it('stays in the buffers of the caller, the very same from step to step', async () => {
    const executable = await engine.compile(program);
    const { x, ...first } = start();
    let state = first.w;
    let spare = emptyValue('float32', [2]);
    const buffers = [state, spare].map(({ data }) => data.buffer);
    for (let step = 1; step <= 4; step++) {
      const { next } = await executable.run({ w: state, x }, { next: spare });
      expect(next).toBe(spare);
      expect(next!.data.buffer).toBe(buffers[step % 2]);
      expect([...next!.data]).toEqual([1 + 10 * step, 2 + 20 * step]);
      [state, spare] = [spare, state];
    }
    await executable.release();
  });

  it('may be written by the caller between two runs', async () => {
    const executable = await engine.compile(program);
    const given = start();
    await executable.run(given);
    given.x.data.set([-1, -2]);
    expect([...(await executable.run(given)).next!.data]).toEqual([0, 0]);
    await executable.release();
  });

  it('is not disturbed by a run: results without a buffer are fresh, inputs unchanged', async () => {
    const executable = await engine.compile(program);
    const given = start();
    const [first, second] = [await executable.run(given), await executable.run(given)];
    expect(first.next!.data.buffer).not.toBe(second.next!.data.buffer);
    expect([...given.w.data, ...given.x.data]).toEqual([1, 2, 10, 20]);
    await executable.release();
  });
});
