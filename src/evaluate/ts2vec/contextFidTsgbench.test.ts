import { expect, it } from 'vitest';
import { sequenceSet } from '../sequenceSet.ts';
import { turned } from './contextFidTsgbench.ts';

it('time and features are exchanged, by hand', () => {
  const set = turned(sequenceSet(Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60), 3, 2));
  expect(set).toMatchObject({ count: 2, length: 2, features: 3 });
  expect([...set.values]).toEqual([1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60]);
});
