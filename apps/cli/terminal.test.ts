import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spellBooleans } from './flags.ts';
import { lossChart } from './lossChart.ts';
import { duration, grouped, short } from './numbers.ts';
import { bar, createProgress } from './progress.ts';
import { cutTo, displayWidth, type Output } from './terminal.ts';
import { textTable } from './textTable.ts';
import { chooseWords } from './words.ts';

function fakeStream(properties: Partial<Output> = {}): {
  readonly stream: Output;
  readonly text: () => string;
} {
  let written = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  return { stream: Object.assign(stream, properties) as unknown as Output, text: () => written };
}

describe('numbers for people', () => {
  test('are short, and times too', () => {
    expect([0.6934, 12.345, 1234.5, 0.00001234, 12345678, 0].map(short)).toEqual([
      '0.693',
      '12.3',
      '1235',
      '1.23e-5',
      '1.23e+7',
      '0',
    ]);
    expect([Number.NaN, Infinity].map(short)).toEqual(['NaN', 'Infinity']);
    expect([0, 59.6, 187, 3909].map(duration)).toEqual(['0 s', '1:00', '3:07', '1:05:09']);
    expect(grouped(1234567)).toBe('1,234,567');
  });
});

describe('text on a terminal', () => {
  test('Chinese characters take two columns, and nothing is cut wider than asked', () => {
    expect(displayWidth('步 12')).toBe(5);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(displayWidth(cutTo(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  test('a table is aligned also where its words are Chinese', () => {
    const table = textTable(
      [
        ['列', 'n'],
        ['level', '10'],
        ['日期', '9'],
      ],
      { right: [1] },
    );
    expect(table).toBe('  列      n\n  level  10\n  日期    9\n');
  });

  test('the bar is full at the end, never beyond, and always as wide', () => {
    expect(bar(1)).toBe(`▕${'█'.repeat(24)}▏`);
    expect(bar(0)).toBe(`▕${' '.repeat(24)}▏`);
    fc.assert(fc.property(fc.double({ noNaN: true }), (share) => bar(share).length === 26));
  });

  test('both losses are charted, and no chart is made of what is not finite', () => {
    const words = chooseWords([], {});
    const { stream } = fakeStream({ columns: 60 });
    const points = Array.from({ length: 50 }, (_, i) => ({ critic: Math.sin(i / 5), generator: 2 - i / 25 }));
    const chart = lossChart([...points, { critic: Number.NaN, generator: 1 }], words, stream);
    expect(chart).toMatch(/^Losses: critic, generator\n {5}2 │/);
    expect(chart.split('\n').filter((line) => line.includes('│'))).toHaveLength(8);
    expect(lossChart([{ critic: Number.NaN, generator: 1 }], words, stream)).toBe('');
  });
});

describe('progress', () => {
  test('draws over one line on a terminal and ends it with the last step', () => {
    const { stream, text } = fakeStream({ isTTY: true, columns: 60 });
    const progress = createProgress(stream, 10);
    for (let step = 1; step <= 10; step++) progress.update(step, () => `step ${step} ${'x'.repeat(100)}`);
    progress.finish();
    const drawn = text().split('\r').slice(1);
    expect(text().split('\n')).toHaveLength(2);
    for (const line of drawn) expect(displayWidth(line.replace('\x1b[K', '').trimEnd())).toBeLessThan(60);
    expect(drawn.at(-1)).toContain('step 10');
  });

  test('writes nothing for a short run where there is no terminal', () => {
    const { stream, text } = fakeStream();
    const progress = createProgress(stream, 10);
    for (let step = 1; step <= 10; step++) progress.update(step, () => `step ${step}`);
    progress.finish();
    expect(text()).toBe('');
  });
});

test('booleans may be spelled with true and false', () => {
  expect(spellBooleans(['train', 'x', '--header', 'false', '--spectral-norm=true'])).toEqual([
    'train',
    'x',
    '--no-header',
    '--spectral-norm',
  ]);
  expect(spellBooleans(['--header', 'x.csv', '--key=a=b', '--', '--header', 'true'])).toEqual([
    '--header',
    'x.csv',
    '--key=a=b',
    '--',
    '--header',
    'true',
  ]);
});
