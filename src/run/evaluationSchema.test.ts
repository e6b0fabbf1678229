import { describe, expect, it } from 'vitest';
import { timeganSines } from '../evaluate/calibration/sines.ts';
import { type EvaluationResult, evaluate, resultJson } from '../evaluate/index.ts';
import { metrics } from '../evaluate/registry.ts';
import { part, type SequenceSet } from '../evaluate/sequenceSet.ts';
import { evaluationSchema } from './evaluationSchema.ts';

const all = timeganSines(90, 8, 2);
const [real, generated, heldOut] = [part(all, 0, 30), part(all, 30, 60), part(all, 60, 90)] as const;

async function jsonOf(first: SequenceSet, second: SequenceSet, chosen: readonly string[]): Promise<unknown> {
  let result: EvaluationResult | undefined;
  for await (const event of evaluate(first, second, {
    metrics: chosen,
    heldOut,
    repetitions: 1,
    controlRepetitions: 1,
  }))
    if (event.type === 'done') result = event.result;
  return JSON.parse(resultJson(result!));
}

describe('the schema of an evaluation', () => {
  it('holds for every metric, also where it was skipped', async () => {
    const ids = metrics.map(({ id }) => id);
    const json = (await jsonOf(real, generated, ids)) as EvaluationResult;
    expect(evaluationSchema.safeParse(json).error?.issues).toBeUndefined();
    expect(json.metrics).toHaveLength(metrics.length);
    expect(new Set(json.metrics.map(({ status }) => status))).toEqual(new Set(['measured', 'skipped']));
  });

  it('holds where figures have no value, and where windows overlap', async () => {
    const dead = { ...real, values: real.values.map(() => 0.5) };
    const chosen = ['mmd', 'spread', 'ks', 'ed'];
    const json = (await jsonOf(dead, generated, chosen)) as EvaluationResult;
    expect(json.metrics.some(({ figure }) => figure?.value === null)).toBe(true);
    expect(evaluationSchema.safeParse(json).error?.issues).toBeUndefined();
    const series = Float32Array.from({ length: 60 * 8 }, (_, i) =>
      Math.sin((Math.floor(i / 8) + (i % 8)) / 3),
    );
    const windows = { count: 60, length: 8, features: 1, values: series };
    let result: EvaluationResult | undefined;
    for await (const event of evaluate(windows, windows, { metrics: ['ks'] }))
      if (event.type === 'done') result = event.result;
    const overlapping = JSON.parse(resultJson(result!));
    expect(overlapping.metrics[0].controls.floorByTime).toBeDefined();
    expect(evaluationSchema.safeParse(overlapping).error?.issues).toBeUndefined();
  });

  it('does not hold for what is missing, of another kind, or unheard of', async () => {
    const json = (await jsonOf(real, generated, ['ks'])) as Record<string, unknown>;
    const { seed: _, ...seedless } = json;
    for (const wrong of [seedless, { ...json, seed: '1' }, { ...json, more: 1 }, { ...json, version: 2 }])
      expect(evaluationSchema.safeParse(wrong).success).toBe(false);
  });
});
