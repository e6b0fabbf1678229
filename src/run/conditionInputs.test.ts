import { expect, test } from 'vitest';
import type { Gan } from '../gan/index.ts';
import { evaluateProgram, program } from '../graph/index.ts';
import { fitTimeSeries, parseCsv } from '../sequence/timeseries/index.ts';
import { conditionInputs, givenInput } from './conditionInputs.ts';

test.each([[-999], [0.1], [0], [-999, 0]])(
  'a given number, the point %d or none becomes the features of the codec',
  (...points) => {
    const cellOf = (id: number) =>
      id % 7 === 3
        ? 'NA'
        : id % 2
          ? `${points[(id >> 1) % points.length]}`
          : `${(3 + ((id * 37) % 101) / 10).toFixed(1)}`;
    const rows = Array.from({ length: 120 }, (_, id) =>
      [0, 1, 2].map((t) => `s${id},${((id + t) * 7) % 11},${cellOf(id)}`).join('\n'),
    );
    const { codec, sequences } = fitTimeSeries(parseCsv(['id,x,a', ...rows].join('\n'), 'a.csv'), {
      key: 'id',
    });
    const { start, isOptional } = codec.learned.find(({ name }) => name === 'a')!;
    expect([isOptional, codec.groups!.at(-1)]).toEqual([true, expect.objectContaining({ kind: 'special' })]);
    const width = 3 + points.length;
    const { read } = codec.attributes[0]!;
    const ids = [...Array(14).keys()];
    const told = ids.map((id) => (read(cellOf(id)) as { value: number }).value);
    const batch = ids.length + 1;
    const { values, flags } = conditionInputs(
      { shapes: { groups: codec.groups } } as Gan,
      codec.learned,
      batch,
    )!;
    const found = evaluateProgram(program({ values, flags }), {
      [givenInput('a')]: [...told, Number.NaN],
    });
    for (const id of ids) {
      const at = id * 3 * codec.features + start;
      const own = [...found.values!.data.slice(width * id, width * (id + 1))];
      [...sequences.values.slice(at, at + width)].forEach((feature, f) => {
        expect(own[f]).toBeCloseTo(feature, 5);
      });
    }
    expect([...found.flags!.data]).toEqual([
      ...new Array(width * ids.length).fill(1),
      ...new Array(width).fill(0),
    ]);
  },
);
