import { expect, test } from 'vitest';
import { learn } from '../../../test/smallTables.ts';
import { UserError } from '../../errors/userError.ts';
import { parseCsv } from './index.ts';

test('data with gaps is encoded by a codec that knows none with its gaps filled along time', () => {
  const { codec } = learn('x\n0\n4\n2\n1\n', { length: 2 });
  const other = codec.encode(parseCsv('x\n0\nNA\n4\n2\n', 'other.csv'));
  expect([...other.values.subarray(0, 2)]).toEqual([-1, 0]);
});

test('other data is encoded in the scale of the first, also outside its range and in another column order', () => {
  const { codec } = learn('x,y\n0,10\n4,30\n2,20\n1,11\n', { length: 2 });
  const other = codec.encode(parseCsv('y,z,x\n30,a,8\n10,b,2\n20,c,0\n', 'other.csv'));
  expect(other).toMatchObject({ count: 2, length: 2, features: 2 });
  expect([...other.values]).toEqual([3, 1, 0, -1, 0, -1, -1, 0]);
});

test('data that lacks a learned column, or has words in it, cannot be encoded', () => {
  const { codec } = learn('x,y\n0,10\n4,30\n2,20\n1,11\n', { length: 2 });
  expect(() => codec.encode(parseCsv('x\n1\n2\n', 'other.csv'))).toThrow(/other.csv: lacks "y"/);
  expect(() => codec.encode(parseCsv('x,y\n1,a\n2,b\n3,a\n', 'other.csv'))).toThrow(UserError);
  expect(() => codec.encode(parseCsv('x,y\n1,2\n', 'other.csv'))).toThrow(UserError);
});
