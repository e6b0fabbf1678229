import { describe, expect, it } from 'vitest';
import { nodeEngine } from '../../runtime/node.ts';
import { contextOf } from '../calibration/contextOf.ts';
import { timeganSines } from '../calibration/sines.ts';
import { chooseMetrics } from '../chooseMetrics.ts';
import { controlGenerators } from '../controls/generators.ts';
import { preparations } from '../preparation.ts';
import { part, rescale, type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { asReturns, inOwnUnits, logReturns } from './ownUnits.ts';
import { type PredictiveVariant, predictiveMetric, predictiveScore } from './predictive.ts';
import {
  imagentimePredictiveMetric,
  paperVariant,
  sbtsPredictiveMetric,
  sbtsVariant,
} from './predictiveVariants.ts';

const engine = nodeEngine();
const given = (real: SequenceSet, generated: SequenceSet) =>
  contextOf({ real, generated, engine, repetitions: 1 });
/** The score of a variant by fewer and larger steps than its protocol has. */
const score = async (variant: PredictiveVariant, real: SequenceSet, generated: SequenceSet) => {
  const quick = { ...variant, settings: { ...variant.settings, steps: 400, rate: 0.02 } };
  return (await predictiveScore(quick, given(real, generated))).value;
};

describe('log-returns', () => {
  it('by hand: 2, 4, 1 is log 2 and -log 4, and what is not above 0 counts as the least', () => {
    const set = sequenceSet(Float32Array.of(2, 4, 1), 3, 1);
    expect([...logReturns(set, [1]).values]).toEqual([Math.fround(Math.log(2)), Math.fround(-Math.log(4))]);
    const fallen = sequenceSet(Float32Array.of(2, -3, 2), 3, 1);
    expect([...logReturns(fallen, [1]).values]).toEqual([-Math.LN2, Math.LN2].map(Math.fround));
  });

  it('are of the values of the file, whatever was done to them before', () => {
    const prices = sequenceSet(Float32Array.of(10, 300, 20, 200, 15, 100, 40, 400), 2, 2);
    const prepared = preparations.minmax.learn(prices)(prices);
    const twice = rescale(prepared, [0.5, 0.25], [3, 2]);
    for (const set of [prepared, twice]) {
      inOwnUnits(set).values.forEach((value, i) => {
        expect(value / prices.values[i]!).toBeCloseTo(1, 5);
      });
    }
    const { real, warnings } = asReturns(prepared, prepared);
    expect(real).toMatchObject({ count: 2, length: 1, features: 2 });
    expect(real.values[0]).toBeCloseTo(Math.LN2, 5);
    expect(warnings).toEqual([]);
  });

  it('are not taken where a real value is not above 0, and that is said', () => {
    const set = sequenceSet(Float32Array.of(0, 1, 2, 3), 2, 1);
    const { real, warnings } = asReturns(set, set);
    expect(real.values).toEqual(set.values);
    expect(warnings).toEqual([expect.stringContaining('have no log-returns')]);
  });
});

describe('variants of the predictive score', () => {
  const all = timeganSines(200, 6, 3);
  const [real, fresh] = [part(all, 0, 100), part(all, 100, 200)];
  const shuffled = controlGenerators.find(({ id }) => id === 'shuffled-time')!.make(fresh, 1);

  it('are measured only where they are named', () => {
    const usual = chooseMetrics(undefined).map(({ id }) => id);
    expect(usual.filter((id) => id.startsWith('predictive'))).toEqual(['predictive']);
  });

  it('of imagentime is that of timegan-2019, computed once for both', async () => {
    const context = given(real, fresh);
    const first = await predictiveMetric.compute(context);
    expect(await imagentimePredictiveMetric.compute({ ...context, engine: undefined })).toBe(first);
  });

  it.each([
    ['timegan-paper', paperVariant],
    ['sbts', sbtsVariant],
  ] as const)(
    '%s: the more a level is wrong, the worse the prediction that it teaches',
    async (_, variant) => {
      const found: number[] = [];
      for (const by of [0, 0.15, 0.3]) {
        found.push(await score(variant, real, { ...fresh, values: fresh.values.map((x) => x + by) }));
      }
      expect(found[0]).toBeGreaterThanOrEqual(0);
      expect(found[2]).toBeGreaterThan(2 * found[0]!);
      expect(found.toSorted((a, b) => a - b)).toEqual(found);
    },
  );

  it('of the whole next step sees the order of steps, of one feature too', async () => {
    const one = (set: SequenceSet) =>
      sequenceSet(
        set.values.filter((_, i) => i % 3 === 0),
        6,
        1,
      );
    const good = await score(paperVariant, one(real), one(fresh));
    expect(await score(paperVariant, one(real), one(shuffled))).toBeGreaterThan(good);
  });

  it('of sbts is of log-returns, by as many real sequences as generated ones, one feature too', async () => {
    const few = part(fresh, 0, 40);
    const found = await sbtsPredictiveMetric.compute(given(real, few));
    expect(found.value).toBeGreaterThan(0);
    expect(found.warnings).toEqual(['batches hold 40 sequences, not 128']);
    // sines lie above 1/2, and log-returns of a slow sine are small
    expect(found.details!['best constant guess']).toBeLessThan(0.05);
  });
});
