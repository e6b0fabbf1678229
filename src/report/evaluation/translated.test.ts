import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { saidZh } from './saidZh.ts';
import { translated, translatedProblem } from './translated.ts';

/** The sources that speak, with the line breaks of long strings left as they are. */
const source = ['src/evaluate', 'src/run']
  .flatMap((folder) =>
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  )
  .join('\n');

describe('what the judge says', () => {
  it.each(Object.keys(saidZh))('is said by the source: %s', (english) => {
    const pieces = english.split(/\{\w+\}/).filter((piece) => piece.trim().length > 3);
    for (const piece of pieces.length > 0 ? pieces : [english]) {
      // a place is put together of pieces, with quotation marks between them
      const found = piece.split(/"| set(?=,)/).every((part) => source.includes(part));
      expect(found, piece).toBe(true);
    }
  });

  it('is said in Chinese with the same values, and has all of them', () => {
    for (const [english, chinese] of Object.entries(saidZh)) {
      const slots = (text: string) => Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name!).sort();
      expect(slots(chinese), english).toEqual(slots(english));
    }
    const problem = {
      where: 'column "a, b"',
      what: 'real values run from 1 to 2, generated ones from -3 to 4e5',
      remedy: 'unheard of',
    };
    expect(translatedProblem(problem, 'zh')).toEqual({
      where: '列“a, b”',
      what: '真实取值从 1 到 2，生成取值从 -3 到 4e5',
      remedy: 'unheard of',
    });
    expect(translatedProblem(problem, 'en')).toEqual(problem);
  });

  it('is told by the sentence that says most, where several fit', () => {
    expect(translated('batches hold 8 sequences, not 128: the sets are too small', 'zh')).toContain(
      '数据太少',
    );
    expect(translated('new.csv, column "x"', 'zh')).toBe('new.csv，列“x”');
  });
});
