/** Recurrent layers as loops: one for each layer and direction, or one for a whole stack and what follows it. */
import { scan, type Tensor } from '../graph/index.ts';
import type { Cell, CellParameters, RecurrentResult } from './recurrent.ts';

export interface PassResult {
  /** [T, B, H]. */
  readonly outputs: Tensor;
  /** Each [B, H]. */
  readonly last: readonly Tensor[];
}

/** One layer in one direction over x [T, B, in], from carried values [B, H]. */
export type Pass = (
  x: Tensor,
  parameters: CellParameters,
  start: readonly Tensor[],
  reverse: boolean,
) => PassResult;

export const scanPass =
  (cell: Cell): Pass =>
  (x, parameters, start, reverse) => {
    const step = cell.prepare(parameters);
    const { carried, steps } = scan(
      (before, [input]) => {
        const after = step(input!, before);
        return { carried: after, steps: [after[0]!] };
      },
      start,
      [x],
      { reverse },
    );
    return { outputs: steps[0]!, last: carried };
  };

/**
 * All layers, and `finish` after the last, step by step: what a layer hands to the next one stays in cache, and no stack of
 * it is written for all steps.
 */
export function stackedScan(
  cell: Cell,
  stack: readonly CellParameters[],
  x: Tensor,
  start: readonly (readonly Tensor[])[],
  finish: (output: Tensor) => Tensor,
): RecurrentResult {
  const layers = stack.map((parameters) => (cell.prepareForward ?? cell.prepare)(parameters));
  const ofLayer = <T>(values: readonly T[], layer: number) =>
    values.slice(layer * cell.carried, (layer + 1) * cell.carried);
  const { carried, steps } = scan(
    (before, [input]) => {
      let output = input!;
      const after = layers.flatMap((step, layer) => {
        const own = step(output, ofLayer(before, layer));
        output = own[0]!;
        return own;
      });
      return { carried: after, steps: [finish(output)] };
    },
    start.flat(),
    [x],
  );
  return { outputs: steps[0]!, last: layers.map((_, layer) => ofLayer(carried, layer)) };
}
