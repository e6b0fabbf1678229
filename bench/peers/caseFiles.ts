/**
 * A case as files for the peers: `case.json`, which holds the shape, the settings and the names of the tensors, and
 * `case.bin`, the tensors one after another as float32. Weights, real batches and noise are those that our own training
 * begins with, so a peer's first losses must be ours.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { batchReader } from '../../src/gan/batches.ts';
import { feeder } from '../../src/gan/feeder.ts';
import { iterationProgram } from '../../src/gan/iteration.ts';
import { initialState } from '../../src/gan/state.ts';
import { type Shape, sizeOf } from '../../src/graph/index.ts';
import { syntheticSequences } from '../syntheticSequences.ts';
import { ganOfCase, type PeerCase } from './cases.ts';

/** Steps whose losses are compared: the second shows that both players moved alike in the first. */
export const CHECKED_STEPS = 2;

const NAMES: Readonly<Record<string, string>> = {
  real: 'real',
  'noise.steps': 'noise',
  'noise.uniform.mix': 'mix',
};

export async function writeCase(one: PeerCase, folder: string): Promise<void> {
  if (endianness() !== 'LE') throw new Error('writeCase: the peers read little-endian numbers only');
  const gan = ganOfCase(one, 1);
  const { config } = gan;
  const state = initialState(gan);
  const tensors: { kind: 'weight' | 'draw'; name: string; shape: Shape }[] = [];
  const parts: Float32Array[] = [];
  const add = (kind: 'weight' | 'draw', name: string, shape: Shape, data: Float32Array) => {
    tensors.push({ kind, name, shape });
    parts.push(data.slice());
  };
  for (const [name, { shape }] of Object.entries(gan.parameters)) {
    add('weight', name, shape, state[name]!.data as Float32Array);
  }
  const { inputs } = iterationProgram(gan, { updatesGenerator: true });
  const read = batchReader(syntheticSequences(one.shape), config.batch, config.seed);
  const feed = feeder(inputs, (name) => name in state, read, config.seed);
  for (let step = 0; step < CHECKED_STEPS; step++) {
    const fed = feed(gan, step, 0);
    for (const [ours, theirs] of Object.entries(NAMES)) {
      const value = fed[ours];
      if (value) add('draw', `${theirs}.${step}`, value.shape, value.data as Float32Array);
    }
  }
  const { beta1, beta2 } = config.optimizerSettings;
  const { loss, penalty, penaltyWeight, shape } = one;
  const settings = { loss, penalty, penaltyWeight, rate: config.criticRate, beta1, beta2 };
  const described = { ...shape, ...settings, checks: CHECKED_STEPS, tensors };
  const bytes = new Float32Array(tensors.reduce((total, tensor) => total + sizeOf(tensor.shape), 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'case.json'), JSON.stringify(described, null, 1));
  await writeFile(join(folder, 'case.bin'), new Uint8Array(bytes.buffer));
}
