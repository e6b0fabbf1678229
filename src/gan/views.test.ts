import { describe, expect, it } from 'vitest';
import { evaluateProgram, input, program } from '../graph/index.ts';
import type { GanConfig } from './config.ts';
import { typicalChanges, view, viewFeatures } from './views.ts';

const looking = (differences: number) => ({ critic: { differences } }) as GanConfig;
const shapes = { length: 3, features: 2, changes: [0.5, 2] };

function seen(differences: number, values: readonly number[], length = 3) {
  const x = input('x', [length, 1, 2]);
  const given = { ...shapes, length };
  const { v } = evaluateProgram(program({ v: view(looking(differences), given, x) }), { x: values });
  return [...v!.data];
}

describe('what the critic is shown', () => {
  it('is the values alone where it does not look at differences', () => {
    expect(seen(0, [1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(viewFeatures(looking(0), shapes)).toBe(2);
  });

  it('holds the change of every step in typical changes, times the weight; the first step has none', () => {
    expect(seen(0.25, [1, 2, 3, 4, 4, 0])).toEqual([1, 2, 0, 0, 3, 4, 1, 0.25, 4, 0, 0.5, -0.5]);
    expect(viewFeatures(looking(0.25), shapes)).toBe(4);
  });

  it('of a single step has no change', () => {
    expect(seen(1, [1, 2], 1)).toEqual([1, 2, 0, 0]);
  });

  it('cannot be made without typical changes', () => {
    const x = input('x', [3, 1, 2]);
    expect(() => view(looking(1), { length: 3, features: 2 }, x)).toThrow(/0 typical changes for 2 features/);
  });
});

describe('typical changes', () => {
  it('are the root mean square within sequences, never across their ends', () => {
    const values = Float32Array.of(0, 0, 1, 3, 100, 50, 101, 53); // two sequences of two steps, two features
    expect(typicalChanges({ count: 2, length: 2, features: 2, values })).toEqual([1, 3]);
  });

  it('of a column that stands still, or of single steps, are small but not zero', () => {
    const values = new Float32Array(6).fill(0.5);
    expect(typicalChanges({ count: 3, length: 2, features: 1, values })).toEqual([1e-3]);
    expect(typicalChanges({ count: 6, length: 1, features: 1, values })).toEqual([1e-3]);
  });
});
