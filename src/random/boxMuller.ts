/**
 * Pairs of standard normal values from pairs of random words (Box and Muller 1958):
 *
 *     x = sqrt(-2 ln u) cos 2 pi v,   y = sqrt(-2 ln u) sin 2 pi v,   u = (a + 1/2) / 2^24,   v = b / 2^24
 *
 * with a and b the leading 24 bits of the words. So few bits need no logarithm and no reduction of angles in general:
 *
 *     2^25 u = 2^e c (1 + r),   ln u = (e - 25) ln 2 + ln c + ln(1 + r),   |r| < 1/240
 *     2 pi v = 2 pi j / 256 + w,   |w| <= pi / 256
 *
 * with c and ln c from a table of 128, by the bits after the first, cosine and sine of 2 pi j / 256 from one of 256, and
 * short series in r and w. All of it is in float64, within 1e-13 of the value, and rounded to float32 at the end.
 */

const LEVELS = 128;
/** 1 / c, of so few bits that the quotient is exact. The last c is 2, so that ln u is exact where u is nearly 1. */
const INVERSES = Float64Array.from({ length: LEVELS }, (_, i) =>
  i === LEVELS - 1 ? 1 / 2 : Math.round(2 ** 12 / (1 + (i + 1 / 2) / LEVELS)) / 2 ** 12,
);
const LOGARITHMS = INVERSES.map((inverse) => -Math.log(inverse));
/** 2^-e, for odd numbers below 2^25. */
const HALVINGS = Float64Array.from({ length: 25 }, (_, e) => 2 ** -e);

const ANGLES = 256;
const TURN = 2 * Math.PI;
const [COSINES, SINES] = [Math.cos, Math.sin].map((function_) =>
  Float64Array.from({ length: ANGLES }, (_, j) => {
    const value = function_((TURN * j) / ANGLES);
    return Math.abs(value) < 1e-15 ? 0 : value; // a quarter of a turn has no exact angle in radians
  }),
) as [Float64Array, Float64Array];

/** Writes `count` values, or one more where that is odd. */
export function normalPairs(words: Uint32Array, count: number, out: Float32Array): void {
  for (let i = 0; i < count; i += 2) {
    const odd = ((words[i]! >>> 8) << 1) | 1; // 2^25 u
    const zeros = Math.clz32(odd);
    const level = (odd << (zeros + 1)) >>> 25;
    const r = odd * HALVINGS[31 - zeros]! * INVERSES[level]! - 1;
    const series = r * (1 + r * (-1 / 2 + r * (1 / 3 + r * (-1 / 4 + r * (1 / 5 - r * (1 / 6))))));
    const radius = Math.sqrt(-2 * ((6 - zeros) * Math.LN2 + LOGARITHMS[level]! + series));

    const b = words[i + 1]! >>> 8;
    const j = (b + 2 ** 15) >>> 16;
    const w = (b - (j << 16)) * (TURN / 2 ** 24);
    const square = w * w;
    const sine = w * (1 - square * (1 / 6 - square * (1 / 120)));
    const cosine = 1 - square * (1 / 2 - square * (1 / 24 - square * (1 / 720)));
    const c = COSINES[j & 255]!;
    const s = SINES[j & 255]!;
    out[i] = radius * (c * cosine - s * sine);
    out[i + 1] = radius * (s * cosine + c * sine);
  }
}
