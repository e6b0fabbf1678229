import { describe, expect, it } from 'vitest';
import {
  expectClose,
  expectRecorded,
  type Recorded,
  readFixture,
  runBoth,
} from '../../test/fixtures/fixture.ts';
import { evaluate, input, scalar, type Tensor, zeros } from '../graph/index.ts';
import {
  clipByGlobalNorm,
  globalNorm,
  movingAverage,
  type OptimizerName,
  type OptimizerSettings,
  optimizers,
} from './index.ts';

interface OptimizerCase {
  readonly title: string;
  readonly optimizer: OptimizerName;
  readonly settings: OptimizerSettings;
  readonly rates: readonly number[];
  readonly start: Recorded;
  readonly gradients: readonly Recorded[];
  readonly weights: readonly Recorded[];
}

const cases = await readFixture<OptimizerCase>('optimizers');

const number = (data: number): Recorded => ({ shape: [], data: [data] });

describe('five steps of an optimiser go where PyTorch goes, each of them', () => {
  it.each(cases)('$title', async ({ optimizer: name, settings, rates, start, gradients, weights }) => {
    const optimizer = optimizers[name](settings);
    expect(optimizer.name).toBe(name);
    const given: Record<string, Recorded> = { start };
    const outputs: Record<string, Tensor> = {};
    let weight = input('start', start.shape);
    let slots: readonly Tensor[] = optimizer.slots.map(() => zeros(start.shape));
    gradients.forEach((gradient, i) => {
      const asked = (kind: string, recorded: Recorded) => {
        given[`${kind} ${i}`] = recorded;
        return input(`${kind} ${i}`, recorded.shape);
      };
      const scalars = Object.entries(optimizer.scalars(i + 1)).map(
        ([kind, value]) => [kind, asked(kind, number(value))] as const,
      );
      const [rate, g] = [asked('rate', number(rates[i]!)), asked('gradient', gradient)];
      const updated = optimizer.update(weight, g, slots, rate, Object.fromEntries(scalars));
      ({ parameter: weight, slots } = updated);
      expect(slots.length).toBe(optimizer.slots.length);
      outputs[`weight ${i}`] = weight;
    });
    const expected = Object.fromEntries(weights.map((recorded, i) => [`weight ${i}`, recorded]));
    await expectRecorded(outputs, expected, given);
  });

  it('with every optimiser among the cases', () => {
    expect(new Set(cases.map(({ optimizer }) => optimizer))).toEqual(new Set(Object.keys(optimizers)));
  });
});

interface ClippingCase {
  readonly title: string;
  readonly limit: number;
  readonly gradients: readonly Recorded[];
  readonly norm: Recorded;
  readonly clipped: readonly Recorded[];
}

const clippingCases = await readFixture<ClippingCase>('clipping');

describe('clipping by the global norm gives what PyTorch gives', () => {
  it.each(clippingCases)('$title', async ({ limit, gradients, norm, clipped }) => {
    const inputs = gradients.map(({ shape }, i) => input(`g${i}`, shape));
    const results = clipByGlobalNorm(inputs, limit);
    const outputs = {
      norm: globalNorm(inputs),
      ...Object.fromEntries(results.map((x, i) => [`clipped${i}`, x])),
    };
    const given = Object.fromEntries(gradients.map((gradient, i) => [`g${i}`, gradient]));
    for (const [evaluator, values] of Object.entries(await runBoth(outputs, given))) {
      expectClose(values.norm!, norm.data, `norm by ${evaluator}`);
      clipped.forEach(({ data }, i) => {
        expectClose(values[`clipped${i}`]!, data, `gradient ${i} by ${evaluator}`);
      });
    }
  });
});

describe('the moving average of a weight', () => {
  const averaged = (average: number, weight: number, decay: number) =>
    evaluate([movingAverage(scalar(average), scalar(weight), decay)], new Map())[0]!.data[0]!;

  it('keeps a share `decay` of itself', () => {
    expect(averaged(2, 10, 0.75)).toBe(4);
    expect(averaged(2, 10, 1)).toBe(2);
    expect(averaged(2, 10, 0)).toBe(10);
  });

  it('comes to a constant weight by a factor `decay` a step', () => {
    let average = 0;
    for (let step = 0; step < 50; step++) average = averaged(average, 3, 0.9);
    expect(average).toBeCloseTo(3 * (1 - 0.9 ** 50), 12);
  });
});
