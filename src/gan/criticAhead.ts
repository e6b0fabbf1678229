/** The look-ahead of the unrolled steps (stabilisers/unrolling.ts has the formula and the source). */
import {
  add,
  divide,
  gradients,
  multiply,
  sizeOf,
  slice,
  stopGradient,
  subtract,
  type Tensor,
} from '../graph/index.ts';
import { globalNorm, within } from '../nn/index.ts';
import type { Gan } from './iteration.ts';
import { lossOf } from './losses.ts';
import { type Inputs, type State, scopeOver, trained } from './scope.ts';

/** The state with the critic of `steps` more updates, as a function of the generated sequences in `both`. */
export function criticAhead(gan: Gan, steps: number, both: Tensor, state: State, inputs: Inputs): State {
  const ahead = { ...state };
  const names = trained(gan, 'critic');
  const judged = both.shape[1]! / 2;
  const size = names.reduce((total, name) => total + sizeOf(gan.parameters[name]!.shape), 0);
  for (let step = 0; step < steps; step++) {
    const scope = within(scopeOver(gan, ahead, inputs, true), 'critic');
    const logits = gan.critic.apply(scope, both); // generated, then real
    const [generated, real] = [slice(logits, 0, { size: judged }), slice(logits, 0, { start: judged })];
    const loss = lossOf(gan.config.loss).critic(real, generated);
    const slopes = gradients(
      loss,
      names.map((name) => ahead[name]!),
    );
    const scale = add(divide(stopGradient(globalNorm(slopes)), Math.sqrt(size)), 1e-12);
    const factor = divide(inputs.get('rate.critic', []), scale);
    names.forEach((name, i) => {
      ahead[name] = subtract(ahead[name]!, multiply(slopes[i]!, factor));
    });
  }
  return ahead;
}
