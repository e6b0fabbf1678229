import { expect, test } from 'vitest';
import { findIdentifierFormat, writeIdentifier } from './identifierFormat.ts';
import { describeTable, fitTimeSeries, parseCsv } from './index.ts';

const write = (cells: readonly string[], count = 3) => {
  const format = findIdentifierFormat(cells)!;
  return Array.from({ length: count }, (_, place) => writeIdentifier(format, place));
};

test('numbered identifiers go on after the largest, with their padding', () => {
  expect(write(['T7', 'T12', 'T3'])).toEqual(['T13', 'T14', 'T15']);
  expect(write(['A0000002378', 'A0000000576'])[0]).toBe('A0000002379');
  expect(write(['2020-001/x', '2020-099/x'], 2)).toEqual(['2020-100/x', '2020-101/x']);
});

test('names, and numbers padded unevenly, have no format', () => {
  expect(findIdentifierFormat(['Anna', 'Bob', 'Eve'])).toBeUndefined();
  expect(findIdentifierFormat(['a07', 'a7'])).toBeUndefined();
  expect(findIdentifierFormat(['open', 'shut', 'idle'])).toBeUndefined();
});

/** UUIDs of version 4 from a multiplicative sequence. */
function uuids(count: number): string[] {
  let state = 12345n;
  return Array.from({ length: count }, () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    const hex = (state * 0x9e3779b97f4a7c15n + state ** 2n).toString(16).padStart(32, '0').slice(-32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  });
}

test('new UUIDs look like UUIDs, are all different, and none of 3,000 real ones is among 5,000', () => {
  const real = uuids(3000);
  const made = write(real, 5000);
  expect(
    made.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
  ).toBe(true);
  expect(new Set([...made, ...real]).size).toBe(8000);
});

test('a column of row identifiers is not learned and comes back new, in order of the rows', () => {
  const rows = Array.from(
    { length: 40 },
    (_, r) => `${5000 + ((r * 17) % 41)},t-${100 + ((r * 7) % 43)},${(r * 7) % 11}`,
  );
  const { codec, description } = fitTimeSeries(parseCsv(`trans_id,ref,x\n${rows.join('\n')}`, 'd.csv'), {
    length: 4,
  });
  expect(description.columns.map(({ role }) => role)).toEqual(['identifier', 'identifier', 'feature']);
  expect(description.columns[0]!.why).toContain('not learned');
  const [ids, refs] = codec.rows(new Float32Array(8), 1).columns;
  expect(ids!.cells.slice(0, 3)).toEqual(['5045', '5046', '5047']);
  expect(refs!.cells[0]).toBe('t-147');
  expect(JSON.stringify(codec.toJSON())).not.toContain('t-107');
});

test('a unique key column names no series: it is an identifier, and the table one series', () => {
  const rows = Array.from({ length: 30 }, (_, r) => `K${(r * 7) % 31},${(r * 5) % 13}`);
  const description = describeTable(parseCsv(`account_id,x\n${rows.join('\n')}`, 'd.csv'));
  expect(description).toMatchObject({ layout: 'one series', problems: [] });
  expect(description.columns[0]!.role).toBe('identifier');
});
