/** Rounds a value in the user's units as its column is written: whole numbers, or so many decimals. NaN stays. */
import type { Decoding } from './codecs/codec.ts';

export function roundFeature(value: number, decoding: Decoding): number {
  if (decoding.kind === 'levels' || decoding.isInteger) return Math.round(value);
  const factor = 10 ** decoding.decimals;
  const scaled = value * factor;
  // beyond 2^53 every number is whole already, and beyond 10^22 the factor is not exact
  return decoding.decimals > 22 || Math.abs(scaled) >= 2 ** 53 ? value : Math.round(scaled) / factor;
}
