/**
 * A pass over the body of a scan: products of the same factors are made once, whatever order they are written in.
 *
 * Differentiation makes (dc g) i for one gate of an LSTM and (dc i) g for another. Every product is taken as the
 * multiset of its factors, and from the smallest to the largest each is made from the largest one made before that
 * it contains. Of the 22 elementwise operators of an LSTM's backward step 17 are left.
 */
import { ancestors } from '../differentiate.ts';
import { multiply, multiplyOperator } from '../operators/arithmetic.ts';
import { type AnyOperator, type Node, sameShape, type Tensor } from '../tensor.ts';

/** A product of more factors is left as it is written. */
const MOST_FACTORS = 8;

/** How a multiset of factors is made: one factor, or another multiset times one factor. */
interface Plan {
  readonly factors: readonly Tensor[];
  readonly rest?: Plan;
  readonly last: Tensor;
}

/** What takes the place of `outputs`; themselves where nothing is saved. */
export function shareProducts(
  outputs: readonly Tensor[],
  rebuild: (node: Node, inputs: readonly Tensor[]) => Node,
): readonly Tensor[] {
  const nodes = ancestors(outputs);
  const { factors, needed } = factorise(nodes, outputs);
  const plans = new Map<Tensor, Plan>();
  const known: Plan[] = [];
  for (const product of [...needed].sort((a, b) => factors.get(a)!.length - factors.get(b)!.length)) {
    plans.set(product, planFor(factors.get(product)!, known));
  }
  if (known.filter(({ rest }) => rest).length >= factors.size) return outputs;

  const made = new Map<Plan, Tensor>();
  const rebuilt = new Map<Node, Node>();
  const makePlan = (plan: Plan): Tensor => {
    const value =
      made.get(plan) ?? (plan.rest ? multiply(makePlan(plan.rest), make(plan.last)) : make(plan.last));
    made.set(plan, value);
    return value;
  };
  const make = (tensor: Tensor): Tensor => {
    const plan = plans.get(tensor);
    if (plan) return makePlan(plan);
    const { node, index } = tensor;
    const copy = rebuilt.get(node) ?? rebuild(node, node.inputs.map(make));
    rebuilt.set(node, copy);
    return copy.outputs[index]!;
  };
  return outputs.map(make);
}

/** The factors of every product, and the products that something else than a product reads. */
function factorise(nodes: readonly Node[], outputs: readonly Tensor[]) {
  const factors = new Map<Tensor, readonly Tensor[]>();
  const needed = new Set<Tensor>();
  const need = (tensor: Tensor) => {
    if (factors.has(tensor)) needed.add(tensor);
  };
  for (const node of nodes) {
    const [product] = node.outputs;
    const all = node.inputs.flatMap((x) => factors.get(x) ?? [x]);
    if (isProduct(node) && all.length <= MOST_FACTORS) factors.set(product!, all);
    else node.inputs.forEach(need);
  }
  outputs.forEach(need);
  return { factors, needed };
}

function isProduct({ operator, inputs, outputs }: Node): boolean {
  return (
    (operator as AnyOperator) === multiplyOperator &&
    inputs.every((x) => x.dtype === 'float32' && sameShape(x.shape, outputs[0]!.shape))
  );
}

/** Adds to `known` what it takes to make these factors, and returns it. */
function planFor(factors: readonly Tensor[], known: Plan[]): Plan {
  let best: Plan | undefined;
  for (const plan of known) {
    if (plan.factors.length > (best?.factors.length ?? 1) && without(factors, plan.factors)) best = plan;
  }
  let plan = best;
  for (const last of without(factors, best?.factors ?? [])!) {
    plan = plan ? { factors: [...plan.factors, last], rest: plan, last } : { factors: [last], last };
    known.push(plan);
  }
  return plan!;
}

/** What is left of `all` without `part`; undefined where it does not hold it. */
function without(all: readonly Tensor[], part: readonly Tensor[]): readonly Tensor[] | undefined {
  const left = [...all];
  for (const factor of part) {
    const at = left.indexOf(factor);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return left;
}
