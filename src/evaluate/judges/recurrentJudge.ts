/** A recurrent classifier, the judge of protocols that were written in PyTorch: the last layer's last state, one logit. */
import { reshape, slice } from '../../graph/index.ts';
import type { Judge } from './discriminative.ts';
import { type RecurrentNetworkOptions, recurrentNetwork } from './recurrentNetwork.ts';

export function recurrentJudge(options: Omit<RecurrentNetworkOptions, 'outputs'>): Judge {
  const { parameters, states, answers } = recurrentNetwork({ ...options, outputs: 1 });
  return {
    parameters,
    apply: (scope, x) => {
      const [length, batch] = x.shape as [number, number];
      const last = slice(states(scope, x), 0, { start: length - 1, size: 1 });
      return reshape(answers(scope, reshape(last, [batch, options.hidden])), [batch]);
    },
  };
}
