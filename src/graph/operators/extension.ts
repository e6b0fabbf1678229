/**
 * Padding with a tensor's own elements, along one axis [..., N, ...] -> [..., before + N + after, ...]:
 *
 *     reflect   c b | a b c d | c b      mirrored, the edge not repeated (what a centred STFT wants)
 *     edge      a a | a b c d | d d      the edge repeated
 *     wrap      c d | a b c d | a b      periodic
 *
 * A lookup by constant indices, so the gradient adds every copy's share back to its element.
 */
import { normalizeAxis, ShapeError, showType, type Tensor } from '../tensor.ts';
import { gather } from './indexing.ts';
import { constant } from './source.ts';

export type ExtensionMode = 'reflect' | 'edge' | 'wrap';

export interface Extension {
  readonly before?: number;
  readonly after?: number;
  readonly mode: ExtensionMode;
}

/** Which element stands at position `at`, that may lie outside 0..n-1. */
const sources: Readonly<Record<ExtensionMode, (at: number, n: number) => number>> = {
  reflect: (at, n) => (n === 1 ? 0 : n - 1 - Math.abs(n - 1 - modulo(at, 2 * n - 2))),
  edge: (at, n) => Math.min(Math.max(at, 0), n - 1),
  wrap: modulo,
};

function modulo(at: number, n: number): number {
  return ((at % n) + n) % n;
}

/** Extends `x` along one axis by its own elements; longer than the axis itself is mirrored or repeated again. */
export function extend(x: Tensor, axis: number, { before = 0, after = 0, mode }: Extension): Tensor {
  const at = normalizeAxis('extend', axis, x.shape.length);
  if (![before, after].every((n) => Number.isInteger(n) && n >= 0)) {
    throw new ShapeError(`extend: ${before} before and ${after} after axis ${axis} of ${showType(x)}`);
  }
  if (before + after === 0) return x;
  const extent = x.shape[at]!;
  const from = Array.from({ length: before + extent + after }, (_, i) => sources[mode](i - before, extent));
  return gather(x, constant(from, [from.length], 'int32'), at);
}
