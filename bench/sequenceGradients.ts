/**
 * `npm run bench:sequence-gradients [-- --rounds 12]`: the sum of clipped gradients of 128 sequences (a real one and
 * a generated one each) in five ways, processor time, the ways in turn and the least of all rounds:
 *
 *     batch      the gradient of the mean loss, not clipped: what training without a guarantee takes
 *     scan       a batch of one in the body of a scan (gan/privacy/privatePrograms.ts), 16 sequences a run
 *     alone      a program for a batch of one, run 128 times, clipped and added in JavaScript
 *     expanded   weights repeated for every sequence, so that one backward pass has a gradient for each
 *     ghost      norms from Gram matrices over time, |dZ' X|^2 = sum (X X') * (dZ dZ'), then a second backward pass
 *                with the loss of each sequence weighed by its clip (Lee and Kifer 2021, arXiv:2009.03106)
 *
 * The last two are written for the convolutional critic without penalty alone, which shows why: they need every layer
 * to be taken apart. All five are given the same generated sequences as inputs, and the last four must agree.
 */
import { parseArgs } from 'node:util';
import { createCritic } from '../src/gan/critic.ts';
import {
  add,
  concat,
  divide,
  expand,
  gradients,
  input,
  leakyRelu,
  matmul,
  minimum,
  multiply,
  negate,
  type Program,
  pad,
  program,
  reshape,
  scan,
  sizeOf,
  slice,
  softplus,
  sqrt,
  square,
  stopGradient,
  sum,
  type Tensor,
  transpose,
  vectorJacobianProduct,
  zeros,
} from '../src/graph/index.ts';
import type { Scope } from '../src/nn/index.ts';
import { randomStream } from '../src/random/stream.ts';
import { type Value, value } from '../src/runtime/engine.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { processorName } from './machine.ts';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '12' } } });
const [B, T, F, CLIP, KERNEL, SLOPE, SLOTS] = [128, 24, 12, 0.5, 5, 0.2, 16];

type Kind = 'cnn' | 'lstm';

function criticOf(kind: Kind, hidden: number) {
  const config = { kind, hidden, layers: 2, spectralNorm: false, differences: 0 };
  const critic = createCritic(config, F, T);
  const names = Object.keys(critic.parameters);
  const parameters = names.map((name) => input(name, critic.parameters[name]!.shape));
  const scope: Scope = {
    isTraining: true,
    parameter: (name) => parameters[names.indexOf(name)]!,
    update: () => {},
    uniform: (name) => {
      throw new Error(`criticOf: '${name}' asks for noise`);
    },
  };
  return { critic, names, parameters, logits: (x: Tensor) => critic.apply(scope, x) };
}
type Critic = ReturnType<typeof criticOf>;

/** The loss of each pair, [B], from logits of real sequences and then of generated ones. */
function lossOfEach(logits: Tensor): Tensor {
  const size = logits.shape[0]! / 2;
  return add(softplus(negate(slice(logits, 0, { size }))), softplus(slice(logits, 0, { start: size, size })));
}

const pairs = (size: number) => [input('real', [T, size, F]), input('made', [T, size, F])] as const;
const factorOf = (squared: Tensor): Tensor => minimum(divide(CLIP, sqrt(squared)), 1);
const total = (parts: readonly Tensor[]): Tensor => parts.reduce((a, b) => add(a, b));
const sums = (names: readonly string[], tensors: readonly Tensor[]): Program =>
  program(Object.fromEntries(names.map((name, i) => [`sum.${name}`, tensors[i]!])));

function batchProgram({ names, parameters, logits }: Critic, size: number): Program {
  const loss = sum(lossOfEach(logits(concat(pairs(size), 1))));
  return sums(names, gradients(loss, parameters));
}

function scanProgram({ names, parameters, logits }: Critic): Program {
  const stacks = pairs(SLOTS).map((x) => transpose(x, [1, 0, 2]));
  const { carried } = scan(
    (totals, pair) => {
      const own = gradients(
        sum(
          lossOfEach(
            logits(
              concat(
                pair.map((x) => reshape(x, [T, 1, F])),
                1,
              ),
            ),
          ),
        ),
        parameters,
      );
      const factor = factorOf(total(own.map((g) => sum(square(g)))));
      return { carried: totals.map((t, i) => add(t, multiply(own[i]!, factor))), steps: [] };
    },
    parameters.map(({ shape }) => zeros(shape)),
    stacks,
  );
  return sums(names, carried);
}

