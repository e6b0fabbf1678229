import { describe, expect, it } from 'vitest';
import {
  expectClose,
  type Recorded,
  type RecordedSet,
  runBoth,
  scopeOf,
} from '../../test/fixtures/fixture.ts';
import { add, gradients, input, type Shape, square, sum } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { gru, lstm, type RecurrentLayer } from './index.ts';

interface Extents {
  readonly inputs: number;
  readonly hidden: number;
  readonly length: number;
  readonly batch: number;
  readonly layers?: number;
  readonly bidirectional?: boolean;
}

const kinds: Readonly<Record<string, (extents: Extents) => RecurrentLayer>> = {
  lstm,
  gru,
  'gru of TensorFlow 1': (extents) => gru({ ...extents, convention: 'tensorflow1' }),
};

const sizes: readonly Extents[] = [
  { inputs: 1, hidden: 1, length: 1, batch: 1 },
  { inputs: 512, hidden: 1, length: 2, batch: 1 },
  { inputs: 2, hidden: 3, length: 5, batch: 1, layers: 3 },
  { inputs: 7, hidden: 16, length: 4, batch: 3, layers: 2, bidirectional: true },
  { inputs: 5, hidden: 64, length: 24, batch: 2 },
  { inputs: 33, hidden: 129, length: 1, batch: 2, bidirectional: true },
  { inputs: 16, hidden: 512, length: 2, batch: 1 },
];

function drawn(name: string, shape: Shape): Recorded {
  const data = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  randomStream(1, name).normal(0, data);
  return { shape, data: [...data] };
}

describe.each(Object.entries(kinds))('%s on onnxruntime-node equals the reference', (kind, create) => {
  it.each(sizes)('with %o', async (extents) => {
    const layer = create(extents);
    const given: Record<string, Recorded> = {
      x: drawn(`${kind}.x`, [extents.length, extents.batch, extents.inputs]),
    };
    for (const [name, { shape, initialize }] of Object.entries(layer.parameters)) {
      given[name] = { shape, data: [...initialize(shape, randomStream(1, name))] };
    }
    const { outputs, gradientNames } = built(layer, given);
    const [[, expected], [, actual]] = Object.entries(await runBoth(outputs, given)) as [Run, Run];
    for (const name of ['outputs', ...gradientNames]) expectClose(actual[name]!, expected[name]!, name);
    expect(gradientNames.length).toBe(Object.keys(given).length);
  });
});

describe.each(Object.entries(kinds))('%s under inputs of 1e30', (_, create) => {
  it('stays within -1 and 1, with gradients that are finite', async () => {
    const layer = create({ inputs: 2, hidden: 3, length: 4, batch: 1 });
    const given: Record<string, Recorded> = {
      x: { shape: [4, 1, 2], data: [1e30, -1e30, 1e30, 1e30, 0, -1e30, -1e30, -1e30] },
    };
    for (const [name, { shape, initialize }] of Object.entries(layer.parameters)) {
      given[name] = { shape, data: [...initialize(shape, randomStream(1, name))] };
    }
    const { outputs, gradientNames } = built(layer, given);
    for (const values of Object.values(await runBoth(outputs, given))) {
      for (const value of Array.from(values.outputs!)) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      for (const name of gradientNames)
        expect(Array.from(values[name]!).every(Number.isFinite), name).toBe(true);
    }
  });
});

type Run = [string, Readonly<Record<string, ArrayLike<number>>>];

/** Outputs, and the gradients of a loss that is steep in all of them and in all last states. */
function built(layer: RecurrentLayer, given: RecordedSet) {
  const inputs = Object.fromEntries(
    Object.entries(given).map(([name, { shape }]) => [name, input(name, shape)]),
  );
  const { outputs, last } = layer.apply(scopeOf(inputs), inputs.x!);
  const loss = [outputs, ...last.flat()].map((y) => sum(square(add(y, 0.5)))).reduce((a, b) => add(a, b));
  const found = gradients(loss, Object.values(inputs));
  const named = Object.keys(inputs).map((name, i) => [`d.${name}`, found[i]!] as const);
  return {
    outputs: { outputs, ...Object.fromEntries(named) },
    gradientNames: named.map(([name]) => name),
  };
}
