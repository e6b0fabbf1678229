/**
 * A program: named tensors to give and named tensors to get. It is what is lowered, compiled and run, and it is
 * complete: every input that an output depends on must be named.
 */
import { ancestors } from './differentiate.ts';
import { evaluate } from './evaluate.ts';
import { inputOperator } from './operators/source.ts';
import {
  type AnyOperator,
  type ReferenceValue,
  ShapeError,
  showType,
  sizeOf,
  type Tensor,
} from './tensor.ts';

export interface Program {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

export function program(outputs: Readonly<Record<string, Tensor>>): Program {
  const inputs: Record<string, Tensor> = {};
  for (const node of ancestors(Object.values(outputs))) {
    if ((node.operator as AnyOperator) !== inputOperator) continue;
    const { name } = node.attributes as { name: string };
    if (inputs[name]) throw new ShapeError(`program: two inputs are named '${name}'`);
    if (outputs[name]) throw new ShapeError(`program: an input and an output are named '${name}'`);
    inputs[name] = node.outputs[0]!;
  }
  return { inputs, outputs };
}

/** Runs a program on the reference evaluator: flat values by name in, reference values by name out. */
export function evaluateProgram(
  { inputs, outputs }: Program,
  given: Readonly<Record<string, ArrayLike<number>>>,
): Readonly<Record<string, ReferenceValue>> {
  const values = new Map(
    Object.entries(inputs).map(([name, tensor]) => {
      const value = given[name];
      if (!value) throw new Error(`evaluateProgram: no value was given for the input '${name}'`);
      if (value.length !== sizeOf(tensor.shape)) {
        throw new ShapeError(`evaluateProgram: ${value.length} values for '${name}', ${showType(tensor)}`);
      }
      return [tensor, { shape: tensor.shape, data: Float64Array.from(value) }];
    }),
  );
  const results = evaluate(Object.values(outputs), values);
  return Object.fromEntries(Object.keys(outputs).map((name, i) => [name, results[i]!]));
}
