/**
 * What recurrent layers share: a cell is one step, a layer scans it, layers are stacked, and a bidirectional layer
 * joins a forward and a backward pass. Sequences are time-major, [T, B, features].
 *
 * Parameters carry PyTorch's names and layouts, `weight_ih_l{k}` [G H, in], `weight_hh_l{k}` [G H, H], `bias_ih_l{k}`
 * and `bias_hh_l{k}` [G H], with `_reverse` for the backward pass.
 */
import { concat, ShapeError, scan, type Tensor, zeros } from '../graph/index.ts';
import { glorot, orthogonal } from './initializers.ts';
import type { Initializer, ParameterSpecs, Scope } from './layer.ts';

export interface CellParameters {
  /** [G H, in]. */
  readonly weightInput: Tensor;
  /** [G H, H]. */
  readonly weightHidden: Tensor;
  /** [G H]. */
  readonly biasInput: Tensor;
  readonly biasHidden: Tensor;
}

/** One step of a recurrent layer. */
export interface Cell {
  /** Gates, that is blocks of `hidden` rows in the weights. */
  readonly gates: number;
  /** How many values [B, H] are carried. The first is the output h. */
  readonly carried: number;
  readonly inputBias: Initializer;
  /** What it makes of the parameters once, before the loop, and the step: x_t [B, in], carried [B, H] -> carried. */
  prepare(parameters: CellParameters): (input: Tensor, carried: readonly Tensor[]) => readonly Tensor[];
}

export interface RecurrentOptions {
  readonly inputs: number;
  readonly hidden: number;
  readonly layers?: number;
  readonly bidirectional?: boolean;
}

export interface RecurrentResult {
  /** [T, B, H] or [T, B, 2 H]. */
  readonly outputs: Tensor;
  /** The last carried values of every layer and direction, in the order layer 0, layer 0 reverse, layer 1, ... */
  readonly last: readonly (readonly Tensor[])[];
}

export interface RecurrentLayer {
  readonly parameters: ParameterSpecs;
  /** x [T, B, in]; `initial` in the order of `last`, zeros when absent. */
  apply(scope: Scope, x: Tensor, initial?: readonly (readonly Tensor[])[]): RecurrentResult;
}

export function recurrent(cell: Cell, options: RecurrentOptions): RecurrentLayer {
  const { inputs, hidden, layers = 1, bidirectional = false } = options;
  const directions = bidirectional ? ['', '_reverse'] : [''];
  const rows = cell.gates * hidden;
  const parameters: Record<string, ParameterSpecs[string]> = {};
  for (let layer = 0; layer < layers; layer++) {
    const width = layer === 0 ? inputs : hidden * directions.length;
    for (const direction of directions) {
      parameters[`weight_ih_l${layer}${direction}`] = { shape: [rows, width], initialize: glorot };
      parameters[`weight_hh_l${layer}${direction}`] = { shape: [rows, hidden], initialize: orthogonal };
      parameters[`bias_ih_l${layer}${direction}`] = { shape: [rows], initialize: cell.inputBias };
      parameters[`bias_hh_l${layer}${direction}`] = {
        shape: [rows],
        initialize: () => new Float32Array(rows),
      };
    }
  }
  return {
    parameters,
    apply(scope, x, initial) {
      const passCount = layers * directions.length;
      if (initial && initial.length !== passCount) {
        throw new ShapeError(
          `recurrent: ${initial.length} initial states for ${passCount} passes (layers times directions)`,
        );
      }
      const last: (readonly Tensor[])[] = [];
      let outputs = x;
      for (let layer = 0; layer < layers; layer++) {
        const below = outputs;
        const passes = directions.map((direction) => {
          const named = (kind: string) => scope.parameter(`${kind}_l${layer}${direction}`);
          const step = cell.prepare({
            weightInput: named('weight_ih'),
            weightHidden: named('weight_hh'),
            biasInput: named('bias_ih'),
            biasHidden: named('bias_hh'),
          });
          const start =
            initial?.[last.length] ??
            Array.from({ length: cell.carried }, () => zeros([x.shape[1]!, hidden]));
          const { carried, steps } = scan(
            (before, [input]) => {
              const after = step(input!, before);
              return { carried: after, steps: [after[0]!] };
            },
            start,
            [below],
            { reverse: direction !== '' },
          );
          last.push(carried);
          return steps[0]!;
        });
        outputs = concat(passes, -1);
      }
      return { outputs, last };
    },
  };
}
