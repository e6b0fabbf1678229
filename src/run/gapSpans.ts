/** Where a series has gaps, and the stretches around them in which they are filled in. */

/** Steps `from` ... `to - 1`, in which the cells of `firstGap` ... `lastGap - 1` are filled in. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly firstGap: number;
  readonly lastGap: number;
}

export interface Gaps {
  readonly spans: readonly Span[];
  /** Stretches of neighbouring steps that are not whole. */
  readonly gaps: number;
}

/** Gaps that lie near each other share a span of at most so many lengths of the model's sequences. */
const MOST_LENGTHS = 4;

/** On both sides of a gap half of the model's length is looked at. A model of whole sequences looks at all of one. */
export function findSpans(
  count: number,
  isWhole: (step: number) => boolean,
  length: number,
  isLong: boolean,
): Gaps {
  const margin = Math.ceil(length / 2);
  const spans: Span[] = [];
  let gaps = 0;
  for (let step = 0; step < count; ) {
    if (isWhole(step)) {
      step++;
      continue;
    }
    let end = step + 1;
    while (end < count && !isWhole(end)) end++;
    gaps++;
    const last = spans.at(-1);
    const to = Math.min(count, end + margin);
    const isNear = last && step - margin < last.to && to - last.from <= MOST_LENGTHS * length;
    if (last && (isNear || !isLong)) spans[spans.length - 1] = { ...last, to, lastGap: end };
    else spans.push({ from: Math.max(0, step - margin), to, firstGap: step, lastGap: end });
    step = end;
  }
  return { spans: isLong ? spans : spans.map((span) => ({ ...span, from: 0, to: count })), gaps };
}

/** A span whose gaps are laid over steps `at` ..., which are whole. */
export interface Trial {
  readonly span: Span;
  readonly at: number;
}

/** Up to `most` of the spans, and places in the series, spread over it, where the truth is known. */
export function findTrials(
  spans: readonly Span[],
  count: number,
  isWhole: (step: number) => boolean,
  most: number,
): readonly Trial[] {
  const missingBefore = new Int32Array(count + 1);
  for (let step = 0; step < count; step++)
    missingBefore[step + 1] = missingBefore[step]! + (isWhole(step) ? 0 : 1);
  return Array.from({ length: most }, (_, k): Trial[] => {
    const span = spans[Math.floor(((k + 0.5) * spans.length) / most)];
    if (!span) return [];
    const size = span.to - span.from;
    const places = count - size + 1;
    const wanted = Math.floor(((k + 0.5) * places) / most);
    for (let i = 0; i < places; i++) {
      const at = (wanted + i) % places;
      if (missingBefore[at + size] === missingBefore[at]) return [{ span, at }];
    }
    return [];
  }).flat();
}
