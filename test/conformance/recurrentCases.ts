import * as g from '../../src/graph/index.ts';
import { scanOperator } from '../../src/graph/scan/scan.ts';
import { tensorflow1GruCell, torchGruCell } from '../../src/nn/gru.ts';
import { lstmCell } from '../../src/nn/lstm.ts';
import type { Cell } from '../../src/nn/recurrent.ts';
import { hasKernel, operatorPass, recurrentOperator } from '../../src/nn/recurrentOperator.ts';
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

/** A GRU in PyTorch's convention, without biases: x [T, B, F], w [F, 3 H], u [H, 3 H]; the last h, [B, H]. */
function gru(x: g.Tensor, w: g.Tensor, u: g.Tensor): g.Tensor {
  const hidden = u.shape[0]!;
  const { carried } = g.scan(
    ([h], [projected]) => {
      const parts = [hidden, hidden, hidden];
      const [xr, xz, xn] = g.split(projected!, -1, parts);
      const [hr, hz, hn] = g.split(g.matmul(h!, u), -1, parts);
      const update = g.sigmoid(g.add(xz!, hz!));
      const candidate = g.tanh(g.add(xn!, g.multiply(g.sigmoid(g.add(xr!, hr!)), hn!)));
      return { carried: [g.add(candidate, g.multiply(update, g.subtract(h!, candidate)))], steps: [] };
    },
    [g.zeros([x.shape[1]!, hidden])],
    [g.matmul(x, w)],
  );
  return carried[0]!;
}

const gruInputs = (time: number, batch: number) => [
  { shape: [time, batch, F] },
  { shape: [F, 3 * H], low: -1, high: 1 },
  { shape: [H, 3 * H], low: -1, high: 1 },
];

/** R1: the mean over the batch of |dD/dx|^2. */
function squaredSlope(x: g.Tensor, score: (x: g.Tensor) => g.Tensor): g.Tensor {
  const [gradient] = g.gradients(g.sum(score(x)), [x]);
  return g.mean(g.sum(g.square(gradient!), { axes: [0, 2] }));
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

/** One layer as an operator: x [T, B, F], weights and biases in PyTorch's layout, and what is carried. */
function operatorCase(title: string, cell: Cell, reverse = false): OperatorCase {
  const rows = cell.gates * H;
  return {
    title: `recurrent: ${title}`,
    operators: [recurrentOperator],
    inputs: [
      { shape: [3, B, F] },
      { shape: [rows, F], low: -1, high: 1 },
      { shape: [rows, H], low: -1, high: 1 },
      { shape: [rows], low: -1, high: 1 },
      { shape: [rows], low: -1, high: 1 },
      ...Array.from({ length: cell.carried }, () => ({ shape: [B, H], low: -1, high: 1 })),
    ],
    build: (x, weightInput, weightHidden, biasInput, biasHidden, ...start) => {
      if (!hasKernel(cell)) throw new Error('a cell without a kernel');
      const parameters = {
        weightInput: weightInput!,
        weightHidden: weightHidden!,
        biasInput: biasInput!,
        biasHidden: biasHidden!,
      };
      const { outputs, last } = operatorPass(cell)(x!, parameters, start, reverse);
      return [outputs, ...last];
    },
  };
}

export const recurrentCases: readonly OperatorCase[] = [
  operatorCase('LSTM', lstmCell),
  operatorCase('LSTM in reverse', lstmCell, true),
  operatorCase('GRU', torchGruCell),
  operatorCase('GRU that resets before the product', tensorflow1GruCell),
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
    title: 'scan: R1 of an LSTM critic of a batch and a length of one',
    operators,
    inputs: lstmInputs(1, 1),
    build: (x, w, u, b) => squaredSlope(x!, (value) => lstm(value, w!, u!, b!).carried[0]!),
    tolerance: 1e-4,
  },
  {
    title: 'scan: the gradient penalty of a GRU critic',
    operators,
    inputs: gruInputs(3, B),
    build: (x, w, u) => gradientPenalty(x!, (value) => gru(value, w!, u!)),
    tolerance: 1e-4,
  },
  {
    title: 'scan: R1 of a GRU critic that reads the steps of an LSTM',
    operators,
    inputs: [...lstmInputs(2, B), ...gruInputs(2, B).slice(1)],
    build: (x, w, u, b, gruW, gruU) =>
      squaredSlope(x!, (value) => gru(lstm(value, w!, u!, b!).steps[0]!, gruW!, gruU!)),
    tolerance: 1e-4,
  },
  {
    title: 'scan: one step inside one step',
    operators,
    inputs: [{ shape: [1, 1, 2] }, { shape: [2] }],
    build: (x, w) => {
      const outer = g.scan(
        ([h], [rows]) => {
          const inner = g.scan(
            ([s], [v]) => ({ carried: [g.tanh(g.add(g.multiply(s!, w!), v!))], steps: [] }),
            [h!],
            [rows!],
          );
          return { carried: inner.carried, steps: inner.carried };
        },
        [g.zeros([2])],
        [x!],
      );
      return outer.steps;
    },
    known: {
      given: [
        [Math.log(2), -Math.log(2)],
        [1, 2],
      ],
      result: [0.6, -0.6],
    },
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
