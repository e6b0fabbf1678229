/**
 * A compound operator means what a small program of other operators means, and is one node of ONNX, where the runtime
 * has a kernel for all of it. Its shapes, its gradient and its reference are those of the program; its lowering alone is
 * its own.
 */
import { ancestors, vectorJacobianProduct } from './differentiate.ts';
import { evaluate } from './evaluate.ts';
import { input } from './operators/source.ts';
import { rebuild } from './scan/scan.ts';
import type { Operator, Tensor, TensorType } from './tensor.ts';

export interface Compound<A> extends Pick<Operator<A>, 'name' | 'lower'> {
  /** The program. */
  build(inputs: readonly Tensor[], attributes: A): readonly Tensor[];
}

export function compoundOperator<A>({ name, build, lower }: Compound<A>): Operator<A> {
  const formalsOf = (types: readonly TensorType[]) =>
    types.map(({ shape, dtype }, i) => input(`${name} ${i}`, shape, dtype));
  return {
    name,
    lower,
    meaning: ({ inputs, attributes }) => build(formalsOf(inputs), attributes),
    infer: (types, attributes) =>
      build(formalsOf(types), attributes).map(({ shape, dtype }) => ({ shape, dtype })),
    evaluate(values, attributes, node) {
      const formals = formalsOf(node.inputs);
      return evaluate(build(formals, attributes), new Map(formals.map((formal, i) => [formal, values[i]!])));
    },
    gradient({ inputs, attributes, cotangents, needs }) {
      // among formal inputs, of which none depends on another, as the real ones may
      const formals = formalsOf(inputs);
      const results = build(formals, attributes).filter((_, i) => cotangents[i]);
      const given = cotangents.filter((cotangent) => cotangent !== undefined);
      const formalCotangents = formalsOf(given);
      const found = vectorJacobianProduct(
        results,
        formalCotangents,
        formals.filter((_, i) => needs[i]),
      );
      const real = replacing(new Map([...pairs(formals, inputs), ...pairs(formalCotangents, given)]), found);
      return needs.map((isNeeded) => (isNeeded ? real.shift() : undefined));
    },
  };
}

const pairs = (from: readonly Tensor[], to: readonly Tensor[]) => from.map((x, i) => [x, to[i]!] as const);

/** The same tensors made of others. */
function replacing(
  known: Map<Tensor, Tensor>,
  tensors: readonly (Tensor | undefined)[],
): (Tensor | undefined)[] {
  for (const node of ancestors(tensors.filter((x) => x !== undefined))) {
    if (known.has(node.outputs[0]!)) continue;
    const rebuilt = rebuild(
      node,
      node.inputs.map((x) => known.get(x)!),
    );
    node.outputs.forEach((output, i) => {
      known.set(output, rebuilt.outputs[i]!);
    });
  }
  return tensors.map((x) => x && known.get(x)!);
}
