/**
 * One direction of one recurrent layer as one operator, ONNX's LSTM or GRU. It means what the scan of the cell means; for
 * a few sequences, where a loop is mostly calls, it takes a fifth of the time.
 */
import { compoundOperator } from '../graph/compound.ts';
import { int, type Lowering, text } from '../graph/lowering.ts';
import { makeNode, type Operator } from '../graph/tensor.ts';
import type { Cell } from './recurrent.ts';
import { type Pass, scanPass } from './recurrentScans.ts';

/** What ONNX calls a cell, and where its blocks of gates stand in ours. */
export interface Kernel {
  readonly type: 'LSTM' | 'GRU';
  readonly gates: readonly number[];
  /** Of a GRU, whether the reset gate comes after the product. */
  readonly resetsAfter?: boolean;
}

type KernelCell = Cell & { readonly kernel: Kernel };

export const hasKernel = (cell: Cell): cell is KernelCell => cell.kernel !== undefined;

interface PassAttributes {
  readonly cell: KernelCell;
  readonly reverse: boolean;
}

/** x [T, B, in], weight_ih, weight_hh, bias_ih, bias_hh, what is carried -> outputs [T, B, H], what is carried. */
export const recurrentOperator: Operator<PassAttributes> = compoundOperator({
  name: 'recurrent',
  build([x, weightInput, weightHidden, biasInput, biasHidden, ...start], { cell, reverse }) {
    const parameters = {
      weightInput: weightInput!,
      weightHidden: weightHidden!,
      biasInput: biasInput!,
      biasHidden: biasHidden!,
    };
    const { outputs, last } = scanPass(cell)(x!, parameters, start, reverse);
    return [outputs, ...last];
  },
  lower(lowering, node, [x, weightInput, weightHidden, biasInput, biasHidden, ...start]) {
    const { cell, reverse } = node.attributes as PassAttributes;
    const { type, gates, resetsAfter } = cell.kernel;
    const hidden = node.inputs[2]!.shape[1]!;
    const rows = gates.flatMap((gate) => Array.from({ length: hidden }, (_, i) => gate * hidden + i));
    const ordered = (name: string) =>
      one(lowering, 'Gather', [name, lowering.constant(rows, [rows.length], 'int32')]);
    const axis = (at: number) => lowering.constant([at], [1], 'int64');
    /** ONNX has an axis of directions. */
    const inDirections = (name: string) => one(lowering, 'Unsqueeze', [name, axis(0)]);
    const bias = one(lowering, 'Concat', [ordered(biasInput!), ordered(biasHidden!)], { axis: int(0) });
    const [outputs, ...last] = lowering.emit(
      type,
      [
        x!,
        ...[ordered(weightInput!), ordered(weightHidden!), bias].map(inDirections),
        '', // all sequences have the whole length
        ...start.map(inDirections),
      ],
      {
        hidden_size: int(hidden),
        ...(reverse && { direction: text('reverse') }),
        ...(resetsAfter !== undefined && { linear_before_reset: int(Number(resetsAfter)) }),
      },
      1 + start.length,
    );
    return [
      one(lowering, 'Squeeze', [outputs!, axis(1)]),
      ...last.map((state) => one(lowering, 'Squeeze', [state, axis(0)])),
    ];
  },
});

const one = (lowering: Lowering, ...node: Parameters<Lowering['emit']>): string => lowering.emit(...node)[0]!;

export const operatorPass =
  (cell: KernelCell): Pass =>
  (x, { weightInput, weightHidden, biasInput, biasHidden }, start, reverse) => {
    const inputs = [x, weightInput, weightHidden, biasInput, biasHidden, ...start];
    const [outputs, ...last] = makeNode(recurrentOperator, inputs, { cell, reverse }).outputs;
    return { outputs: outputs!, last };
  };
