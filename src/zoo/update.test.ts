import { expect, it } from 'vitest';
import { mean, multiply, square, subtract } from '../graph/index.ts';
import { filled, optimizers } from '../nn/index.ts';
import { nodeEngine } from '../runtime/node.ts';
import { initialVectors } from './networks.ts';
import { compileUpdate } from './update.ts';

const networks = {
  a: { w: { shape: [1], initialize: filled(2) } },
  b: { w: { shape: [1], initialize: filled(5) } },
} as const;
const data = { count: 3, length: 1, features: 1, values: Float32Array.of(1, 1, 1) };
const sgd = { optimizer: optimizers.sgd(), rate: 0.25 };

it('moves one network by the other as the move before has left it, and leaves all else', async () => {
  const update = await compileUpdate(
    nodeEngine(),
    {
      name: 'pair',
      networks,
      draws: { real: { from: 'data', shape: [1, 2, 1] } },
      moves: {
        // w_a to the data (1): 2 - 0.25 * 2 (2 - 1) = 1.5
        first: {
          ...sgd,
          networks: ['a'],
          loss: (scopeOf, { real }) => mean(square(subtract(scopeOf('a').parameter('w'), real))),
        },
        // w_b to the new w_a: 5 - 0.25 * 2 (5 - 1.5) = 3.25
        second: {
          ...sgd,
          networks: ['b'],
          loss: (scopeOf) => mean(square(subtract(scopeOf('b').parameter('w'), scopeOf('a').parameter('w')))),
        },
      },
    },
    data,
    1,
  );
  const state = initialVectors(networks, 1);
  const losses = await update.run(state, 0);
  expect([state.a.data[0], state.b.data[0]]).toEqual([1.5, 3.25]);
  expect(losses).toEqual({ first: 1, second: 3.5 ** 2 });
  await update.run(state, 1, () => false);
  expect([state.a.data[0], state.b.data[0]]).toEqual([1.5, 3.25]);
  await update.release();
});

it('a loss that is no number ends the training with its name', async () => {
  const update = await compileUpdate(
    nodeEngine(),
    {
      name: 'broken',
      networks,
      draws: {},
      moves: {
        player: {
          ...sgd,
          networks: ['a'],
          loss: (scopeOf) => mean(multiply(scopeOf('a').parameter('w'), Number.POSITIVE_INFINITY)),
        },
      },
    },
    data,
    1,
  );
  await expect(update.run(initialVectors(networks, 1), 7)).rejects.toThrow(
    /broken: the loss 'player' became Infinity at step 7/,
  );
});
