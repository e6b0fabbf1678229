import { expect, it } from 'vitest';
import { add, evaluateProgram, input, program, type Tensor, zeros } from '../graph/index.ts';
import { lstm, type Scope } from '../nn/index.ts';
import { randomStream } from '../random/stream.ts';
import { feedbackLstm } from './feedbackLstm.ts';

const [length, batch, inputs, hidden] = [4, 2, 3, 3];
const layers = lstm({ inputs, hidden, layers: 2 });
const given: Record<string, Float32Array> = {};
const draw = (name: string, size: number) => {
  given[name] = new Float32Array(size);
  randomStream(6, name).normal(0, given[name]);
};
draw('x', length * batch * inputs);
for (const [name, { shape }] of Object.entries(layers.parameters))
  draw(
    name,
    shape.reduce((a, b) => a * b, 1),
  );

function run(build: (scope: Scope, x: Tensor) => Tensor): Float64Array {
  const made = new Map<string, Tensor>();
  const scope: Scope = {
    isTraining: true,
    parameter(name) {
      const known = made.get(name) ?? input(name, layers.parameters[name]!.shape);
      made.set(name, known);
      return known;
    },
    update: () => {},
    uniform: (_, shape) => zeros(shape),
  };
  return evaluateProgram(program({ y: build(scope, input('x', [length, batch, inputs])) }), given).y!.data;
}

it('without feedback is the layers of the same parameters', () => {
  const first = zeros([batch, hidden]);
  const alone = run((scope, x) =>
    feedbackLstm(scope, x, first, { hidden, layers: 2, join: (step) => step, emit: (h) => h }),
  );
  const expected = run((scope, x) => layers.apply(scope, x).outputs);
  alone.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 12);
  });
});

it('reads at every step what it made of the step before', () => {
  const first = zeros([batch, hidden]);
  const fed = run((scope, x) =>
    feedbackLstm(scope, x, first, { hidden, layers: 2, join: add, emit: (h) => h }),
  );
  // what was made, given as input beside x, makes the same again
  given.before = new Float32Array(fed.length);
  given.before.set(fed.slice(0, -batch * hidden), batch * hidden);
  const again = run(
    (scope, x) => layers.apply(scope, add(x, input('before', [length, batch, hidden]))).outputs,
  );
  fed.forEach((value, i) => {
    expect(value).toBeCloseTo(again[i]!, 6); // `before` is in float32
  });
});
