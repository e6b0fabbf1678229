/** Columns of a table that leave the range of what a model learned: it makes nothing there, and cannot agree with it. */
import type { Problem } from '../errors/userError.ts';
import type { KnownSeries, TimeSeriesCodec } from '../sequence/timeseries/index.ts';
import { rangeOf } from './columnFeatures.ts';

/** A few values outside do no harm. */
const HARMLESS = 0.02;
/** Features are stored in 32 bits. */
const ROUNDING = 1e-5;

export function outsideWarnings(
  { learned, features }: TimeSeriesCodec,
  { steps, known, count, write }: KnownSeries<unknown>,
  source: string,
): readonly Problem[] {
  return learned.flatMap((column, c): Problem[] => {
    if (column.kind !== 'number' || column.isHidden) return [];
    let [seen, outside] = [0, 0];
    for (let step = 0; step < count; step++) {
      if (known[step * learned.length + c] === 0) continue;
      seen++;
      if (Math.abs(steps[step * features + column.start]!) > 1 + ROUNDING) outside++;
    }
    if (outside <= HARMLESS * seen) return [];
    const [low, high] = rangeOf(column);
    const share = Math.max(1, Math.round((100 * outside) / seen));
    const what = `${share} % of the values lie outside of the ${write(c, low)} to ${write(c, high)} that the model learned, and it cannot follow them`;
    const remedy = 'train the model on data that reach so far';
    return [{ where: `${source}, column "${column.name}"`, what, remedy }];
  });
}
