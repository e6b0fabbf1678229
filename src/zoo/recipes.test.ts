import { describe, expect, it } from 'vitest';
import type { Sequences } from '../gan/index.ts';
import { randomStream } from '../random/stream.ts';
import { nodeEngine } from '../runtime/node.ts';
import { recipes, references } from './index.ts';
import { type Recipe, zooMetrics } from './recipe.ts';

const [count, length, features] = [40, 6, 2];

/** Levels that differ from window to window, and noise of a twentieth around them; all within 0 .. 1. */
function windows(): Sequences {
  const levels = new Float32Array(count * features);
  const noise = new Float32Array(count * length * features);
  randomStream(3, 'levels').uniform(0, levels);
  randomStream(3, 'noise').uniform(0, noise);
  const values = noise.map((u, i) => {
    const n = Math.floor(i / (length * features));
    return 0.1 + 0.7 * levels[n * features + (i % features)]! + 0.05 * u;
  });
  return { count, length, features, values };
}

const own = recipes.flatMap((recipe) =>
  recipe.procedure.kind === 'own' ? [[recipe.name, recipe.procedure] as const] : [],
);

describe.each(own)('%s', (_, { steps, phases = 1, fit: train }) => {
  const made = train({ engine: nodeEngine(), windows: windows(), steps: 3, seed: 1 });

  it('trains a few steps and makes windows of the right size, the same ones for the same seed', async () => {
    const sampler = await made;
    const [a, again, other] = [
      await sampler.sample(300, 1),
      await sampler.sample(300, 1),
      await sampler.sample(300, 2),
    ];
    expect([a.count, a.length, a.features, a.values.length]).toEqual([
      300,
      length,
      features,
      300 * length * features,
    ]);
    expect(a.values.every(Number.isFinite)).toBe(true);
    expect(a.values).toEqual(again.values);
    expect(a.values).not.toEqual(other.values);
    expect(new Set(a.values.subarray(0, 50 * length * features)).size).toBeGreaterThan(50);
    await sampler.release();
  });

  it('makes the same from the same seed, tells every step, and another from another seed', async () => {
    const told: number[] = [];
    const fitted = async (seed: number) => {
      const sampler = await train({
        engine: nodeEngine(),
        windows: windows(),
        steps: 2,
        seed,
        report: ({ step, losses }) => {
          told.push(step);
          expect(Object.values(losses).every(Number.isFinite), JSON.stringify(losses)).toBe(true);
        },
      });
      const { values } = await sampler.sample(4, 1);
      await sampler.release();
      return values;
    };
    const [first, second] = [await fitted(5), await fitted(5)];
    expect(first).toEqual(second);
    const expected = steps === 0 ? [] : Array.from({ length: 2 * phases }, (_, i) => i + 1);
    expect(told).toEqual([...expected, ...expected]);
    if (steps > 0) expect(await fitted(6)).not.toEqual(first);
  });
});

describe('the records', () => {
  it('have names of their own, in the form of a flag', () => {
    const names = recipes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(names).not.toContain('floor');
    expect(names).not.toContain('ceiling');
  });

  it.each(recipes.map((recipe): [string, Recipe] => [recipe.name, recipe]))(
    '%s tells its paper with a year, its formula, and where it differs, in sentences',
    (_, { title, paper, formula, deviations }) => {
      expect(paper).toMatch(/\b(19|20)\d\d\b/);
      expect(formula.length).toBeGreaterThan(10);
      expect(title.zh).toMatch(/\p{Script=Han}/u);
      expect(deviations.length).toBeGreaterThan(0);
      for (const deviation of deviations) expect(deviation).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('name no figure twice, and none outside the range of its metric', () => {
    for (const { published } of [...recipes, ...references]) {
      const keys = published.map(({ dataset, metric }) => `${dataset} ${metric}`);
      expect(new Set(keys).size).toBe(keys.length);
      for (const { metric, value, spread, protocol, source } of published) {
        expect(zooMetrics).toContain(metric);
        expect(value).toBeGreaterThan(0);
        if (metric === 'discriminative') expect(value).toBeLessThanOrEqual(0.5);
        expect(spread).toBeGreaterThanOrEqual(0);
        expect(spread).toBeLessThan(0.15);
        expect(protocol).toBe(metric === 'context-fid' ? 'diffusion-ts' : 'timegan-2019');
        expect(source).toMatch(/\d{4}.*Table \d, row /);
      }
    }
  });

  it('hold the figures of the tables: three rows, read by hand', () => {
    const figure = (name: string, dataset: string, metric: string) =>
      [...recipes, ...references]
        .find((one) => one.name === name)!
        .published.find((one) => one.dataset === dataset && one.metric === metric)?.value;
    expect(figure('rcgan', 'energy', 'discriminative')).toBe(0.336);
    expect(figure('timegan', 'etth1', 'context-fid')).toBe(0.3);
    expect(figure('Diffusion-TS', 'energy', 'predictive')).toBe(0.25);
  });
});
