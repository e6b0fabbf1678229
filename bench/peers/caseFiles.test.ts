import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { initialState } from '../../src/gan/state.ts';
import { sizeOf } from '../../src/graph/index.ts';
import { SMALL_SHAPE } from '../shapes.ts';
import { writeCase } from './caseFiles.ts';
import { caseOf, ganOfCase } from './cases.ts';

const folder = await mkdtemp(join(tmpdir(), 'gan-lstm-case-'));
afterAll(() => rm(folder, { recursive: true }));

test('a case holds the weights that training begins with, and what two steps draw', async () => {
  const one = caseOf('small', SMALL_SHAPE, 'gradientPenalty');
  await writeCase(one, folder);
  const { tensors } = JSON.parse(await readFile(join(folder, 'case.json'), 'utf8'));
  const bytes = await readFile(join(folder, 'case.bin'));
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const read: Record<string, Float32Array> = {};
  let at = 0;
  for (const { name, shape } of tensors) {
    read[name] = numbers.slice(at, at + sizeOf(shape));
    at += sizeOf(shape);
  }
  expect(at).toBe(numbers.length);
  const gan = ganOfCase(one, 1);
  const state = initialState(gan);
  for (const name of Object.keys(gan.parameters)) expect(read[name]).toEqual(state[name]!.data);
  expect(Object.keys(read).filter((name) => !(name in gan.parameters))).toEqual(
    [0, 1].flatMap((step) => ['real', 'noise', 'mix'].map((name) => `${name}.${step}`)),
  );
  expect(read['noise.0']).not.toEqual(read['noise.1']);
});
