/**
 * Layers of LSTM whose input at a step holds what was made of the step before. Parameters are those of `lstm`, so that
 * what was trained on real steps (teacher forcing) can then run on its own.
 */
import { scan, type Tensor, zeros } from '../graph/index.ts';
import { lstmCell, type Scope } from '../nn/index.ts';

export interface FeedbackOptions {
  readonly hidden: number;
  readonly layers: number;
  /** Input of the first layer [B, in], of the step's own numbers [B, Z] and what was made before [B, F]. */
  join(step: Tensor, before: Tensor): Tensor;
  /** What is made of the last layer's output [B, H]: [B, F]. */
  emit(hidden: Tensor, step: Tensor): Tensor;
}

/** steps [T, B, Z], first [B, F] -> [T, B, F]. */
export function feedbackLstm(
  scope: Scope,
  steps: Tensor,
  first: Tensor,
  { hidden, layers, join, emit }: FeedbackOptions,
): Tensor {
  const cells = Array.from({ length: layers }, (_, layer) => {
    const named = (kind: string) => scope.parameter(`${kind}_l${layer}`);
    return lstmCell.prepare({
      weightInput: named('weight_ih'),
      weightHidden: named('weight_hh'),
      biasInput: named('bias_ih'),
      biasHidden: named('bias_hh'),
    });
  });
  const start = Array.from({ length: 2 * layers }, () => zeros([first.shape[0]!, hidden]));
  const { steps: made } = scan(
    ([before, ...carried], [step]) => {
      let x = join(step!, before!);
      const after = cells.flatMap((cell, layer) => {
        const [h, c] = cell(x, carried.slice(2 * layer, 2 * layer + 2));
        x = h!;
        return [h!, c!];
      });
      const y = emit(x, step!);
      return { carried: [y, ...after], steps: [y] };
    },
    [first, ...start],
    [steps],
  );
  return made[0]!;
}
