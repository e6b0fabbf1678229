/**
 * Numbers, min-max scaled: feature = (value - middle) / half range. They are written with the decimals of the data,
 * at most 15 significant digits (what a 64-bit float holds), and with as many trailing zeros as every cell of them has.
 * Cells of unequal decimals, more than 6 of them, are raw floating-point numbers: of these the generator, which
 * computes with 32 bits, knows 7 significant digits, and no more are written.
 */
import { z } from 'zod';
import { formatNumber } from '../cellText.ts';
import type { CodecRecord, LearnedCodec } from './codec.ts';

const schema = z.strictObject({
  scale: z.number().positive(),
  offset: z.number(),
  decimals: z.int().min(0).max(100),
  leastDecimals: z.int().min(0).max(100),
});

export const numericCodec: CodecRecord<typeof schema> = {
  name: 'numeric',
  schema,
  fit({ facts }) {
    const { scale, offset } = minMaxScale(facts.min!, facts.max!);
    const decimals = Math.min(facts.decimals, significantDecimals(facts.min!, facts.max!));
    return this.restore({ scale, offset, decimals, leastDecimals: Math.min(facts.leastDecimals, decimals) });
  },
  restore: (json) => ({
    ...minMaxEncoder(json.scale, json.offset),
    type: 'number',
    decoding: { scale: json.scale, offset: json.offset, isInteger: false, decimals: json.decimals },
    format: isRaw(json)
      ? (value) =>
          formatNumber(
            Number(value.toPrecision(SINGLE_DIGITS)),
            json.decimals,
            Math.min(1, json.leastDecimals),
          )
      : (value) => formatNumber(value, json.decimals, json.leastDecimals),
    toJSON: () => ({ codec: 'numeric', ...json }),
  }),
};

const SIGNIFICANT_DIGITS = 15;
const RAW_DECIMALS = 6;
const SINGLE_DIGITS = 7;

const isRaw = ({ decimals, leastDecimals }: { decimals: number; leastDecimals: number }): boolean =>
  decimals > RAW_DECIMALS && leastDecimals < decimals;

/** Decimals that leave 15 significant digits to the largest value. */
function significantDecimals(min: number, max: number): number {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const wholeDigits = largest === 0 ? 1 : Math.floor(Math.log10(largest)) + 1;
  return Math.min(100, Math.max(0, SIGNIFICANT_DIGITS - wholeDigits));
}

/** Far inside what 32-bit floats hold: a smaller range would be none for the generator. */
const SMALLEST_SCALE = 1e-30;

/** Halves first, so that a range near the largest number does not overflow. */
export function minMaxScale(min: number, max: number): { scale: number; offset: number } {
  return { scale: Math.max(SMALLEST_SCALE, max / 2 - min / 2), offset: max / 2 + min / 2 };
}

/** The encoding half of both number codecs. */
export function minMaxEncoder(scale: number, offset: number): Pick<LearnedCodec, 'width' | 'encode'> {
  return {
    width: 1,
    encode(numbers) {
      const features = new Float32Array(numbers.length);
      for (let i = 0; i < numbers.length; i++) features[i] = (numbers[i]! - offset) / scale;
      return features;
    },
  };
}
