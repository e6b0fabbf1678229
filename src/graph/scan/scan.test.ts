import { describe, expect, it } from 'vitest';
import * as g from '../index.ts';
import { type ScanBody, scanOperator } from './scan.ts';

const [T, B, H] = [3, 2, 2];
const given = {
  x: Float64Array.from({ length: T * B * H }, (_, i) => Math.sin(i)),
  y: Float64Array.from({ length: T * B * H }, (_, i) => Math.cos(3 * i)),
  u: Float64Array.from({ length: H * H }, (_, i) => Math.cos(i)),
  v: Float64Array.from({ length: H * H }, (_, i) => Math.cos(2 * i)),
};

/** Two independent recurrences in one scan: over x with u, and over y with v. */
function twoRecurrences() {
  const [x, y] = [g.input('x', [T, B, H]), g.input('y', [T, B, H])];
  const [u, v] = [g.input('u', [H, H]), g.input('v', [H, H])];
  const zero = g.zeros([B, H]);
  const { steps, carried } = g.scan(
    ([a, b], [p, q]) => {
      const nextA = g.tanh(g.add(p!, g.matmul(a!, u)));
      const nextB = g.sin(g.add(q!, g.matmul(b!, v)));
      return { carried: [nextA, nextB], steps: [nextA, nextB] };
    },
    [zero, zero],
    [x, y],
  );
  return { x, y, u, v, steps: steps as [g.Tensor, g.Tensor], carried: carried as [g.Tensor, g.Tensor] };
}

describe('the gradients of one scan', () => {
  it('do not disturb one another, nor the results', () => {
    const alone = [0, 1].map((which) => {
      const { u, v, steps } = twoRecurrences();
      const [gradient] = g.gradients(g.sum(g.square(steps[which]!)), [[u, v][which]!]);
      return g.evaluateProgram(g.program({ gradient: gradient! }), given).gradient;
    });
    const { u, v, steps, carried } = twoRecurrences();
    const before = g.evaluateProgram(g.program({ last: carried[1] }), given).last;
    const [first] = g.gradients(g.sum(g.square(steps[0])), [u]);
    const [second] = g.gradients(g.sum(g.square(steps[1])), [v]);
    const [third] = g.gradients(g.sum(g.square(g.add(...steps))), [u]);
    const after = g.evaluateProgram(g.program({ first: first!, second: second!, last: carried[1] }), given);
    expect([after.first, after.second]).toEqual(alone);
    expect(after.last).toEqual(before);
    expect(third!.shape).toEqual([H, H]);
  });

  it('made twice are the same', () => {
    const { u, steps } = twoRecurrences();
    const loss = g.sum(g.square(steps[0]));
    const twice = g.program({ a: g.gradients(loss, [u])[0]!, b: g.gradients(loss, [u])[0]! });
    const { a, b } = g.evaluateProgram(twice, given);
    expect(a).toEqual(b);
  });

  it('made twice ask the forward scan for its inner values once', () => {
    const { u, steps } = twoRecurrences();
    const { node } = steps[0];
    const loss = g.sum(g.square(steps[0]));
    g.gradients(loss, [u]);
    const asked = node.outputs.length;
    g.gradients(loss, [u]);
    expect(node.outputs).toHaveLength(asked);
  });

  it('reach only what is asked for: the other recurrence is no part of the backward scan', () => {
    const { u, steps } = twoRecurrences();
    const [gradient] = g.gradients(g.sum(g.square(steps[0])), [u]);
    const backward = g.ancestors([gradient!]).filter(isScan).at(-1)!;
    const { carriedIn, constantIn, reverse } = backward.attributes as ScanBody;
    expect(carriedIn.map(({ shape }) => shape)).toEqual([
      [B, H], // dL/da
      [H, H], // the total of dL/du
    ]);
    expect([constantIn.length, reverse]).toEqual([1, true]);
  });
});

