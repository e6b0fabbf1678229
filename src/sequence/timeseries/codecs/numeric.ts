/**
 * Numbers, min-max scaled: feature = (value - middle) / half range. They are written with the decimals of the data,
 * at most 15 significant digits (what a 64-bit float holds), and with as many trailing zeros as every cell of them has.
 * Cells of unequal decimals, more than 6 of them, and no multiples of one number (grid.ts), are raw floating-point numbers:
 * of these the generator, which computes with 32 bits, knows 7 significant digits, and no more are written.
 *
 * A column whose few largest values lie far beyond all others is scaled after asinh (infer/heavyTail.ts), and sinh
 * undoes it.
 *
 * A column with missing cells has flags beside the number, so that where cells are missing is learned too; so has one in
 * which a large share of the cells is exactly one value, or one of a few (infer/pointsOfMass.ts), which a number would only
 * come near to; these are written as the data write them, whatever digits the others have.
 */
import { z } from 'zod';
import { decimalsOf, formatNumber, usualMarker } from '../cellText.ts';
import { type Grid, roundTo } from '../grid.ts';
import {
  type CodecRecord,
  type ColumnGroup,
  type ColumnToFit,
  casesOf,
  type LearnedCodec,
  type Unfolding,
} from './codec.ts';

/** What every reader of numbers understands. */
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** Without a text it is written as the others are. */
const pointSchema = z
  .strictObject({ value: z.number(), text: z.string().regex(DECIMAL).optional() })
  .refine(({ value, text }) => text === undefined || Number(text) === value, 'the text is of another value');

/** What both codecs of numbers store. */
export const scaleFields = {
  scale: z.number().positive(),
  offset: z.number(),
  unfolding: z
    .strictObject({ centre: z.number(), unit: z.number().positive(), low: z.number(), high: z.number() })
    .optional(),
  points: z.array(pointSchema).min(1).optional(),
  grain: z.int().min(2).optional(),
  missing: z.strictObject({ marker: z.string(), fill: z.number().min(-1).max(1) }).optional(),
};

const scaleSchema = z.strictObject(scaleFields);
type Scale = z.infer<typeof scaleSchema>;

const schema = z.strictObject({
  ...scaleFields,
  decimals: z.int().min(0).max(100),
  leastDecimals: z.int().min(0).max(100),
});

export const numericCodec: CodecRecord<typeof schema> = {
  name: 'numeric',
  schema,
  fit(column) {
    const { facts } = column;
    // of a column with a point of mass those of the others: 1e20 for "none" would leave them none
    const { low, high } = usualRange(facts);
    const decimals = Math.min(facts.decimals, significantDecimals(low, high));
    const leastDecimals = Math.min(facts.leastDecimals, decimals);
    const grain = decimals === facts.decimals && facts.grain !== undefined ? { grain: facts.grain } : {};
    return this.restore({ ...fitScale(column), ...grain, decimals, leastDecimals });
  },
  restore: (json) => ({
    ...numberCoder(
      json,
      isRaw(json)
        ? (value) =>
            formatNumber(
              pointsIn(json).includes(value) ? value : Number(value.toPrecision(SINGLE_DIGITS)),
              json.decimals,
              Math.min(1, json.leastDecimals),
            )
        : (value) => formatNumber(roundTo(value, gridIn(json)), json.decimals, json.leastDecimals),
    ),
    type: 'number',
    decoding: { ...numberDecoding(json), isInteger: false, decimals: json.decimals },
    toJSON: () => ({ codec: 'numeric', ...json }),
  }),
};

const SIGNIFICANT_DIGITS = 15;
const RAW_DECIMALS = 6;
const SINGLE_DIGITS = 7;

const gridIn = ({ decimals, grain }: z.infer<typeof schema>): Grid => ({ decimals, grain });

const isRaw = ({ decimals, leastDecimals, grain }: z.infer<typeof schema>): boolean =>
  decimals > RAW_DECIMALS && leastDecimals < decimals && grain === undefined;

/** Decimals that leave 15 significant digits to the largest value. */
function significantDecimals(min: number, max: number): number {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const wholeDigits = largest === 0 ? 1 : Math.floor(Math.log10(largest)) + 1;
  return Math.min(100, Math.max(0, SIGNIFICANT_DIGITS - wholeDigits));
}

/** Far inside what 32-bit floats hold: a smaller range would be none for the generator. */
const SMALLEST_SCALE = 1e-30;