/** x [N, C, L] -> what every place of a kernel sees, [N, C x 5, L']; stride 2 while there are more than five steps. */
function unfolded(x: Tensor): Tensor {
  const [count, channels, length] = x.shape as [number, number, number];
  const step = length > KERNEL ? 2 : 1;
  const size = Math.floor((length - 1) / step) + 1;
  const wide = pad(x, { before: [0, 0, 2], after: [0, 0, 2] });
  const taps = Array.from({ length: KERNEL }, (_, k) => slice(wide, 2, { start: k, step, size }));
  const stacked = concat(
    taps.map((tap) => reshape(tap, [count, channels, 1, size])),
    2,
  );
  return reshape(stacked, [count, channels * KERNEL, size]);
}

/** What a layer makes of what it sees, [N, K, L] -> [N, O, L], with a weight [O, K] and a bias [O]. */
type Product = (weight: Tensor, bias: Tensor, seen: Tensor) => Tensor;

/** The layers of the convolutional critic as products W X + b. */
function layered(x: Tensor, { names, parameters }: Critic, productOf: Product) {
  const parameter = (suffix: string) => parameters[names.findIndex((name) => name.endsWith(suffix))]!;
  const layers: { readonly seen: Tensor; readonly made: Tensor }[] = [];
  let y = transpose(x, [1, 2, 0]);
  for (const layer of ['conv0', 'conv1', 'head']) {
    const [w, b] = [parameter(`${layer}.weight`), parameter(`${layer}.bias`)];
    const seen = layer === 'head' ? reshape(y, [y.shape[0]!, sizeOf(y.shape.slice(1)), 1]) : unfolded(y);
    const made = productOf(reshape(w, [w.shape[0]!, sizeOf(w.shape.slice(1))]), b, seen);
    layers.push({ seen, made });
    y = layer === 'head' ? made : leakyRelu(made, SLOPE);
  }
  return { layers, logits: reshape(y, [x.shape[1]!]) };
}

function expandedProgram(critic: Critic): Program {
  const [real, made] = pairs(B);
  const own: Tensor[] = [];
  const twice = (x: Tensor) => concat([x, x], 0);
  const { logits } = layered(concat([real, made], 1), critic, (w, b, seen) => {
    const weights = expand(reshape(w, [1, ...w.shape]), [B, ...w.shape]);
    const biases = expand(reshape(b, [1, b.shape[0]!, 1]), [B, b.shape[0]!, 1]);
    own.push(weights, biases);
    const product = matmul(twice(weights), seen);
    return add(product, expand(twice(biases), product.shape));
  });
  const each = gradients(sum(lossOfEach(logits)), own);
  const factor = factorOf(total(each.map((g) => sum(square(g), { axes: [1, 2] }))));
  const weighed = each.map((g) =>
    sum(multiply(g, expand(reshape(factor, [B, 1, 1]), g.shape)), { axes: [0] }),
  );
  return sums(
    critic.names,
    weighed.map((g, i) => reshape(g, critic.parameters[i]!.shape)),
  );
}

function ghostProgram(critic: Critic): Program {
  const [real, made] = pairs(B);
  // one product for all sequences, with the weight on the right
  const { layers, logits } = layered(concat([real, made], 1), critic, (w, b, seen) =>
    transpose(add(matmul(transpose(seen), transpose(w)), b)),
  );
  const losses = lossOfEach(logits);
  const back = gradients(
    sum(losses),
    layers.map((layer) => layer.made),
  );
  /** The two sequences of a pair side by side in time, [B, C, 2 L]. */
  const paired = (x: Tensor) => concat([slice(x, 0, { size: B }), slice(x, 0, { start: B })], 2);
  const gram = (x: Tensor) => matmul(transpose(x), x);
  const squares = layers.map(({ seen }, i) => {
    const [x, z] = [paired(seen), paired(back[i]!)];
    return add(
      sum(multiply(gram(x), gram(z)), { axes: [1, 2] }),
      sum(square(sum(z, { axes: [2] })), { axes: [1] }),
    );
  });
  const factor = stopGradient(factorOf(total(squares)));
  const again = lossOfEach(critic.logits(concat([real, made], 1)));
  return sums(critic.names, vectorJacobianProduct([again], [factor], critic.parameters) as readonly Tensor[]);
}

