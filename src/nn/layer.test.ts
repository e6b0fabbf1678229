import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../test/fixtures/fixture.ts';
import { add, constant, evaluate, input, multiply, type Tensor } from '../graph/index.ts';
import { chain, filled, type Layer, pointwise, prefixed, within } from './index.ts';

/** x -> x * factor + noise, and tells the scope that it was here. */
const scaled: Layer = {
  parameters: { factor: { shape: [], initialize: filled(1) } },
  apply: (scope, x) => {
    scope.update('seen', x);
    return add(multiply(x, scope.parameter('factor')), scope.uniform('noise', []));
  },
};

describe('a chain of layers', () => {
  it('prefixes every parameter with the name of its part', () => {
    const network = chain({ a: scaled, b: chain({ c: scaled, d: pointwise((x) => x) }) });
    expect(Object.keys(network.parameters)).toEqual(['a.factor', 'b.c.factor']);
    expect(Object.keys(prefixed('critic', network.parameters))).toEqual([
      'critic.a.factor',
      'critic.b.c.factor',
    ]);
  });

  it('applies the parts in order, each in its own scope for parameters, updates and noise', () => {
    const network = chain({ a: scaled, b: chain({ c: scaled }), double: pointwise((x) => multiply(x, 2)) });
    const asked: string[] = [];
    const updates: Record<string, Tensor> = {};
    const parameters = { 'net.a.factor': constant([2], []), 'net.b.c.factor': constant([5], []) };
    const scope = {
      ...scopeOf(parameters, true, updates),
      uniform: (name: string) => {
        asked.push(name);
        return constant([asked.length], []);
      },
    };
    const x = input('x', []);
    const y = network.apply(within(scope, 'net'), x);
    const value = evaluate([y], new Map([[x, { shape: [], data: Float64Array.of(3) }]]));
    expect(value[0]!.data[0]).toBe(((3 * 2 + 1) * 5 + 2) * 2);
    expect(asked).toEqual(['net.a.noise', 'net.b.c.noise']);
    expect(Object.keys(updates)).toEqual(['net.a.seen', 'net.b.c.seen']);
  });

  it('tells its parts whether this is training', () => {
    for (const isTraining of [true, false]) {
      const seen: boolean[] = [];
      const probe: Layer = {
        parameters: {},
        apply: (scope, x) => {
          seen.push(scope.isTraining);
          return x;
        },
      };
      chain({ a: chain({ b: probe }) }).apply(scopeOf({}, isTraining), input('x', []));
      expect(seen).toEqual([isTraining]);
    }
  });
});
