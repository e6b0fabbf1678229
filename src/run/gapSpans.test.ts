import { describe, expect, it } from 'vitest';
import type { LearnedColumn } from '../sequence/timeseries/index.ts';
import { findSpans, findTrials } from './gapSpans.ts';
import { quantileOf } from './heldOutPieces.ts';
import { meetKnown } from './meetKnown.ts';

const whole = (gaps: readonly number[]) => (step: number) => !gaps.includes(step);

describe('gaps', () => {
  it('are seen with half a length on both sides, within the series', () => {
    const { spans, gaps } = findSpans(100, whole([2, 3, 50, 99]), 8, true);
    expect(gaps).toBe(3);
    expect(spans).toEqual([
      { from: 0, to: 8, firstGap: 2, lastGap: 4 },
      { from: 46, to: 55, firstGap: 50, lastGap: 51 },
      { from: 95, to: 100, firstGap: 99, lastGap: 100 },
    ]);
  });

  it('that lie near each other share a span, but none longer than four lengths', () => {
    const every5 = Array.from({ length: 40 }, (_, i) => 5 * i + 2);
    const { spans } = findSpans(200, whole(every5), 8, true);
    expect(spans.every(({ from, to }) => to - from <= 32)).toBe(true);
    for (const gap of every5)
      expect(spans.filter(({ firstGap, lastGap }) => gap >= firstGap && gap < lastGap)).toHaveLength(1);
  });

  it('of a whole sequence are filled with all of it in sight', () => {
    expect(findSpans(20, whole([3, 17]), 20, false)).toEqual({
      gaps: 2,
      spans: [{ from: 0, to: 20, firstGap: 3, lastGap: 18 }],
    });
  });

  it('are tried only where nothing is missing', () => {
    const isWhole = whole([10, 40, 41]);
    const { spans } = findSpans(60, isWhole, 8, true);
    const trials = findTrials(spans, 60, isWhole, 6);
    expect(trials.length).toBeGreaterThan(3);
    for (const { span, at } of trials)
      for (let step = at; step < at + span.to - span.from; step++) expect(isWhole(step)).toBe(true);
    expect(findTrials(spans, 60, () => false, 6)).toEqual([]);
  });
});

describe('paths meet what is known', () => {
  const number = { kind: 'number', scale: 10, offset: 0, isInteger: false, decimals: 1 } as const;
  const column: LearnedColumn = { name: 'x', start: 0, isOptional: false, isStatic: false, ...number };
  const bent = (path: number[], truth: number[], known: string, own = column) => {
    const values = Float32Array.from(path);
    meetKnown(values, Float32Array.from(truth), (t) => known[t] === '1', [own], 1 / Math.LN2);
    return [...values];
  };

  it('at both ends of a gap, in a straight line between', () => {
    expect(bent([1, 1, 2, 1, 1], [3, 0, 0, 0, -1], '10001')).toEqual([1, 2, 2, 0, 1]);
  });

  it('by the one difference that there is, as it is forgotten; and within the range of the column', () => {
    expect(bent([1, 1, 2, 3], [5, 0, 0, 0], '1000')).toEqual([1, 3, 3, 3.5]);
    expect(bent([1, 1, 1], [0, 0, 5], '001')).toEqual([2, 3, 1]);
    expect(bent([1, 9], [8, 0], '10')).toEqual([1, 10]);
  });

  it('and a point of mass is left where it is, and is no difference to any number', () => {
    const pointed = { ...column, points: [-99.9, 7] };
    const single = Math.fround(-99.9);
    expect(bent([1, -99.9, 2, 1], [3, 0, 0, 0], '1000', pointed)).toEqual([1, single, 2.5, 1.25]);
    expect(bent([1, 1, 2], [-99.9, 0, 0], '100', pointed)).toEqual([1, 1, 2]);
    expect(bent([-99.9, 1, 2], [1, 0, 0], '100', pointed)).toEqual([single, 1, 2]);
    expect(bent([1, 7, 2, 1], [3, 0, 0, 0], '1000', pointed)).toEqual([1, 7, 2.5, 1.25]);
  });
});

it('a quantile lies between its neighbours, but not between a point of mass and another', () => {
  const sorted = Float64Array.of(-999, -999, 5, 6);
  expect([0.5, 0.75].map((q) => quantileOf(sorted, q))).toEqual([-497, 5.5]);
  expect([0.4, 0.5, 0.75].map((q) => quantileOf(sorted, q, [-999]))).toEqual([-999, 5, 5.5]);
  expect([0.5, 0.7, 0.75].map((q) => quantileOf(sorted, q, [-999, 5]))).toEqual([5, 5, 6]);
});
