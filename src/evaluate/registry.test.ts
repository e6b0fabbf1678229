/** What every metric must keep, asked of all of them by one declaration. */
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random/stream.ts';
import { nodeEngine } from '../runtime/node.ts';
import { contextOf } from './calibration/contextOf.ts';
import { answers, dosePairs, doses } from './calibration/doses.ts';
import { bySpeed, timeganSines } from './calibration/sines.ts';
import { metricsMarkdown } from './markdown.ts';
import { badness, groups, type Metric } from './metric.ts';
import { metrics } from './registry.ts';
import { part, type SequenceSet } from './sequenceSet.ts';

const all = bySpeed(timeganSines(450, 12, 3));
const [real, fresh, heldOut] = [part(all, 0, 150), part(all, 150, 300), part(all, 300, 450)];
const engine = nodeEngine();
const measure = async (metric: Metric, generated: SequenceSet) =>
  (await metric.compute(contextOf({ real, generated, heldOut, engine, repetitions: 1 }))).value;

const quick = metrics.filter(({ isSlow }) => !isSlow);

describe('every metric', () => {
  it('has an id, a name and a protocol of its own or shared by name, and says what it shows and what not', () => {
    expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
    for (const { id, group, explanation, doesNotProve, citation, range } of metrics) {
      expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(groups).toContain(group);
      expect(explanation.length, id).toBeGreaterThan(30);
      expect(doesNotProve.length, id).toBeGreaterThan(15);
      expect(citation.length, id).toBeGreaterThan(10);
      expect(range[0]).toBeLessThan(range[1]);
    }
  });

  it('is in the table of the docs', () => {
    const rows = metricsMarkdown(metrics).trim().split('\n');
    expect(rows).toHaveLength(metrics.length + 2);
  });

  it.each(quick)('$id stays in its range on fresh data and on noise, and repeats itself', async (metric) => {
    const values = new Float32Array(real.values.length);
    randomStream(9, 'far').normal(0, values);
    for (const set of [fresh, real, { ...real, values }]) {
      const value = await measure(metric, set);
      expect(value).toBeGreaterThanOrEqual(metric.range[0]);
      expect(value).toBeLessThanOrEqual(metric.range[1]);
      expect(await measure(metric, set)).toBe(value);
    }
  });
});

describe('a larger dose makes a worse figure', () => {
  it.each(dosePairs)('$id of $dose', async ({ id, dose }) => {
    const metric = metrics.find((one) => one.id === id)!;
    const { amounts, apply } = doses[dose]!;
    const found: number[] = [];
    for (const amount of amounts)
      found.push(badness(metric, await measure(metric, apply(fresh, amount, real))));
    for (let i = 1; i < found.length; i++) {
      expect(found[i], `${id} under ${dose}: ${found.join(', ')}`).toBeGreaterThan(found[i - 1]!);
    }
  });

  it('is asked of every metric but those that train a judge and the rank of one lonely sequence', () => {
    const unasked = quick.map(({ id }) => id).filter((id) => !(id in answers));
    expect(unasked).toEqual(['nndr']);
  });
});
