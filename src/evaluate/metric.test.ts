import { describe, expect, it } from 'vitest';
import { checkSets } from './checkSets.ts';
import { type Metric, unmet } from './metric.ts';
import { metrics } from './registry.ts';
import { type SequenceSet, sequenceSet } from './sequenceSet.ts';

const numbers = sequenceSet(
  Float32Array.from({ length: 30 }, (_, i) => i % 7),
  6,
  1,
);
const tokens: SequenceSet = { ...numbers, kind: 'tokens' };
const spectral = metrics.find(({ id }) => id === 'spectral')!;
const reason = (metric: Metric, set: SequenceSet) =>
  unmet(metric, { real: set, generated: set, heldOut: undefined, engine: undefined });

describe('what a metric needs', () => {
  it('is a set of a kind that it can read: none of measurements reads tokens', () => {
    expect(reason(spectral, numbers)).toBeUndefined();
    for (const metric of metrics) {
      expect(reason(metric, tokens), metric.id).toBe('is for measurements, not for tokens');
    }
    const ofTexts: Metric = { ...spectral, needs: { ...spectral.needs, kinds: ['tokens', 'measurements'] } };
    expect(reason(ofTexts, tokens)).toBeUndefined();
    expect(reason({ ...spectral, needs: { kinds: ['sound'] } }, numbers)).toBe(
      'is for sound, not for measurements',
    );
  });

  it('is one kind on both sides, which is checked before anything is measured', () => {
    expect(() => checkSets({ real: numbers, generated: tokens, featureNames: ['a'] })).toThrow(
      'the generated set: holds tokens, the real set measurements',
    );
  });
});