describe('the gradient of a weight', () => {
  const [x, narrow, wide] = [g.input('x', [T, 2, 2]), g.input('w', [2, 2]), g.input('w', [20, 20])];
  /** What the backward scan carries, and the product that the gradient is where it is made after the loop. */
  function backwardOf(w: g.Tensor, stack: g.Tensor, step: (h: g.Tensor, s: g.Tensor) => g.Tensor) {
    const body = ([h]: readonly g.Tensor[], [s]: readonly g.Tensor[]) => ({
      carried: [g.tanh(step(h!, s!))],
      steps: [],
    });
    const start = g.zeros([2, w.shape[0]!]);
    const [gradient] = g.gradients(g.sum(g.scan(body, [start], [stack]).carried[0]!), [w]);
    const backward = g.ancestors([gradient!]).filter(isScan).at(-1)!;
    const { name } = gradient!.node.operator;
    return { name, gradient: gradient!, carried: (backward.attributes as ScanBody).carriedIn.length };
  }

  it('that is small beside a step is added up in the loop', () => {
    const { name, carried } = backwardOf(narrow, x, (h, s) => g.add(g.matmul(h, narrow), s));
    expect({ name, carried }).toEqual({ name: 'scan', carried: 2 });
  });

  it('that is large beside a step is one product after the loop', () => {
    const stack = g.input('x', [T, 2, 20]);
    const { name, gradient, carried } = backwardOf(wide, stack, (h, s) => g.add(g.matmul(h, wide), s));
    expect({ name, carried }).toEqual({ name: 'matmul', carried: 1 });
    expect(gradient.node.inputs.map(({ shape }) => shape)).toEqual([
      [20, T * 2],
      [T * 2, 20],
    ]);
  });

  it('is the same both ways', () => {
    const [few, many] = [1, 40].map((batch) => {
      const [stack, w] = [g.input('x', [T, batch, 20]), g.input('w', [20, 20])];
      const body = ([h]: readonly g.Tensor[], [s]: readonly g.Tensor[]) => {
        const next = g.tanh(g.add(g.matmul(h!, w), g.matmul(s!, w)));
        return { carried: [next], steps: [next] };
      };
      const { steps } = g.scan(body, [g.zeros([batch, 20])], [stack]);
      const [gradient] = g.gradients(g.sum(g.square(steps[0]!)), [w]);
      const row = Float64Array.from({ length: T * 20 }, (_, i) => Math.sin(i));
      const values = Float64Array.from({ length: T * batch * 20 }, (_, i) => {
        const [t, column] = [Math.floor(i / (batch * 20)), i % 20];
        return row[t * 20 + column]!;
      });
      const weights = Float64Array.from({ length: 400 }, (_, i) => Math.cos(i) / 5);
      const { data } = g.evaluateProgram(g.program({ gradient: gradient! }), { x: values, w: weights })
        .gradient!;
      return { kind: gradient!.node.operator.name, data: data.map((value) => value / batch) };
    });
    expect([few!.kind, many!.kind]).toEqual(['add', 'scan']);
    many!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(few!.data[i]!, 10);
    });
  });

  it('that is no product of per-step values is added up in the loop', () => {
    const { carried } = backwardOf(narrow, x, (h, s) => g.add(g.multiply(h, narrow), s));
    expect(carried).toBe(2);
  });

  it('can be differentiated again, and its cotangent is then a constant of the loop', () => {
    const { gradient } = backwardOf(narrow, x, (h, s) => g.add(g.matmul(h, narrow), s));
    const [second] = g.gradients(g.sum(g.square(gradient)), [narrow]);
    const scans = g.ancestors([second!]).filter(isScan);
    for (const { attributes } of scans.slice(2)) {
      const { carriedIn, carriedOut } = attributes as ScanBody;
      carriedIn.forEach((formal, i) => {
        expect(carriedOut[i]).not.toBe(formal);
      });
    }
    const at = (w: readonly number[]) => {
      const given = { x: given12, w: Float64Array.from(w) };
      const { total, slope } = g.evaluateProgram(
        g.program({ total: g.sum(g.square(gradient)), slope: second! }),
        given,
      );
      return { total: total!.data[0]!, slope: slope!.data };
    };
    const given12 = Float64Array.from({ length: T * 4 }, (_, i) => Math.sin(i));
    const w = [0.3, -0.4, 0.5, 0.2];
    const { slope } = at(w);
    w.forEach((_, i) => {
      const moved = (by: number) => at(w.map((value, j) => (i === j ? value + by : value))).total;
      expect((moved(1e-5) - moved(-1e-5)) / 2e-5).toBeCloseTo(slope[i]!, 6);
    });
  });
});

describe('what is alive', () => {
  it('leaves out the stack, the carry and the weight of a recurrence that nobody reads', () => {
    const { x, y, u, v, steps } = twoRecurrences();
    const live = g.liveTensors([steps[0]]);
    expect([x, u].map((tensor) => live.has(tensor))).toEqual([true, true]);
    expect([y, v].map((tensor) => live.has(tensor))).toEqual([false, false]);
  });

  it('keeps a carried value that another one needs', () => {
    const [a0, b0, x] = [g.input('a', [1]), g.input('b', [1]), g.input('x', [T, 1])];
    const { carried } = g.scan(
      ([a, b], [s]) => ({ carried: [g.add(a!, b!), g.add(b!, s!)], steps: [] }),
      [a0, b0],
      [x],
    );
    expect(g.liveTensors([carried[0]!]).has(b0)).toBe(true);
    expect(g.liveTensors([carried[1]!]).has(a0)).toBe(false);
  });
});

describe('a body', () => {
  it('holds only what changes from step to step', () => {
    const [x, w] = [g.input('x', [T, H]), g.input('w', [H])];
    const { steps } = g.scan(
      (_, [s]) => ({ carried: [], steps: [g.multiply(s!, g.exp(g.tanh(w)))] }),
      [],
      [x],
    );
    const { stepOut } = steps[0]!.node.attributes as ScanBody;
    expect(g.ancestors(stepOut).map((node) => node.operator.name)).not.toContain('exp');
    const { constantIn } = steps[0]!.node.attributes as ScanBody;
    expect(constantIn).toHaveLength(1);
    const { y } = g.evaluateProgram(g.program({ y: steps[0]! }), { x: [1, 2, 3, 4, 5, 6], w: [0, 0] });
    expect([...y!.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

it('constants are part of a body, not captured by it', () => {
  const x = g.input('x', [T, H]);
  const { steps } = g.scan((_, [s]) => ({ carried: [], steps: [g.multiply(s!, 3)] }), [], [x]);
  expect((steps[0]!.node.attributes as ScanBody).constantIn).toEqual([]);
});

function isScan(node: g.Node): boolean {
  return (node.operator as unknown) === scanOperator;
}