export function fitScale({ facts, cells }: ColumnToFit): Scale {
  const { missing, tail, numbers } = facts as Required<typeof facts>;
  const points = facts.points?.each.map(({ value }) => ({ value, text: textOf(value, numbers, cells) }));
  const range = usualRange(facts);
  const unfolding = tail && { ...tail, low: range.low, high: range.high };
  const [low, high] = [fold(range.low, unfolding), fold(range.high, unfolding)];
  // halves first, so that a range near the largest number does not overflow
  const [scale, offset] = [Math.max(SMALLEST_SCALE, high / 2 - low / 2), high / 2 + low / 2];
  const scaled = { scale, offset, ...(unfolding && { unfolding }), ...(points && { points }) };
  if (missing === 0) return scaled;
  const there = numbers.filter((value) => !Number.isNaN(value));
  const mean = there.reduce((sum, value) => sum + fold(value, unfolding) / there.length, 0);
  const fill = nearestFeature((mean - offset) / scale);
  return { ...scaled, missing: { marker: usualMarker(cells), fill } };
}

/** The most usual text of a value; where that is `1e20` or `+5`, its digits. */
function textOf(value: number, numbers: Float64Array, cells: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const [row, cell] of cells.entries())
    if (numbers[row] === value) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  const isPlain = DECIMAL.test(usual) && !(value === 0 && usual.startsWith('-'));
  const digits = Math.min(100, decimalsOf(usual));
  return isPlain ? usual : formatNumber(value, digits, digits);
}

/** Of points of mass and others, that of the others. */
const usualRange = ({
  points,
  min,
  max,
}: ColumnToFit['facts']): { readonly low: number; readonly high: number } =>
  points ?? { low: min!, high: max! };

/** What stands in the place of a number that is a special case. */
const nearestFeature = (feature: number): number => Math.min(1, Math.max(-1, Math.fround(feature)));

const fold = (value: number, unfolding: Unfolding | undefined): number =>
  unfolding ? Math.asinh((value - unfolding.centre) / unfolding.unit) : value;

/** The value of u, in 64 bits; generatorModel.ts has the same in a graph. */
export function unfold(u: number, unfolding: Unfolding | undefined): number {
  if (!unfolding) return u;
  const { centre, unit, low, high } = unfolding;
  return Math.min(high, Math.max(low, centre + unit * Math.sinh(u)));
}

export const pointsIn = ({ points = [] }: Pick<Scale, 'points'>): readonly number[] =>
  points.map(({ value }) => value);

export const numberDecoding = ({ scale, offset, unfolding, points, grain }: Scale) =>
  ({
    kind: 'number',
    scale,
    offset,
    ...(unfolding && { unfolding }),
    ...(points && { points: pointsIn({ points }) }),
    ...(grain !== undefined && { grain }),
  }) as const;

type NumberCoder = Pick<LearnedCodec, 'isLearned' | 'group' | 'encode' | 'format' | 'marker'>;

/**
 * What both codecs of numbers do alike; `write` is the text of a value that is there. Values come as the generator has
 * them, with 32 bits, of which -99999999 or 0.123456789 has more: a point is written as itself.
 */
export function numberCoder(
  { scale, offset, unfolding, points = [], missing }: Scale,
  write: (value: number) => string,
): NumberCoder {
  const feature = (value: number) => (fold(value, unfolding) - offset) / scale;
  const texts = new Map(points.map(({ value, text }) => [Math.fround(value), text ?? write(value)]));
  const cases = casesOf({ isOptional: missing !== undefined, points: pointsIn({ points }) });
  const fills = cases.map((special) =>
    Number.isNaN(special) ? missing!.fill : nearestFeature(feature(special)),
  );
  const isCase = (value: number, special: number) =>
    value === special || (Number.isNaN(value) && Number.isNaN(special));
  const group: ColumnGroup =
    fills.length > 0
      ? { kind: 'special', fills, mayMiss: missing !== undefined }
      : { kind: 'number', width: 1 };
  return {
    isLearned: true,
    group,
    ...(missing && { marker: missing.marker }),
    encode({ numbers }) {
      const features = Float32Array.from(numbers!, feature);
      if (fills.length === 0) return [features];
      const flagsOf = (special: number) =>
        Float32Array.from(numbers!, (value) => Number(isCase(value, special)));
      const caseFlags = cases.map(flagsOf);
      const isUsual = features.map((_, row) => 1 - caseFlags.reduce((sum, flags) => sum + flags[row]!, 0));
      for (const [k, flags] of caseFlags.entries())
        for (let row = 0; row < flags.length; row++) if (flags[row] === 1) features[row] = fills[k]!;
      return [features, isUsual, ...caseFlags];
    },
    format: (value) =>
      missing && Number.isNaN(value) ? missing.marker : (texts.get(Math.fround(value)) ?? write(value)),
  };
}
