import * as g from '../../src/graph/index.ts';
import { scanOperator } from '../../src/graph/scan/scan.ts';
import type { OperatorCase } from './declaration.ts';

const operators = [scanOperator];
const [T, B, F, H] = [4, 2, 2, 2];

/** An LSTM without biases outside: x [T, B, F], w [F, 4 H], u [H, 4 H], b [4 H]. */
function lstm(x: g.Tensor, w: g.Tensor, u: g.Tensor, b: g.Tensor, reverse = false) {
  const hidden = u.shape[0]!;
  const zero = g.zeros([x.shape[1]!, hidden]);
  return g.scan(
    ([h, c], [projected]) => {
      const gates = g.add(g.add(projected!, g.matmul(h!, u)), b);
      const [i, f, cell, o] = g.split(gates, -1, [hidden, hidden, hidden, hidden]);
      const next = g.add(g.multiply(g.sigmoid(f!), c!), g.multiply(g.sigmoid(i!), g.tanh(cell!)));
      const output = g.multiply(g.sigmoid(o!), g.tanh(next));
      return { carried: [output, next], steps: [output] };
    },
    [zero, zero],
    [g.matmul(x, w)],
    { reverse },
  );
}

const lstmInputs = (time: number, batch: number) => [
  { shape: [time, batch, F] },
  { shape: [F, 4 * H], low: -1, high: 1 },
  { shape: [H, 4 * H], low: -1, high: 1 },
  { shape: [4 * H], low: -1, high: 1 },
];

/** What WGAN-GP adds: mean over the batch of (|dD/dx| - 1)^2, per sequence. */
function gradientPenalty(x: g.Tensor, score: (x: g.Tensor) => g.Tensor): g.Tensor {
  const [gradient] = g.gradients(g.sum(score(x)), [x]);
  const norm = g.sqrt(g.add(g.sum(g.square(gradient!), { axes: [0, 2] }), 1e-6));
  return g.mean(g.square(g.subtract(norm, 1)));
}

export const recurrentCases: readonly OperatorCase[] = [
  {
    title: 'scan: a running sum',
    operators,
    inputs: [{ shape: [2] }, { shape: [3, 2] }],
    build: (first, x) => {
      const total = g.scan(
        ([s], [v]) => ({ carried: [g.add(s!, v!)], steps: [g.add(s!, v!)] }),
        [first!],
        [x!],
      );
      return [total.steps[0]!, total.carried[0]!];
    },
    known: {
      given: [
        [10, 20],
        [1, 2, 3, 4, 5, 6],
      ],
      result: [11, 22, 14, 26, 19, 32],
    },
  },
  {
    title: 'scan: a running sum in reverse',
    operators,
    inputs: [{ shape: [2] }, { shape: [3, 2] }],
    build: (first, x) => {
      const body = ([s]: readonly g.Tensor[], [v]: readonly g.Tensor[]) => {
        const next = g.add(s!, v!);
        return { carried: [next], steps: [next] };
      };
      const total = g.scan(body, [first!], [x!], { reverse: true });
      return [total.steps[0]!, total.carried[0]!];
    },
    known: {
      given: [
        [10, 20],
        [1, 2, 3, 4, 5, 6],
      ],
      result: [19, 32, 18, 30, 15, 26],
    },
  },
  {
    title: 'scan: LSTM',
    operators,
    inputs: lstmInputs(T, B),
    build: (x, w, u, b) => {
      const { steps, carried } = lstm(x!, w!, u!, b!);
      return [steps[0]!, carried[1]!];
    },
  },
  {
    title: 'scan: LSTM in reverse',
    operators,
    inputs: lstmInputs(T, B),
    build: (x, w, u, b) => lstm(x!, w!, u!, b!, true).steps,
  },
  {
    title: 'scan: LSTM of one step',
    operators,
    inputs: lstmInputs(1, B),
    build: (x, w, u, b) => lstm(x!, w!, u!, b!).steps,
  },
  {
    title: 'scan: LSTM of a batch of one',
    operators,
    inputs: lstmInputs(3, 1),
    build: (x, w, u, b) => lstm(x!, w!, u!, b!).steps,
  },
  {
    title: 'scan: LSTM of which only the last cell is read',
    operators,
    inputs: lstmInputs(3, B),
    build: (x, w, u, b) => lstm(x!, w!, u!, b!).carried[1]!,
  },
  {
    title: 'scan: a scan over the steps of another, both directions',
    operators,
    inputs: [...lstmInputs(3, 1), { shape: [H, 4 * H], low: -1, high: 1 }],
    build: (x, w, u, b, v) => {
      const forward = lstm(x!, w!, u!, b!).steps[0]!;
      return lstm(forward, v!, u!, b!, true).steps;
    },
  },
  {
    title: 'scan: the gradient penalty of a recurrent critic',
    operators,
    inputs: lstmInputs(3, B),
    build: (x, w, u, b) => gradientPenalty(x!, (value) => lstm(value, w!, u!, b!).carried[0]!),
    tolerance: 1e-4,
  },
  {
    title: 'scan: the gradient penalty of a bidirectional recurrent critic that reads every step',
    operators,
    inputs: lstmInputs(3, B),
    build: (x, w, u, b) =>
      gradientPenalty(x!, (value) =>
        g.concat([lstm(value, w!, u!, b!).steps[0]!, lstm(value, w!, u!, b!, true).steps[0]!], -1),
      ),
    tolerance: 1e-4,
  },
  {
    title: 'scan: the second derivative of a scan inside the body of another',
    operators,
    inputs: [{ shape: [2, 3, 1] }, { shape: [1] }, { shape: [1] }],
    build: (x, w, h0) => {
      const outer = g.scan(
        ([h], [rows]) => {
          const inner = g.scan(
            ([s], [v]) => {
              const next = g.tanh(g.add(g.multiply(s!, w!), g.multiply(v!, h!)));
              return { carried: [next], steps: [g.multiply(next, v!)] };
            },
            [h!],
            [rows!],
            { reverse: true },
          );
          return { carried: inner.carried, steps: inner.steps };
        },
        [h0!],
        [x!],
      );
      return [outer.steps[0]!, outer.carried[0]!];
    },
  },
];
