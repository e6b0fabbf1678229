import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learn, levels, SMALL, TAIL, toUserUnits } from '../../../test/smallTables.ts';
import { UserError } from '../../errors/userError.ts';
import { parseCsv, timeSeriesCodecFromJson } from './index.ts';

test('a codec of version 1 is read as it was', () => {
  const { codec } = learn('x,y\n0,10\n4,30\n2,20\n1,11\n', { length: 2 });
  const old = { ...(codec.toJSON() as object), version: 1 };
  const back = timeSeriesCodecFromJson(old, 'codec.json');
  expect(back.learned).toEqual(codec.learned);
  expect(back.groups).toBeUndefined();
});

const KINDS = [
  SMALL,
  `x,y\n${TAIL.map((x, r) => `${x},${r % 7 === 3 ? '' : x}`).join('\n')}`,
  levels(60),
  'x,word\n1,b\nNA,?\n2,b\n,?\n1,c\n3,c\n',
  `user_id,date,No,x\n${['p', 'q'].flatMap((id) => [1, 4, 2].map((x, t) => `${id},2020-01-31 0${t}:00,${t},${x}.5`)).join('\n')}`,
  `year,month,x\n${[1, 5, 2, 4].map((x, r) => `2020,${String(r + 1).padStart(2, '0')},${x}`).join('\n')}`,
  Array.from({ length: 3 }, (_, r) =>
    Array.from({ length: 30 }, (_, c) => (r * 7 + c * 3) % 13).join(','),
  ).join('\n'),
];

test.each(KINDS.map((text, i) => [i, text] as const))(
  'codec.json %i gives the same codec back',
  (_, text) => {
    const { codec, sequences } = learn(text);
    const back = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
    const values = toUserUnits(codec, sequences);
    expect(back.rows(values, 3)).toEqual(codec.rows(values, 3));
    expect(back.toJSON()).toEqual(codec.toJSON());
    expect(back.learned).toEqual(codec.learned);
    expect(back.groups).toEqual(codec.groups);
    const { values: encoded, ...sizes } = back.encode(parseCsv(text, 'data.csv'));
    const { values: wanted, ...wantedSizes } = sequences;
    expect(sizes).toEqual(wantedSizes);
    expect(bytesOf(encoded).equals(bytesOf(wanted))).toBe(true); // two million values one by one take long
  },
);

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

test('a codec.json that is damaged in any one place is refused, or is another sound codec', () => {
  const sound = learn(SMALL, { length: 5 }).codec.toJSON();
  const paths: (readonly (string | number)[])[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]) => {
    if (path.length > 0) paths.push(path);
    if (typeof value === 'object' && value !== null)
      for (const key of Object.keys(value))
        visit((value as Record<string, unknown>)[key], [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(sound, []);
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), fc.constant(undefined)), (path, junk) => {
      const json = structuredClone(sound) as Record<string | number, unknown>;
      const parent = path.slice(0, -1).reduce((node, key) => node[key] as typeof json, json);
      parent[path.at(-1)!] = junk;
      try {
        const codec = timeSeriesCodecFromJson(json, 'codec.json');
        codec.rows(new Float32Array(codec.length * codec.learned.length), 0);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.message).toContain('codec.json');
        refused++;
      }
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(300);
});

test('a codec whose name is no text is refused', () => {
  const json = learn(SMALL, { length: 5 }).codec.toJSON() as { columns: { codec: unknown }[] };
  json.columns[0]!.codec = { toString: false };
  expect(() => timeSeriesCodecFromJson(json, 'codec.json')).toThrow(UserError);
});

test.each([null, 3, [], {}, { format: 'other' }])('%j is no codec', (json) => {
  expect(() => timeSeriesCodecFromJson(json, 'codec.json')).toThrow(UserError);
});
