import { expect, it } from 'vitest';
import { patienceOf } from './patience.ts';

it('patience is ten minutes at first, then fifty usual answers but never below half a minute', () => {
  const patience = patienceOf();
  for (let i = 0; i < 4; i++) patience.note(10);
  expect(patience.limit()).toBe(600_000);
  patience.note(10);
  expect(patience.limit()).toBe(30_000);
  // a few slow ones, as while the machine is busy, change nothing; slow ones that have become usual do
  for (let i = 0; i < 3; i++) patience.note(60_000);
  expect(patience.limit()).toBe(30_000);
  for (let i = 0; i < 99; i++) patience.note(2000);
  expect(patience.limit()).toBe(100_000);
});
