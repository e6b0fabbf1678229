import { describe, expect, it } from 'vitest';
import {
  declareInputs,
  expectLayer,
  expectRecorded,
  gradientsOf,
  type LayerCase,
  readFixture,
  scopeOf,
} from '../../test/fixtures/fixture.ts';
import {
  ancestors,
  concat,
  gradients,
  matmul,
  reshape,
  slice,
  square,
  sum,
  type Tensor,
  zeros,
} from '../graph/index.ts';
import { gru, lstm, type Recurrence, type RecurrentLayer, type RecurrentOptions } from './index.ts';

const layers: Readonly<Record<string, (options: RecurrentOptions) => RecurrentLayer>> = {
  lstm,
  gru,
  gruTensorflow1: (options) => gru({ ...options, convention: 'tensorflow1' }),
};
const states: Readonly<Record<string, readonly string[]>> = {
  lstm: ['h', 'c'],
  gru: ['h'],
  gruTensorflow1: ['h'],
};

const forms: readonly Recurrence[] = ['layers', 'stack', 'operators'];

/** One [B, H] of each layer and direction, as PyTorch's [layers * directions, B, H]. */
const stacked = (each: readonly Tensor[]): Tensor =>
  concat(
    each.map((x) => reshape(x, [1, ...x.shape])),
    0,
  );

function unstacked(inputs: Readonly<Record<string, Tensor>>, kind: string): readonly Tensor[][] | undefined {
  const stacks = states[kind]!.map((name) => inputs[`initial_${name}`]);
  const count = stacks[0]?.shape[0];
  if (count === undefined) return undefined;
  return Array.from({ length: count }, (_, i) =>
    stacks.map((stack) => reshape(slice(stack!, 0, { start: i, size: 1 }), stack!.shape.slice(1))),
  );
}

for (const kind of Object.keys(layers)) {
  const cases = await readFixture<LayerCase<RecurrentOptions>>(kind);
  describe(`${kind} gives the recorded outputs, last states and gradients`, () => {
    const all = forms.flatMap((recurrence) => cases.map((recorded) => ({ ...recorded, recurrence })));
    it.each(all)('$title, as $recurrence', async ({ recurrence, ...recorded }) => {
      await expectLayer(recorded, (scope, inputs, options) => {
        const layer = layers[kind]!(options);
        const { outputs, last } = layer.apply({ ...scope, recurrence }, inputs.x!, unstacked(inputs, kind));
        const ends = states[kind]!.map((name, i) => [`last_${name}`, stacked(last.map((s) => s[i]!))]);
        return { outputs, ...Object.fromEntries(ends) };
      });
    });

    it('refuses initial states for fewer passes than it has', () => {
      const layer = layers[kind]!({ inputs: 2, hidden: 3, layers: 2 });
      const parameters = Object.fromEntries(
        Object.entries(layer.parameters).map(([name, { shape }]) => [name, zeros(shape)]),
      );
      const state = states[kind]!.map(() => zeros([1, 3]));
      const run = (initial: readonly Tensor[][]) =>
        layer.apply(scopeOf(parameters), zeros([4, 1, 2]), initial);
      expect(() => run([state])).toThrow('1 initial states for 2 passes');
      expect(() => run([state, state])).not.toThrow();
    });

    it('declares the parameters that PyTorch has, in name and shape', () => {
      for (const { options, parameters } of cases) {
        const declared = Object.entries(layers[kind]!(options).parameters);
        expect(Object.fromEntries(declared.map(([name, { shape }]) => [name, shape]))).toEqual(
          Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, shape])),
        );
      }
    });
  });
}

describe('what runs forward', () => {
  const operatorsOf = (recurrence: Recurrence) => {
    const layer = lstm({ inputs: 2, hidden: 3, layers: 2 });
    const parameters = Object.fromEntries(
      Object.entries(layer.parameters).map(([name, { shape }]) => [name, zeros(shape)]),
    );
    const scope = { ...scopeOf(parameters), recurrence };
    const { outputs } = layer.apply(scope, zeros([4, 5, 2]), undefined, (h) => slice(h, -1, { size: 1 }));
    expect(outputs.shape).toEqual([4, 5, 1]);
    return ancestors([outputs]).map(({ operator }) => operator.name);
  };

  it('is a loop for each layer, one loop with what follows in it, or an operator for each', () => {
    const count = (recurrence: Recurrence, name: string) =>
      operatorsOf(recurrence).filter((operator) => operator === name).length;
    expect(forms.map((form) => count(form, 'scan'))).toEqual([2, 1, 0]);
    expect(forms.map((form) => count(form, 'recurrent'))).toEqual([0, 0, 2]);
    expect(operatorsOf('stack').at(-1)).toBe('scan');
  });
});

interface SlopeCase extends LayerCase<RecurrentOptions> {
  readonly layer: string;
}

const slopeCases = await readFixture<SlopeCase>('slopePenalty');

describe('the squared slope of a recurrent critic has the recorded gradient in weights and inputs', () => {
  it.each(slopeCases)('$layer, $title', async (recorded) => {
    const declared = declareInputs(recorded);
    const x = declared.inputs.x!;
    const { outputs } = layers[recorded.layer]!(recorded.options).apply(scopeOf(declared.parameters), x);
    const head = declared.parameters.head!;
    const last = reshape(slice(outputs, 0, { start: x.shape[0]! - 1 }), [x.shape[1]!, head.shape[0]!]);
    const [slope] = gradients(sum(matmul(last, reshape(head, [head.shape[0]!, 1]))), [x]);
    const penalty = sum(square(slope!));
    const seconds = gradientsOf(penalty, declared, recorded.gradients);
    await expectRecorded(
      { penalty, slope: slope!, ...seconds.outputs },
      { ...recorded.outputs, ...seconds.expected },
      declared.given,
    );
  });
});
