import { expect, test } from 'vitest';
import { fitTimeSeries, parseCsv } from './index.ts';

/** Eighty sequences with tens, whole numbers, quarters, numbers of one decimal, and raw ones. */
const attributes = () => {
  const cells = (id: number) => [
    `${10 * (1 + ((id * 7) % 9))}`,
    `${2 + ((id * 11) % 23)}`,
    (((id * 13) % 37) / 4).toFixed(2),
    (((id * 17) % 41) / 10).toFixed(1),
    `${Math.sin(id * 1.7)}`,
  ];
  const rows = Array.from({ length: 80 }, (_, id) =>
    [0, 1, 2].map((t) => [`s${id}`, (id * 3 + t * 5) % 7, ...cells(id)].join(',')).join('\n'),
  );
  const csv = ['id,x,tens,whole,quarters,tenths,raw', ...rows].join('\n');
  return fitTimeSeries(parseCsv(csv, 'a.csv'), { key: 'id' }).codec.attributes;
};

test.each([
  ['tens', '15', 'is no multiple of 10', 'multiple of 10 from 10 to 90; the nearest are 10 and 20'],
  ['tens', '11', 'is no multiple of 10', 'multiple of 10 from 10 to 90; the nearest are 10 and 20'],
  ['tens', '95', 'lies outside', 'multiple of 10 from 10 to 90; the nearest is 90'],
  ['whole', '2.5', 'is no whole number', 'whole number from 2 to 24; the nearest are 2 and 3'],
  ['whole', '-7', 'lies outside', 'whole number from 2 to 24; the nearest is 2'],
  [
    'quarters',
    '1.3',
    'is no multiple of 0.25',
    'multiple of 0.25 from 0.00 to 9.00; the nearest are 1.25 and 1.50',
  ],
  ['tenths', '1.23', 'has more digits', 'number from 0.0 to 4.0; the nearest are 1.2 and 1.3'],
  ['raw', '0.123456789', 'has more digits', /; the nearest is 0\.1234568$/],
])('%s of %s is refused, and what would do is named', (name, text, what, remedy) => {
  const read = attributes()
    .find(({ column }) => column.name === name)!
    .read(text);
  expect(read).toEqual({
    what: expect.stringContaining(`${text} ${what}`),
    remedy: typeof remedy === 'string' ? `give a ${remedy}` : expect.stringMatching(remedy),
  });
});

test.each([
  ['tens', '20', '20'],
  ['tens', '2e1', '20'],
  ['whole', '3.0', '3'],
  ['quarters', '1.5', '1.50'],
  ['tenths', '0.3', '0.3'],
  ['raw', '0.1234568', '0.1234568'],
])('%s of %s is what is written', (name, text, cell) => {
  const read = attributes()
    .find(({ column }) => column.name === name)!
    .read(text);
  expect(read).toEqual({ value: Number(text), text: cell });
});
