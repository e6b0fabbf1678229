import * as g from '../../src/graph/index.ts';
import { scanOperator } from '../../src/graph/scan/scan.ts';
import type { OperatorCase } from './declaration.ts';

const operators = [scanOperator];
const B = 2;

/** What a body may do: capture, forget, swap, look up, draw. */
export const bodyCases: readonly OperatorCase[] = [
  {
    title: 'scan: a body that computes with what it captures',
    operators,
    inputs: [{ shape: [3, B] }, { shape: [B] }, { shape: [B] }],
    build: (x, w, h0) => {
      const outside = g.tanh(w!);
      const { steps } = g.scan(
        ([h], [v]) => {
          const inside = g.exp(g.multiply(outside, 0.5)); // depends on no step: computed once
          const next = g.add(g.multiply(h!, inside), g.multiply(v!, outside));
          return { carried: [next], steps: [next] };
        },
        [h0!],
        [x!],
      );
      return steps;
    },
  },
  {
    title: 'scan: a body without recurrence',
    operators,
    inputs: [{ shape: [3, B, 2] }, { shape: [2, 2] }],
    build: (x, w) => g.scan((_, [v]) => ({ carried: [], steps: [g.tanh(g.matmul(v!, w!))] }), [], [x!]).steps,
  },
  {
    title: 'scan: of several results one is read',
    operators,
    inputs: [{ shape: [3, B] }, { shape: [3, B] }, { shape: [B] }, { shape: [B] }],
    build: (x, y, a0, b0) => {
      const { steps } = g.scan(
        ([a, b], [v, u]) => {
          const nextA = g.tanh(g.add(a!, v!));
          const nextB = g.sin(g.add(b!, u!));
          return { carried: [nextA, nextB], steps: [nextA, nextB, g.multiply(nextA, nextB)] };
        },
        [a0!, b0!],
        [x!, y!],
      );
      return steps[0]!;
    },
  },
  {
    title: 'scan: carried values that change places',
    operators,
    inputs: [{ shape: [3, B] }, { shape: [B] }, { shape: [B] }],
    build: (x, a0, b0) =>
      g.scan(([a, b], [v]) => ({ carried: [b!, g.multiply(a!, v!)], steps: [] }), [a0!, b0!], [x!]).carried,
    known: {
      given: [
        [1, 2, 3, 4, 5, 6],
        [10, 20],
        [100, 200],
      ],
      result: [300, 800],
    },
  },
  {
    title: 'scan: steps that are the carry before and after, the step itself, the captured and a constant',
    operators,
    inputs: [{ shape: [3, B] }, { shape: [B] }, { shape: [B] }],
    build: (x, h0, w) => {
      const { steps } = g.scan(
        ([h], [v]) => {
          const next = g.multiply(h!, g.sin(v!));
          return { carried: [next], steps: [h!, next, v!, w!, next, g.constant([1, 2], [B])] };
        },
        [h0!],
        [x!],
      );
      return steps;
    },
  },
  {
    title: 'scan: a carry that never changes',
    operators,
    inputs: [{ shape: [3, B] }, { shape: [B] }],
    build: (x, h0) => {
      const { steps, carried } = g.scan(
        ([h], [v]) => ({ carried: [h!], steps: [g.multiply(h!, v!)] }),
        [h0!],
        [x!],
      );
      return [...steps, ...carried];
    },
  },
  {
    title: 'scan: a weight used element by element in the body',
    operators,
    inputs: [{ shape: [3, B, 2] }, { shape: [2] }, { shape: [B, 2] }],
    build: (x, w, h0) => {
      const { steps } = g.scan(
        ([h], [v]) => {
          const next = g.tanh(g.add(g.multiply(h!, w!), g.multiply(v!, g.square(w!))));
          return { carried: [next], steps: [next] };
        },
        [h0!],
        [x!],
      );
      return steps;
    },
  },
  {
    title: 'scan: a full-sized weight, a scalar weight and a product with the weight on the left',
    operators,
    inputs: [{ shape: [3, B, 2] }, { shape: [B, 2] }, { shape: [] }, { shape: [2, B] }],
    build: (x, full, one, left) => {
      const { steps } = g.scan(
        ([h], [v]) => {
          const next = g.tanh(g.add(g.matmul(left!, g.multiply(h!, full!)), g.multiply(v!, one!)));
          return { carried: [next], steps: [next] };
        },
        [g.zeros([B, 2])],
        [x!],
      );
      return steps;
    },
  },
  {
    title: 'scan: one weight used as a factor, transposed and as a bias',
    operators,
    inputs: [{ shape: [3, 2, 2] }, { shape: [2, 2] }],
    build: (x, w) => {
      const { steps, carried } = g.scan(
        ([h], [v]) => {
          const next = g.tanh(g.add(g.add(g.matmul(h!, w!), g.matmul(v!, g.transpose(w!))), w!));
          return { carried: [next], steps: [next] };
        },
        [g.zeros([2, 2])],
        [x!],
      );
      return [...steps, ...carried];
    },
  },
  {
    title: 'scan: a bias whose sum follows the loop',
    operators,
    inputs: [{ shape: [3, B, 2] }, { shape: [2] }, { shape: [1, 1] }],
    build: (x, bias, offset) => {
      const { carried } = g.scan(
        ([h], [v]) => ({ carried: [g.tanh(g.add(g.add(g.add(h!, v!), bias!), offset!))], steps: [] }),
        [g.zeros([B, 2])],
        [x!],
      );
      return carried;
    },
  },
  {
    title: 'scan: a weight behind a product with another captured matrix',
    operators,
    inputs: [{ shape: [3, B, 2] }, { shape: [2, B] }, { shape: [B, 2] }],
    build: (x, left, w) => {
      const { steps } = g.scan(
        ([h], [v]) => {
          const next = g.tanh(g.add(v!, g.matmul(left!, g.add(h!, w!))));
          return { carried: [next], steps: [next] };
        },
        [g.zeros([B, 2])],
        [x!],
      );
      return steps;
    },
  },
  {
    title: 'scan: a body that reads nothing of its stack',
    operators,
    inputs: [{ shape: [3, B] }, { shape: [B] }, { shape: [B] }],
    build: (x, h0, w) => {
      const { steps, carried } = g.scan(
        ([h]) => {
          const next = g.multiply(h!, w!);
          return { carried: [next], steps: [next] };
        },
        [h0!],
        [x!],
      );
      return [...carried, ...steps];
    },
    known: {
      given: [
        [0, 0, 0, 0, 0, 0],
        [1, 2],
        [2, 3],
      ],
      result: [8, 54],
    },
  },
  {
    title: 'scan: a body that reads nothing at all but the carry',
    operators,
    inputs: [{ shape: [3, B] }, { shape: [B] }],
    build: (x, h0) => g.scan(([h]) => ({ carried: [g.add(h!, h!)], steps: [] }), [h0!], [x!]).carried,
    known: {
      given: [
        [0, 0, 0, 0, 0, 0],
        [1, 2],
      ],
      result: [8, 16],
    },
  },
  {
    title: 'scan: a body that also reads the whole stack',
    operators,
    inputs: [{ shape: [3, B, 2] }, { shape: [B, 2] }],
    build: (x, h0) => {
      const { steps } = g.scan(
        ([h], [v]) => {
          const scores = g.sum(g.multiply(x!, h!), { axes: [-1], keep: true });
          const read = g.sum(g.multiply(g.sigmoid(scores), x!), { axes: [0] });
          const next = g.tanh(g.add(read, v!));
          return { carried: [next], steps: [next] };
        },
        [h0!],
        [x!],
      );
      return steps;
    },
  },
  {
    title: 'scan: a carried condition and a carried count beside carried numbers of other shapes',
    operators,
    inputs: [{ shape: [4, B], low: -1, high: 1 }, { shape: [B, 2] }, { shape: [] }],
    avoid: [0.5],
    build: (x, h0, total0) => {
      // a sequence lives until a step exceeds one half; then its state stands still
      const { carried, steps } = g.scan(
        ([alive, count, h, total], [v]) => {
          const goesOn = g.select(alive!, g.less(v!, 0.5), g.scalar(0, 'bool'));
          const column = g.reshape(v!, [B, 1]);
          const next = g.select(g.reshape(goesOn, [B, 1]), g.tanh(g.add(g.multiply(h!, 0.5), column)), h!);
          const counted = g.add(count!, g.select(goesOn, g.scalar(1, 'int32'), g.scalar(0, 'int32')));
          const summed = g.add(total!, g.sum(g.square(next)));
          return { carried: [goesOn, counted, next, summed], steps: [next, goesOn, counted] };
        },
        [g.constant([1, 1], [B], 'bool'), g.zeros([B], 'int32'), h0!, total0!],
        [x!],
      );
      const mask = g.select(steps[1]!, g.scalar(1), 0);
      return [g.multiply(mask, x!), steps[0]!, carried[3]!, g.oneHot(carried[1]!, 5)];
    },
    known: {
      given: [[0.1, 0.9, 0.2, 0.3, 0.6, 0.4, -0.5, 0.2], [0, 0, 0, 0], [0]],
      result: [0.1, 0, 0.2, 0, 0, 0, 0, 0],
    },
  },
  {
    title: 'scan: conditions that the backward pass reads again',
    operators,
    inputs: [{ shape: [3, B] }, { shape: [3, B] }, { shape: [B] }],
    build: (x, y, h0) => {
      const { steps } = g.scan(
        ([h], [a, b]) => {
          const next = g.add(
            g.select(g.greater(a!, b!), g.multiply(a!, h!), g.sin(b!)),
            g.relu(g.subtract(a!, b!)),
          );
          return { carried: [next], steps: [next] };
        },
        [h0!],
        [x!, y!],
      );
      return steps;
    },
  },
  {
    title: 'scan: convolution, softmax, max, slices and stacked products in the body',
    operators,
    inputs: [{ shape: [2, 1, 2, 3] }, { shape: [2, 2, 3] }, { shape: [1, 2, 3] }],
    build: (x, kernels, h0) => {
      const { steps } = g.scan(
        ([h], [v]) => {
          const mixed = g.convolution(g.concat([h!, v!], 0), kernels!, { padding: [1] });
          const attention = g.softmax(g.matmul(mixed, g.transpose(mixed)));
          const all = g.matmul(attention, mixed);
          const next = g.subtract(g.slice(all, 0, { size: 1 }), g.slice(all, 0, { start: 1 }));
          return { carried: [next], steps: [g.multiply(next, g.max(mixed))] };
        },
        [h0!],
        [x!],
      );
      return steps;
    },
    tolerance: 1e-4,
  },
  {
    title: 'scan: an embedding looked up by the steps',
    operators,
    inputs: [{ shape: [4, B], dtype: 'int32', high: 3 }, { shape: [3, 2] }, { shape: [2, 2] }],
    build: (tokens, table, u) => {
      const { steps } = g.scan(
        ([h], [token]) => {
          const next = g.tanh(g.add(g.gather(table!, token!), g.matmul(h!, u!)));
          return { carried: [next], steps: [next] };
        },
        [g.zeros([B, 2])],
        [tokens!],
      );
      return steps;
    },
  },
  {
    title: 'scan: tokens drawn by gumbel noise and fed back',
    operators,
    inputs: [
      { shape: [4, B, 3], low: 0.02, high: 0.98 },
      { shape: [3, 2] },
      { shape: [2, 2] },
      { shape: [2, 3] },
      { shape: [B], dtype: 'int32', high: 3 },
    ],
    build: (uniform, table, u, out, first) => {
      const gumbel = g.negate(g.log(g.negate(g.log(uniform!))));
      const { steps } = g.scan(
        ([h, token], [noise]) => {
          const next = g.tanh(g.add(g.gather(table!, token!), g.matmul(h!, u!)));
          const logits = g.matmul(next, out!);
          const drawn = g.argmax(g.add(logits, noise!));
          const soft = g.softmax(g.divide(g.add(logits, noise!), 0.7));
          const logProbability = g.sum(g.multiply(g.logSoftmax(logits), g.oneHot(drawn, 3)), { axes: [-1] });
          return { carried: [next, drawn], steps: [logProbability, soft, g.oneHot(drawn, 3), drawn] };
        },
        [g.zeros([B, 2]), first!],
        [gumbel],
      );
      const again = g.gather(table!, steps[3]!); // drawn tokens leave the scan as int32
      return [steps[0]!, steps[1]!, steps[2]!, again];
    },
    tolerance: 1e-4,
  },
];
