/**
 * A runner whose critic learns from real sequences by noisy sums alone (privatePrograms.ts). For every update of the
 * critic each training sequence is taken by itself with the probability q = batch / N (Poisson sampling, which is what
 * the accountant counts), however many that makes; they go through the sum in slots of a fixed size, and
 *
 *     gradient = (S + N(0, (s C)^2)) / batch.
 *
 * Which sequences are taken and the noise come from a secret key (random/secretStream.ts). The noise that makes the
 * generated sequence beside a real one depends on the seed, the update and the sequence alone, not on its slot, so
 * that it may be known to everybody: taking one sequence away changes nothing of the others' gradients.
 *
 * One thread: batches differ in size from update to update, and workers share only equal parts.
 */
import { type Shape, sizeOf } from '../../graph/index.ts';
import { secretStream } from '../../random/secretStream.ts';
import { type RandomStream, randomStream } from '../../random/stream.ts';
import { type Value, type Values, value } from '../../runtime/engine.ts';
import { placeSequence } from '../batches.ts';
import { type CompiledStep, compileMoving } from '../compiledIteration.ts';
import { feeder } from '../feeder.ts';
import type { Gan } from '../iteration.ts';
import { readMeasures } from '../measures.ts';
import type { Runner, RunnerOptions } from '../runner.ts';
import { learnedFromReal } from '../scope.ts';
import { blankLike, turnOver } from '../state.ts';
import { privacyObjections } from './objections.ts';
import { generatorProgram, sumProgram, TOLD, type Told, updateProgram } from './privatePrograms.ts';
import { signalMeter } from './signal.ts';

/** Sequences that go through the sum in one run. */
const SLOTS = 16;

export async function privateRunner({
  engine,
  gan,
  state: start,
  data,
  rows,
  secret,
}: RunnerOptions): Promise<Runner> {
  const { privacy, batch, seed, criticSteps } = gan.config;
  if (!privacy || !secret)
    throw new Error('privateRunner: differential privacy needs its settings and a secret key');
  const [objection] = privacyObjections(gan.config);
  if (objection) throw new Error(`privateRunner: ${objection.name} ${objection.what}; ${objection.remedy}`);
  const count = rows?.length ?? data.count;
  const mechanism = { rate: batch / count, noise: privacy.noise, clip: privacy.clip };
  const hidden = secretStream(secret);
  const sum = await engine.compile(sumProgram(gan, SLOTS));
  const update = await compileMoving(engine, updateProgram(gan));
  const generate = await compileMoving(engine, generatorProgram(gan));

  const parts = learnedFromReal(gan).map((name) => ({ name, shape: gan.parameters[name]!.shape }));
  const size = parts.reduce((total, { shape }) => total + sizeOf(shape), 0);
  const meter = signalMeter(size, mechanism);
  const noise = new Float64Array(size);
  const noisy = Object.fromEntries(
    parts.map(({ name, shape }) => [`noisy.${name}`, value(new Float32Array(sizeOf(shape)), shape)]),
  );
  let state = start;
  let spare = blankLike(start);
  const isHeld = (name: string) => name in state;
  const none = () => {};
  const slots = slotFeeder(sum.program.inputs, isHeld, seed);
  const feedSum = feeder(sum.program.inputs, (name) => isHeld(name) || name in slots.held, none, seed);
  const feedUpdate = feeder(
    update.executable.program.inputs,
    (name) => isHeld(name) || name in noisy,
    none,
    seed,
  );
  const feedGenerator = feeder(generate.executable.program.inputs, isHeld, none, seed);

  async function run({ executable, outputsInto, changed }: CompiledStep, inputs: Values): Promise<Values> {
    const results = await executable.run({ ...state, ...inputs }, outputsInto(spare));
    [state, spare] = turnOver(state, spare, changed);
    return results;
  }

  /** The sum of the clipped gradients of some sequences, and what each of them told. */
  async function sumOver(now: Gan, step: number, round: number, taken: Int32Array) {
    const total = new Float64Array(size);
    const told: Record<Told, number[]> = {
      criticLoss: [],
      penalty: [],
      realLogit: [],
      generatedLogit: [],
      norm: [],
      kept: [],
    };
    for (let from = 0; from < taken.length; from += SLOTS) {
      const chosen = taken.subarray(from, from + SLOTS).map((place) => (rows ? rows[place]! : place));
      slots.fill(data, chosen, step * criticSteps + round);
      const results = await sum.run({ ...state, ...feedSum(now, step, round), ...slots.held });
      let at = 0;
      for (const { name } of parts) {
        const part = results[`sum.${name}`]!.data;
        for (let i = 0; i < part.length; i++) total[at + i]! += part[i]!;
        at += part.length;
      }
      for (const name of TOLD) told[name].push(...results[`each.${name}`]!.data.subarray(0, chosen.length));
    }
    return { total, told };
  }

  async function updateCritic(now: Gan, step: number, round: number) {
    const index = step * criticSteps + round;
    const taken = hidden.sample(index, count, mechanism.rate);
    const { total, told } = await sumOver(now, step, round, taken);
    meter.note({ sum: total, norms: told.norm, kept: told.kept.reduce((a, b) => a + b, 0) });
    hidden.normal(index, noise);
    let at = 0;
    for (const { name } of parts) {
      const { data: out } = noisy[`noisy.${name}`]!;
      for (let i = 0; i < out.length; i++, at++) {
        out[i] = (total[at]! + mechanism.noise * mechanism.clip * noise[at]!) / batch;
      }
    }
    const results = await run(update, { ...noisy, ...feedUpdate(now, step, round) });
    return { results, told };
  }

  return {
    async iterate(now, step) {
      let results: Values = {};
      let seen: Readonly<Record<Told, readonly number[]>> | undefined;
      for (let round = 0; round < criticSteps; round++) {
        const updated = await updateCritic(now, step, round);
        results = updated.results;
        if (updated.told.norm.length > 0) seen = updated.told;
      }
      const made = await run(generate, feedGenerator(now, step, criticSteps - 1));
      const mean = (name: Told) => (seen ? seen[name].reduce((a, b) => a + b) / seen[name].length : 0);
      return {
        ...readMeasures({ ...results, ...made }),
        criticLoss: mean('criticLoss'),
        penalty: mean('penalty'),
        realLogit: mean('realLogit'),
        generatedLogit: mean('generatedLogit'),
      };
    },
    signal: () => meter.read(),
    state: async () => state,
    load: async (other) => {
      state = other;
      spare = blankLike(other);
    },
    release: async () => {
      for (const executable of [sum, update.executable, generate.executable]) await executable.release();
    },
  };
}

