/**
 * What recurrent layers share: a cell is one step, a layer scans it, layers are stacked, and a bidirectional layer
 * joins a forward and a backward pass. Sequences are time-major, [T, B, features].
 *
 * Parameters carry PyTorch's names and layouts, `weight_ih_l{k}` [G H, in], `weight_hh_l{k}` [G H, H], `bias_ih_l{k}`
 * and `bias_hh_l{k}` [G H], with `_reverse` for the backward pass.
 */
import { concat, ShapeError, type Tensor, zeros } from '../graph/index.ts';
import { glorot, orthogonal } from './initializers.ts';
import type { Initializer, ParameterSpecs, Scope } from './layer.ts';
import { hasKernel, type Kernel, operatorPass } from './recurrentOperator.ts';
import { scanPass, stackedScan } from './recurrentScans.ts';

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
  /** The same cell in ONNX, where it has one. */
  readonly kernel?: Kernel;
  /** What it makes of the parameters once, before the loop, and the step: x_t [B, in], carried [B, H] -> carried. */
  prepare(parameters: CellParameters): CellStep;
  /**
   * The same where it is only run, and weights are constants of which ONNX Runtime has packed copies: a product for each
   * gate then costs no more than one for all of them, and nothing is split. As `prepare` when absent.
   */
  prepareForward?(parameters: CellParameters): CellStep;
}

export type CellStep = (input: Tensor, carried: readonly Tensor[]) => readonly Tensor[];

export interface RecurrentOptions {
  readonly inputs: number;
  readonly hidden: number;
  readonly layers?: number;
  readonly bidirectional?: boolean;
}

export interface RecurrentResult {
  /** [T, B, H] or [T, B, 2 H], or what was made of them. */
  readonly outputs: Tensor;
  /** The last carried values of every layer and direction, in the order layer 0, layer 0 reverse, layer 1, ... */
  readonly last: readonly (readonly Tensor[])[];
}

export interface RecurrentLayer {
  readonly parameters: ParameterSpecs;
  /**
   * x [T, B, in]; `initial` in the order of `last`, zeros when absent. `finish` is what comes after the layers: it is given
   * the outputs of all steps, [T, B, H], or of one, [B, H], as the scope has it, and makes `outputs` of them.
   */
  apply(
    scope: Scope,
    x: Tensor,
    initial?: readonly (readonly Tensor[])[],
    finish?: (outputs: Tensor) => Tensor,
  ): RecurrentResult;
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
    apply(scope, x, initial, finish = (outputs) => outputs) {
      const { recurrence = 'layers' } = scope;
      const passCount = layers * directions.length;
      if (initial && initial.length !== passCount) {
        throw new ShapeError(
          `recurrent: ${initial.length} initial states for ${passCount} passes (layers times directions)`,
        );
      }
      const parametersOf = (layer: number, direction: string): CellParameters => {
        const named = (kind: string) => scope.parameter(`${kind}_l${layer}${direction}`);
        return {
          weightInput: named('weight_ih'),
          weightHidden: named('weight_hh'),
          biasInput: named('bias_ih'),
          biasHidden: named('bias_hh'),
        };
      };
      const startOf = (pass: number) =>
        initial?.[pass] ?? Array.from({ length: cell.carried }, () => zeros([x.shape[1]!, hidden]));
      if (recurrence === 'stack' && !bidirectional) {
        const stack = Array.from({ length: layers }, (_, layer) => parametersOf(layer, ''));
        return stackedScan(
          cell,
          stack,
          x,
          stack.map((_, layer) => startOf(layer)),
          finish,
        );
      }
      const run = recurrence === 'operators' && hasKernel(cell) ? operatorPass(cell) : scanPass(cell);
      const last: (readonly Tensor[])[] = [];
      let outputs = x;
      for (let layer = 0; layer < layers; layer++) {
        const below = outputs;
        const passes = directions.map((direction) => {
          const parameters = parametersOf(layer, direction);
          const pass = run(below, parameters, startOf(last.length), direction !== '');
          last.push(pass.last);
          return pass.outputs;
        });
        outputs = concat(passes, -1);
      }
      return { outputs: finish(outputs), last };
    },
  };
}
