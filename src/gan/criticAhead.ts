/** The look-ahead of the unrolled steps (stabilisers/unrolling.ts has the formula and the source). */
import { gradients, multiply, slice, subtract, type Tensor } from '../graph/index.ts';
import { within } from '../nn/index.ts';
import type { Gan } from './iteration.ts';
import { lossOf } from './losses.ts';
import { type Inputs, type State, scopeOver, trained } from './scope.ts';

/** Of a plain step where the critic's own are not: a rate of Adam says nothing about it. */
const PLAIN_RATE = 0.02;

/** The state with the critic of `steps` more updates, as a function of the generated sequences in `both`. */
export function criticAhead(gan: Gan, steps: number, both: Tensor, state: State, inputs: Inputs): State {
  const ahead = { ...state };
  const names = trained(gan, 'critic');
  const judged = both.shape[1]! / 2;
  const isPlain = gan.optimizer.name === 'sgd' || gan.optimizer.name === 'momentum';
  const rate = isPlain ? inputs.get('rate.critic', []) : PLAIN_RATE;
  for (let step = 0; step < steps; step++) {
    const scope = within(scopeOver(gan, ahead, inputs, true), 'critic');
    const logits = gan.critic.apply(scope, both); // generated, then real
    const [generated, real] = [slice(logits, 0, { size: judged }), slice(logits, 0, { start: judged })];
    const loss = lossOf(gan.config.loss).critic(real, generated);
    const slopes = gradients(
      loss,
      names.map((name) => ahead[name]!),
    );
    names.forEach((name, i) => {
      ahead[name] = subtract(ahead[name]!, multiply(slopes[i]!, rate));
    });
  }
  return ahead;
}
