/** The tables of what is not a step's time: growth, cold start and memory, sampling. */
import type { GrowthPoint, SamplingRow, StartRow } from './record.ts';
import { power } from './statistics.ts';
import { figure, table, whole } from './table.ts';

export function growthTable(points: readonly GrowthPoint[]): string {
  const titles = [...new Set(points.map(({ title }) => title))];
  const rows = (['batch', 'length', 'width'] as const).flatMap((axis) =>
    titles.map((title) => {
      const own = points
        .filter((point) => point.axis === axis && point.title === title)
        .toSorted((a, b) => a.size - b.size)
        .map(({ size, milliseconds }) => ({ x: size, y: milliseconds }));
      return [
        `${axis}: ${title}`,
        own.map(({ x, y }) => `${x}: ${figure(y)}`).join(', '),
        power(own).toFixed(2),
        power(own.slice(-2)).toFixed(2),
      ];
    }),
  );
  return table(['grows', 'size: ms', 'power over all', 'power over the last doubling'], rows);
}

export function startTable(rows: readonly StartRow[]): string {
  return table(
    ['shape and contender', 'framework loaded, s', 'first step done, s', 'resident, MiB'],
    rows.map(({ shape, title, loadMilliseconds, firstStepMilliseconds, resident }) => [
      `${shape}: ${title}`,
      figure(loadMilliseconds / 1000),
      figure(firstStepMilliseconds / 1000),
      whole(resident),
    ]),
  );
}

export function samplingTable(rows: readonly SamplingRow[]): string {
  const counts = [...new Set(rows.map(({ count }) => count))];
  const titles = [...new Set(rows.map(({ title }) => title))];
  return table(
    ['sequences', ...titles.flatMap((title) => [`${title}: a second`, 'MiB'])],
    counts.map((count) => [
      count.toLocaleString('en'),
      ...titles.flatMap((title) => {
        const row = rows.find((one) => one.count === count && one.title === title);
        return [whole(row?.sequencesPerSecond), whole(row?.resident)];
      }),
    ]),
  );
}
