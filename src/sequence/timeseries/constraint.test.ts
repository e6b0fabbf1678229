import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Constraint, constraintText, parseConstraint } from './constraint.ts';

test('every form is read, and written as it was', () => {
  const lines = [
    'High >= Low',
    'amount >= -2.5',
    '"net price" <= 1000',
    'total = paid + due - rebate',
    'meter never falls',
    'balance follows amount',
    'balance follows amount, minus where type is "debit", "cash_withdraw"',
  ];
  for (const line of lines) expect(constraintText(parseConstraint(line)!)).toBe(line);
  expect(parseConstraint('Low <= High')).toEqual({ kind: 'order', high: 'High', low: 'Low' });
  expect(parseConstraint('b follows a,minus where t is x , y')).toMatchObject({
    minus: { texts: ['x', 'y'] },
  });
});

test('what is no constraint is not read', () => {
  const lines = [
    'High',
    'High >=',
    'High > Low',
    '5 >= Low',
    'a = a + b',
    'a = b +',
    'a = b c',
    'a never rises',
  ];
  for (const line of [...lines, 'a follows', 'a >= a', 'a >= "x', '', 'a follows b, minus where t is'])
    expect(parseConstraint(line), line).toBeUndefined();
});

test('any names come through the text unharmed', () => {
  const name = fc.string({ minLength: 1 });
  const made = fc.oneof(
    fc.record({ kind: fc.constant('order' as const), high: name, low: name }),
    fc.record({ kind: fc.constant('growth' as const), column: name }),
    fc.record({
      kind: fc.constant('running' as const),
      balance: name,
      amount: name,
      minus: fc.record({ column: name, texts: fc.array(fc.string(), { minLength: 1, maxLength: 3 }) }),
    }),
  );
  fc.assert(
    fc.property(made, (constraint: Constraint) => {
      fc.pre(constraint.kind !== 'order' || constraint.high !== constraint.low);
      fc.pre(constraint.kind !== 'running' || constraint.balance !== constraint.amount);
      expect(parseConstraint(constraintText(constraint))).toEqual(constraint);
    }),
    { numRuns: 200 },
  );
});
