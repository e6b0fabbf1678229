import { describe, expect, it } from 'vitest';
import { runBoth, scopeOf } from '../../test/fixtures/fixture.ts';
import { gradients, input, type Shape, sum, type Tensor } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { dropout, type Scope } from './index.ts';

const SHAPE: Shape = [100, 200];
const COUNT = 20_000;

/** A scope that hands out one mask, and tells which masks were asked for. */
function scopeWithMask(asked: string[] = []): Scope {
  return {
    ...scopeOf({}),
    uniform: (name, shape): Tensor => {
      asked.push(name);
      return input(name, shape);
    },
  };
}

async function dropped(rate: number) {
  const x = input('x', SHAPE);
  const y = dropout(rate).apply(scopeWithMask(), x);
  const mask = new Float32Array(COUNT);
  randomStream(1, 'mask').uniform(0, mask);
  const [dx] = gradients(sum(y), [x]);
  const given = {
    x: { shape: SHAPE, data: Array.from({ length: COUNT }, (_, i) => 1 + (i % 7)) },
    mask: { shape: SHAPE, data: [...mask] },
  };
  return { given, results: Object.entries(await runBoth({ y, dx: dx! }, given)) };
}

describe('dropout', () => {
  it('is the identity outside training, and draws nothing', () => {
    const asked: string[] = [];
    const x = input('x', SHAPE);
    expect(dropout(0.5).apply({ ...scopeWithMask(asked), isTraining: false }, x)).toBe(x);
    expect(asked).toEqual([]);
  });

  it('with a rate of zero is the identity in training', () => {
    const x = input('x', SHAPE);
    expect(dropout(0).apply(scopeWithMask(), x)).toBe(x);
  });

  it.each([0.1, 0.5, 0.9])('at %d drops that share in training, and scales what stays', async (rate) => {
    const { given, results } = await dropped(rate);
    for (const [evaluator, { y }] of results) {
      let kept = 0;
      for (let i = 0; i < COUNT; i++) {
        if (y![i] === 0) continue;
        kept++;
        const ratio = y![i]! / given.x.data[i]!;
        if (Math.abs(ratio * (1 - rate) - 1) > 1e-6) expect.fail(`${evaluator}: ${i} is scaled by ${ratio}`);
      }
      const error = Math.abs(kept / COUNT - (1 - rate));
      expect(error, evaluator).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / COUNT));
    }
  });

  it('lets gradients through where values pass, at the same scale', async () => {
    const { given, results } = await dropped(0.4);
    for (const [evaluator, { y, dx }] of results) {
      for (let i = 0; i < COUNT; i++) {
        const difference = Math.abs(dx![i]! * given.x.data[i]! - y![i]!);
        if (!(difference < 1e-5)) expect.fail(`${evaluator}: gradient ${dx![i]} at ${i}, value ${y![i]}`);
      }
    }
  });
});
