export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The slope of log y over log x by least squares: y grows as x to this power. */
export function power(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    logs.reduce((total, point) => total + pick(point), 0) / logs.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const shared = logs.reduce((total, point) => total + (point.x - x) * (point.y - y), 0);
  return shared / logs.reduce((total, point) => total + (point.x - x) ** 2, 0);
}