const engine = nodeEngine();

function valuesFor({ inputs }: Program, from: number): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => {
      const size = sizeOf(shape);
      if (name !== 'real' && name !== 'made') {
        const data = new Float32Array(size);
        randomStream(1, name).normal(0, data);
        return [
          name,
          value(
            data.map((v) => 0.1 * v),
            shape,
          ),
        ];
      }
      const [whole, part] = [new Float32Array(T * B * F), new Float32Array(size)];
      randomStream(1, name).normal(0, whole);
      const width = shape[1]! * F;
      for (let t = 0; t < T; t++)
        part.set(whole.subarray((t * B + from) * F, (t * B + from) * F + width), t * width);
      return [name, value(part, shape)];
    }),
  );
}

/** A way: its sum over all sequences. */
async function prepare(made: Program, size: number, clips: boolean) {
  const executable = await engine.compile(made);
  const inputs = Array.from({ length: B / size }, (_, i) => valuesFor(made, i * size));
  const names = Object.keys(made.outputs);
  return async (): Promise<Float64Array> => {
    let sumOfAll: Float64Array | undefined;
    for (const given of inputs) {
      const results = await executable.run(given);
      const parts = names.map((name) => results[name]!.data);
      let squares = 0;
      if (clips) for (const part of parts) for (const v of part) squares += v * v;
      const factor = clips ? Math.min(1, CLIP / Math.sqrt(squares)) : 1;
      sumOfAll ??= new Float64Array(parts.reduce((count, part) => count + part.length, 0));
      let at = 0;
      for (const part of parts) for (let i = 0; i < part.length; i++) sumOfAll[at++]! += factor * part[i]!;
    }
    return sumOfAll!;
  };
}

const apart = (a: Float64Array, b: Float64Array): number =>
  Math.hypot(...a.map((v, i) => v - b[i]!)) / Math.hypot(...a);

const lines = [
  '| critic | parameters | batch | scan | alone | expanded | ghost |',
  '|---|---|---|---|---|---|---|',
];
for (const [kind, hidden] of [
  ['cnn', 32],
  ['cnn', 64],
  ['lstm', 32],
] as const) {
  const critic = criticOf(kind, hidden);
  const ways: Record<string, () => Promise<Float64Array>> = {
    batch: await prepare(batchProgram(critic, B), B, false),
    scan: await prepare(scanProgram(critic), SLOTS, false),
    alone: await prepare(batchProgram(critic, 1), 1, true),
    ...(kind === 'cnn' && {
      expanded: await prepare(expandedProgram(critic), B, false),
      ghost: await prepare(ghostProgram(critic), B, false),
    }),
  };
  const expected = await ways.alone!();
  for (const [name, way] of Object.entries(ways)) {
    const error = apart(expected, await way());
    if (name !== 'batch' && error > 1e-4) throw new Error(`${kind}, ${name}: off by ${error} of the sum`);
  }
  const least: Record<string, number> = {};
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [name, way] of Object.entries(ways)) {
      const used = process.cpuUsage();
      await way();
      const { user, system } = process.cpuUsage(used);
      least[name] = Math.min(least[name] ?? Infinity, (user + system) / 1000);
    }
  }
  const cells = ['batch', 'scan', 'alone', 'expanded', 'ghost'].map((name) => least[name]?.toFixed(1) ?? '');
  lines.push(`| ${kind} of ${hidden} | ${expected.length} | ${cells.join(' | ')} |`);
}
process.stdout.write(
  `${lines.join('\n')}\n\nProcessor ms, ${B} pairs of ${T} steps and ${F} features, one thread, ${processorName()}\n`,
);
