import { expect, test } from 'vitest';
import { cellsOf, learn, levels, toUserUnits } from '../../../../test/smallTables.ts';
import { parseCsv } from '../index.ts';

test('texts are one feature a level, the most frequent first, and come back as they were', () => {
  const text = 'x,word\n1,b\n3,a\n2,b\n4,c d\n1,b\n3,a\n2,"e, f"\n4,"e, f"\n';
  const { codec, sequences } = learn(text, { length: 8, columns: ['x', 'word'] });
  expect(codec.groups).toEqual([
    { kind: 'number', width: 1 },
    { kind: 'choice', width: 4 },
  ]);
  expect(codec.learned[1]).toMatchObject({ kind: 'levels', start: 1, levels: ['b', 'a', 'e, f', 'c d'] });
  expect([...sequences.values.subarray(15, 20)].slice(1)).toEqual([0, 0, 0, 1]);
  const words = ['b', 'a', 'b', 'c d', 'b', 'a', 'e, f', 'e, f'];
  expect(cellsOf(codec, toUserUnits(codec, sequences)).word).toEqual(words);
});

test('a missing text is a level, and is written with the marker of the data', () => {
  const { codec, sequences } = learn('x,word\n1,b\n3,n/a\n2,b\n4,n/a\n1,c\n3,c\n', { length: 6 });
  const values = toUserUnits(codec, sequences);
  expect(cellsOf(codec, values).word).toEqual(['b', 'n/a', 'b', 'n/a', 'c', 'c']);
  expect(codec.rows(values, 0).columns[1]).toMatchObject({ type: 'text', marker: 'n/a' });
});

test('the rarest of many levels share a feature and are drawn by their frequency', () => {
  const { codec, sequences } = learn(levels(60), { length: 30, columns: ['x', 'word'] });
  expect(codec.features).toBe(51);
  const shared = 49;
  const values = Float32Array.from({ length: 2 * 6000 }, (_, i) => (i % 2 === 0 ? 1 : shared));
  const counts = new Map<string, number>();
  for (const cell of cellsOf(codec, values).word!) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  expect(counts.size).toBe(11);
  for (let k = 0; k < 11; k++) expect(counts.get(`level ${k}`)! / 6000).toBeCloseTo((k + 1) / 66, 1);
  expect(sequences.values.every((value) => value >= -1 && value <= 1)).toBe(true);
  expect(cellsOf(codec, values)).toEqual(cellsOf(codec, values));
});

test('a text that was not learned goes to the shared level, or is refused with its rows', () => {
  const many = learn(levels(60), { length: 2, columns: ['x', 'word'] }).codec;
  const other = many.encode(parseCsv('x,word\n1,level 59\n2,new\n1,level 58\n', 'other.csv'));
  expect(other.values.subarray(51, 102).indexOf(1)).toBe(50);
  const few = learn(levels(5), { length: 2, columns: ['x', 'word'] }).codec;
  expect(() => few.encode(parseCsv('x,word\n1,level 4\n2,new\n1,level 3\n', 'other.csv'))).toThrow(
    /other.csv, row 2 \(line 3\), column "word": "new" is none of the texts that the model learned/,
  );
});

test('tables of texts alone are learned', () => {
  const { codec, sequences } = learn('a,b\nx,1 m\ny,2 m\nx,1 m\ny,2 m\nx,2 m\ny,1 m\n', { length: 3 });
  expect(sequences).toMatchObject({ count: 4, features: 4 });
  expect(cellsOf(codec, toUserUnits(codec, sequences)).a!.slice(0, 3)).toEqual(['x', 'y', 'x']);
});
