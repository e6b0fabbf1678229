import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { nodeEngine } from '../runtime/node.ts';
import { timeganSines } from './calibration/sines.ts';
import {
  controlGenerators,
  type EvaluateEvent,
  type EvaluateOptions,
  type EvaluationResult,
  evaluate,
  resultJson,
  resultMarkdown,
  type SequenceSet,
} from './index.ts';
import { part } from './sequenceSet.ts';

const all = timeganSines(400, 12, 3);
const [real, generated, heldOut] = [part(all, 0, 150), part(all, 150, 300), part(all, 300, 400)];

async function run(a: SequenceSet, b: SequenceSet, options: EvaluateOptions = {}) {
  const events: EvaluateEvent[] = [];
  for await (const event of evaluate(a, b, options)) events.push(event);
  const last = events[events.length - 1]!;
  if (last.type !== 'done') throw new Error(`the last event is ${last.type}`);
  return { events, result: last.result };
}

const refused = async (a: SequenceSet, b: SequenceSet, options: EvaluateOptions = {}): Promise<UserError> => {
  try {
    await run(a, b, options);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('evaluate', () => {
  it('tells its metrics, measures each once, and its progress never falls', async () => {
    const { events, result } = await run(real, generated, { metrics: ['ks', 'acd', 'unique'] });
    expect(events[0]).toMatchObject({ type: 'start', metrics: ['ks', 'acd', 'unique'] });
    expect(result.metrics.map(({ id }) => id)).toEqual(['ks', 'acd', 'unique']);
    const shares = events.flatMap((event) => (event.type === 'progress' ? [event.share] : []));
    expect(shares).toEqual(shares.slice().sort((a, b) => a - b));
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it('skips what it has no engine, held-out set or second feature for, and says so', async () => {
    const one = timeganSines(60, 12, 1);
    const { result } = await run(part(one, 0, 30), part(one, 30, 60), {
      metrics: ['discriminative', 'dcr-share', 'correlational'],
    });
    const reasons = Object.fromEntries(
      result.metrics.map(({ id, status, reason }) => [id, `${status}: ${reason}`]),
    );
    expect(reasons.discriminative).toMatch(/skipped: needs an engine/);
    expect(reasons['dcr-share']).toMatch(/skipped: needs real sequences that the generator never saw/);
    expect(reasons.correlational).toMatch(/skipped: needs at least 2 features/);
  });

  it('gives the same result for the same seed, and another one for another seed', async () => {
    const options: EvaluateOptions = { metrics: ['correlational', 'mmd'], heldOut };
    const [first, again] = [await run(real, generated, options), await run(real, generated, options)];
    expect(resultJson(first.result)).toBe(resultJson(again.result));
    const other = await run(real, generated, { ...options, seed: 2 });
    expect(resultJson(other.result)).not.toBe(resultJson(first.result));
  });

  it('does not depend on what else is measured', async () => {
    const alone = await run(real, generated, { metrics: ['coverage'] });
    const among = await run(real, generated, { metrics: ['precision', 'coverage', 'authenticity'] });
    const coverage = among.result.metrics.find(({ id }) => id === 'coverage');
    expect(coverage).toEqual(alone.result.metrics[0]);
  });

  it('is over within one metric when it is interrupted', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const work = (async () => {
      for await (const event of evaluate(real, generated, {
        metrics: ['wasserstein', 'ks'],
        signal: controller.signal,
      })) {
        seen.push(event.type);
        if (event.type === 'metric') controller.abort(new Error('enough'));
      }
    })();
    await expect(work).rejects.toThrow('enough');
    expect(seen.filter((type) => type === 'metric')).toHaveLength(1);
  });

  it('writes JSON that reads back, with null for what is infinite', async () => {
    const { result } = await run(real, generated, { metrics: ['mmd'], controls: false });
    const read = JSON.parse(resultJson(result)) as EvaluationResult;
    expect(read.schema).toBe('gan-lstm/evaluation');
    expect(read.version).toBe(1);
    expect(read.metrics[0]!.range[0]).toBeNull();
    expect(read.metrics[0]!.figure!.value).toBe(result.metrics[0]!.figure!.value);
  });

  it('writes a Markdown table with a row per metric and as many cells in each', async () => {
    const { result } = await run(real, generated, { metrics: ['ks', 'discriminative'] });
    const rows = resultMarkdown(result)
      .split('\n')
      .filter((text) => text.startsWith('|'));
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((text) => text.split(/(?<!\\)\|/).length)).size).toBe(1);
  });

  it('measures trained judges, which tell noise from sines and not sines from sines', async () => {
    const noise = controlGenerators.find(({ id }) => id === 'noise')!.make(real, 1);
    const options: EvaluateOptions = {
      metrics: ['discriminative', 'random-convolutions'],
      engine: nodeEngine(),
      repetitions: 1,
      controls: false,
    };
    const values = async (set: SequenceSet) =>
      (await run(real, set, options)).result.metrics.map(({ figure }) => figure!.value);
    for (const value of await values(noise)) expect(value).toBeGreaterThan(0.3);
    for (const value of await values(generated)) expect(value).toBeLessThan(0.2);
  });
});

describe('bad input', () => {
  it('of other columns, lengths and values is refused with every reason at once', async () => {
    const broken = {
      ...timeganSines(20, 10, 2),
      values: timeganSines(20, 10, 2).values.map((v, i) => (i === 25 ? Number.NaN : v)),
    };
    const { message, problems } = await refused(real, broken, { featureNames: ['a', 'b', 'c'] });
    expect(problems).toHaveLength(3);
    expect(message).toContain('has 2 features, the real set 3');
    expect(message).toContain('has sequences of 10 steps, the real set of 12');
    expect(message).toContain('sequence 2, step 3, column "b": the value is NaN');
  });

  it('of an unknown metric is refused with the nearest one', async () => {
    expect((await refused(real, generated, { metrics: ['discriminativ'] })).message).toContain(
      'did you mean "discriminative"',
    );
  });

  const warned = async (a: SequenceSet, b: SequenceSet) =>
    (await run(a, b, { metrics: ['unique'], controls: false })).result.warnings
      .map(({ where, what }) => `${where}: ${what}`)
      .join('\n');

  it('that can be judged is warned of: few, unequal, one feature, the same file, a constant column, another scale', async () => {
    expect(await warned(part(all, 0, 20), part(all, 20, 60))).toContain('chance decides');
    expect(await warned(real, part(generated, 0, 100))).toContain('150 real and 100 generated');
    expect(await warned(timeganSines(60, 8, 1), timeganSines(60, 8, 1, 2))).toContain('one feature');
    expect(await warned(real, real)).toContain('100 % of its sequences are real ones');
    const still = { ...real, values: real.values.map((v, i) => (i % 3 === 1 ? 0.5 : v)) };
    expect(await warned(still, generated)).toContain('column "feature 2": the real values are all 0.5');
    const series = Float32Array.from({ length: 150 * 12 * 3 }, (_, i) => {
      const row = Math.floor(i / 3);
      return real.values[(((Math.floor(row / 12) + (row % 12)) * 7) % 1800) * 3 + (i % 3)]!;
    });
    expect(await warned(real, { ...real, values: series })).toContain(
      'overlap as windows of one long series',
    );
    const raw = { ...generated, values: generated.values.map((v) => 1000 * v) };
    expect(await warned(real, raw)).toMatch(
      /real values run from 0\.\d{1,8} to \d\.?\d{0,7}, generated ones/,
    );
  });

  it('is not invented: two samples of one source raise no warning', async () => {
    expect(await warned(real, generated)).toBe('');
  });
});
