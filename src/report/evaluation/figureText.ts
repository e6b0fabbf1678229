/** A figure of a metric. As in the training report, but small ones keep two digits: floors are often tiny. */
import { formatFigure } from '../format.ts';

export function figureText(value: number): string {
  if (!Number.isFinite(value)) return formatFigure(null);
  const size = Math.abs(value);
  if (size === 0 || size >= 0.01) return formatFigure(value);
  return size < 1e-9 ? '0' : size < 1e-4 ? value.toExponential(1) : `${Number(value.toPrecision(2))}`;
}
