/**
 * Replay: half of the generated batch that the critic learns from stems from earlier iterations, so that it does not
 * forget what the generator did before. The last R halves are kept, and the critic sees sequences from all of them:
 * every R-th of the store. Until the store is full it sees the whole fresh batch.
 */
import { add, concat, multiply, slice, subtract, type Tensor } from '../../graph/index.ts';
import { zero } from '../../nn/index.ts';
import type { Stabiliser } from './stabiliser.ts';

export const replay: Stabiliser = {
  formula: 'half of the generated batch of the critic is drawn from the last R iterations',
  source: 'Shrivastava et al. 2017, arXiv:1612.07828, section 2.3',
  usual: 8,
  objection: (_, { batch }) =>
    batch < 2
      ? { what: 'halves the batch, which holds one', remedy: 'give a batch of at least 2' }
      : undefined,
  state: (amount, { batch }, { length, features }) => ({
    store: { shape: [length, amount * Math.floor(batch / 2), features], initialize: zero },
  }),
  scalars: (amount, { criticUpdates }) => ({ isFull: criticUpdates >= amount ? 1 : 0 }),
  generatedForCritic(place, generated) {
    const half = Math.floor(generated.shape[1]! / 2);
    const store = place.held('store');
    const fresh = slice(generated, 1, { size: half });
    const past = slice(store, 1, { step: place.amount, size: half });
    place.keep('store', joined([fresh, slice(store, 1, { size: store.shape[1]! - half })], place.amount));
    const rest = slice(generated, 1, { start: half });
    const other = slice(rest, 1, { size: half });
    const replaced = add(other, multiply(subtract(past, other), place.scalar('isFull')));
    const left = rest.shape[1]! - half; // one, where the batch is odd
    return concat(left > 0 ? [fresh, replaced, slice(rest, 1, { start: half })] : [fresh, replaced], 1);
  },
};

/** A store of one batch keeps only the fresh half. */
const joined = (parts: readonly Tensor[], amount: number): Tensor =>
  amount === 1 ? parts[0]! : concat(parts, 1);