type Inputs = Readonly<Record<string, { readonly shape: Shape }>>;

/** Fills the slots of a sum: real sequences, which slots hold one, and the noise that belongs to each sequence. */
export function slotFeeder(inputs: Inputs, isHeld: (name: string) => boolean, seed: number) {
  const held: Record<string, Value> = {};
  const streams: Record<string, { readonly stream: RandomStream; readonly own: Float32Array }> = {};
  for (const [name, { shape }] of Object.entries(inputs)) {
    if (isHeld(name) || !(name === 'real' || name === 'taken' || name.startsWith('noise.'))) continue;
    held[name] = value(new Float32Array(sizeOf(shape)), shape);
    if (name.startsWith('noise.')) {
      const own = new Float32Array(sizeOf(shape) / SLOTS);
      streams[name] = { stream: randomStream(seed, `beside real ${name}`), own };
    }
  }
  return {
    held,
    fill(data: RunnerOptions['data'], chosen: Int32Array, index: number): void {
      const [real, taken] = [held.real!.data as Float32Array, held.taken!.data];
      if (chosen.length < SLOTS) real.fill(0);
      for (let slot = 0; slot < SLOTS; slot++) taken[slot] = slot < chosen.length ? 1 : 0;
      chosen.forEach((row, slot) => {
        placeSequence(data, row, real, slot, SLOTS);
        for (const [name, { stream, own }] of Object.entries(streams)) {
          const draw = name.startsWith('noise.uniform.') ? stream.uniform : stream.normal;
          draw(index, own, row * own.length);
          const { shape, data: out } = held[name]!;
          const length = shape.length === 3 ? shape[0]! : 1; // [T, S, .], else [S, .]
          const values = { length, features: own.length / length, values: own };
          placeSequence(values, 0, out as Float32Array, slot, SLOTS);
        }
      });
    },
  };
}
