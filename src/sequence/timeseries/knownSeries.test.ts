import { expect, test } from 'vitest';
import { fitTimeSeries, parseCsv } from './index.ts';

const noise = (i: number) => ((i * 7919) % 997) / 997;

test('what is known of a series stays as it is, also between the values that the model makes', () => {
  const rows = Array.from({ length: 60 }, (_, id) =>
    [0, 1, 2, 3].map((t) => `s${id},${10 * Math.floor(9 * noise(id * 4 + t))},${10 * (id % 7)}`).join('\n'),
  );
  const { codec } = fitTimeSeries(parseCsv(['id,watt,limit', ...rows].join('\n'), 'a.csv'), { key: 'id' });
  expect(codec.learned).toMatchObject([
    { name: 'watt', grain: 10 },
    { name: 'limit', grain: 10 },
  ]);
  const history = parseCsv('id,watt,limit\nz,15,35\nz,20,35\nz,,35\nz,7,35', 'h.csv');
  const series = codec.readKnown(history);
  const { batch } = series.filled((step, column) => (column === 'watt' && step === 2 ? '30' : undefined));
  expect(batch.columns.map(({ cells }) => cells.join())).toEqual(['z,z,z,z', '15,20,30,7', '35,35,35,35']);
  expect([...series.attributes]).toEqual([['limit', '35']]);
  // features lie between those of the neighbours: nothing is rounded on the way in
  const watts = Array.from(series.steps).filter((_, i) => i % codec.features === 0);
  expect((watts[0]! - watts[3]!) / (watts[1]! - watts[0]!)).toBeCloseTo(8 / 5, 5);
});
