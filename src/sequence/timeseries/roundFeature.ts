/** Rounds a value in the user's units as its column is written: whole numbers, or so many decimals. */
import type { FeatureDecoding } from './timeSeriesCodec.ts';

export function roundFeature(
  value: number,
  { isInteger, decimals }: Pick<FeatureDecoding, 'isInteger' | 'decimals'>,
): number {
  if (isInteger) return Math.round(value);
  const factor = 10 ** decimals;
  const scaled = value * factor;
  // beyond 2^53 every number is whole already, and beyond 10^22 the factor is not exact
  return decimals > 22 || Math.abs(scaled) >= 2 ** 53 ? value : Math.round(scaled) / factor;
}
