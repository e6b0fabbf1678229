import { describe, expect, it } from 'vitest';
import { timeganSines } from './calibration/sines.ts';
import { evaluate } from './evaluate.ts';
import { applyGate, parseGate } from './gate.ts';
import type { EvaluationResult } from './result.ts';

async function evaluated(): Promise<EvaluationResult> {
  const options = { metrics: ['unique', 'discriminative'], controls: false };
  for await (const event of evaluate(timeganSines(60), timeganSines(60, 24, 5, 2), options)) {
    if (event.type === 'done') return event.result;
  }
  throw new Error('no result');
}

describe('a gate', () => {
  it('is a metric, a relation and a number', () => {
    expect(parseGate('discriminative<=0.1')).toEqual({
      metric: 'discriminative',
      relation: '<=',
      bound: 0.1,
    });
    expect(parseGate(' dcr-share > 5e-1 ')).toEqual({ metric: 'dcr-share', relation: '>', bound: 0.5 });
  });

  it.each([
    ['discriminative', 'is not a metric, a relation and a number'],
    ['discriminative=0.1', 'is not a metric, a relation and a number'],
    ['discriminative<=ten', 'is not a metric, a relation and a number'],
    ['coverge>=0.5', 'did you mean "coverage"'],
  ])('%s is refused', (text, reason) => {
    expect(() => parseGate(text)).toThrow(reason);
  });

  it('passes at its bound or not, as the relation says', async () => {
    const result = await evaluated();
    const passes = (text: string) => applyGate(parseGate(text), result).passes;
    expect(['unique>=1', 'unique<=1', 'unique>1', 'unique<1', 'unique>0.9'].map(passes)).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });

  it('does not pass when its metric was not measured', async () => {
    const outcome = applyGate(parseGate('discriminative<=0.5'), await evaluated());
    expect(outcome.passes).toBe(false);
    expect(outcome.sentence).toContain('needs an engine');
  });
});
