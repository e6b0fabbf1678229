import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random/stream.ts';
import type { LossPoint, ReportInput } from './input.ts';
import { renderReport } from './renderReport.ts';
import { summarize } from './summarize.ts';

function normal(count: number, name: string): Float32Array {
  const values = new Float32Array(count);
  randomStream(6, name).normal(0, values);
  return values;
}

function inputOf(
  columns: readonly string[],
  length: number,
  count: number,
  others: Partial<ReportInput> = {},
): ReportInput {
  const size = count * length * columns.length;
  return {
    title: 'Report of a test',
    columns,
    length,
    real: normal(size, 'real'),
    generated: normal(size, 'generated'),
    losses: lossesOf(500),
    facts: [{ name: 'Seed', value: '7' }],
    warnings: [],
    seed: 7,
    ...others,
  };
}

function lossesOf(count: number): readonly LossPoint[] {
  return Array.from({ length: count }, (_, i) => ({
    step: i + 1,
    criticLoss: 1 + Math.sin(i),
    generatorLoss: 2,
    realLogit: 0.5,
    generatedLogit: -0.5,
  }));
}

/** As much of an element as the tests look at. */
interface Element {
  readonly textContent: string;
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  getAttributeNames(): readonly string[];
  querySelectorAll(selector: string): Iterable<Element>;
}

function all(page: string | Element, selector: string): readonly Element[] {
  const root: Element = typeof page === 'string' ? parseHTML(page).document : page;
  return Array.from(root.querySelectorAll(selector));
}

const charts = (page: string) => all(page, 'figure svg');
const textOf = (page: string) => all(page, 'main')[0]!.textContent;

/** Nothing that a browser would run or fetch, and no element beyond those of the report. */
function expectHarmless(page: string): void {
  const scripts = all(page, 'script');
  expect(scripts.map((script) => script.getAttribute('type'))).toEqual(['application/json']);
  expect(all(page, 'img, iframe, object, embed, link, base, form, image, use, a')).toEqual([]);
  for (const element of all(page, '*')) {
    for (const name of element.getAttributeNames()) {
      expect(name).not.toMatch(/^on|^src$|href$/i);
      expect(element.getAttribute(name)).not.toMatch(/url\(|javascript:/i);
    }
  }
  expect(page.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
}

describe('renderReport', () => {
  const input = inputOf(['temperature', 'load'], 12, 80);
  const page = renderReport(input);

  it('is one whole page that fetches nothing and runs nothing', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expectHarmless(page);
    expect(page).toContain(`default-src 'none'`);
  });

  it('has every section and every chart', () => {
    const titles = all(page, 'h2').map((title) => title.textContent);
    expect(titles).toEqual([
      'Sequences, side by side',
      'How values are distributed',
      'Memory along time',
      'Relations between columns',
      'All sequences in one picture',
      'Training',
      'Column by column',
      'About this run',
      'How this was measured',
    ]);
    // Three per column, three heat maps, the components, losses and logits.
    expect(charts(page)).toHaveLength(3 * 2 + 3 + 1 + 2);
  });

  it('draws the gradients of both players through time on a scale of powers of ten, where there are any', () => {
    const decay = (factor: number) => Array.from({ length: 24 }, (_, t) => factor ** (23 - t));
    const pathsOf = (critic: readonly number[], generator: readonly number[]) => {
      const drawn = charts(renderReport({ ...input, throughTime: { critic, generator } }));
      const chart = drawn.find((svg) => svg.getAttribute('aria-label')!.startsWith('Size of the gradients'));
      return chart && all(chart, '[aria-label="line"] path').map((path) => path.getAttribute('d')!);
    };
    const [critic, generator] = pathsOf(decay(0.6), decay(0.8))!;
    const heights = (path: string) => path.match(/,[\d.]+/g)!.map((y) => Number(y.slice(1)));
    // a decay by a constant factor is a straight line, and the faster one falls lower
    const [first, middle, last] = [0, 11, 22].map((t) => heights(critic!)[t]!) as [number, number, number];
    expect(middle - first).toBeCloseTo(last - middle, 0);
    expect(first).toBeGreaterThan(heights(generator!)[0]!);
    expect(pathsOf([], decay(0.8))).toHaveLength(1);
    expect(pathsOf([], [])).toBeUndefined();
    expect(pathsOf([0, 0], [1, Number.NaN])).toBeUndefined();
  });

  it('draws six sequences of each kind, all steps, on one axis', () => {
    const lines = all(charts(page)[0]!, '[aria-label="line"] path');
    expect(lines).toHaveLength(12);
    for (const line of lines) expect(line.getAttribute('d')!.match(/[ML]/g)).toHaveLength(12);
  });

  it('says what every chart shows to those who do not see it', () => {
    for (const chart of charts(page)) {
      expect(chart.getAttribute('role')).toBe('img');
      expect(chart.getAttribute('aria-label')).not.toBe('');
    }
  });

  it('shows the verdict of the summary, and holds the summary for programs', () => {
    const summary = summarize(input);
    const text = all(page, 'ul.verdict')[0]!.textContent;
    for (const sentence of summary.verdict) expect(text).toContain(sentence);
    expect(JSON.parse(all(page, '#summary')[0]!.textContent)).toEqual(summary);
    expect(renderReport(input, summary)).toBe(page);
  });

  it('is the same bytes for the same input, and other sequences for another seed', () => {
    expect(renderReport(input)).toBe(page);
    expect(charts(renderReport({ ...input, seed: 8 }))[0]!.outerHTML).not.toBe(charts(page)[0]!.outerHTML);
  });

  it('never writes NaN, undefined or Infinity, whatever is missing', () => {
    const holes = (values: Float32Array) =>
      values.map((value, i) => (i % 3 === 2 ? NaN : i % 30 === 0 ? Number.POSITIVE_INFINITY : value));
    const broken = inputOf(['a', 'b', 'none'], 10, 60);
    const losses = lossesOf(4).map((loss) => (loss.step === 2 ? { ...loss, criticLoss: NaN } : loss));
    const holed = renderReport({
      ...broken,
      losses,
      real: holes(broken.real),
      generated: holes(broken.generated),
    });
    expect(textOf(holed)).not.toMatch(/NaN|undefined|Infinity/);
    for (const chart of charts(holed)) expect(chart.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
    expect(holed).toContain('var(--bad)');
  });

  it.each([
    ['one feature', inputOf(['only'], 12, 60)],
    ['one sequence', inputOf(['a', 'b'], 12, 1)],
    ['one step', inputOf(['a', 'b'], 1, 60)],
    ['one of everything', inputOf(['a'], 1, 1, { losses: lossesOf(1) })],
    ['two sequences', inputOf(['a', 'b'], 3, 2)],
    ['no losses', inputOf(['a'], 5, 60, { losses: [] })],
    ['equal names', inputOf(['a', 'a'], 5, 60)],
    ['an empty name', inputOf([''], 5, 60)],
    ['a constant set', inputOf(['a', 'b'], 5, 60, { real: new Float32Array(600).fill(3) })],
    [
      'two constant sets',
      inputOf(['a'], 5, 60, { real: new Float32Array(300), generated: new Float32Array(300) }),
    ],
    ['nothing finite', inputOf(['a'], 5, 60, { real: new Float32Array(300).fill(NaN) })],
    ['the largest floats', inputOf(['a'], 5, 60, { generated: new Float32Array(300).fill(3.4e38) })],
    ['sets of different size', inputOf(['a', 'b'], 4, 60, { generated: normal(8 * 7, 'few') })],
  ])('renders %s', (_, plain) => {
    const rendered = renderReport(plain);
    expectHarmless(rendered);
    expect(textOf(rendered)).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('shows the worst of 140 columns and says how many there are', () => {
    const names = Array.from({ length: 140 }, (_, i) => `sensor ${i}`);
    const many = inputOf(names, 4, 60);
    const generated = many.generated.map((value, i) => (i % 140 === 77 ? value + 5 : value));
    const rendered = renderReport({ ...many, generated });
    expect(charts(rendered)).toHaveLength(3 * 12 + 3 + 1 + 2);
    expect(rendered).toContain('Shown are the 12 of 140 columns');
    expect(all(rendered, '.grid figcaption')[0]!.textContent).toBe('sensor 77');
    expect(all(rendered, 'tbody tr')).toHaveLength(140);
  });

  it('thins out ten thousand losses and long sequences', () => {
    const rendered = renderReport(inputOf(['a'], 2000, 20, { losses: lossesOf(10_000) }));
    expect(rendered.length).toBeLessThan(400_000);
  });

  it('lets no text out of its place', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        '</title></style></script><b>',
        "' onload='x",
        '<!--',
        ']]>',
        '</svg><script>1</script>',
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, column, value) => {
        const text = inputOf([column, `${column}2`], 3, 6, {
          title,
          losses: [],
          facts: [{ name: value, value }],
          warnings: [value],
        });
        expectHarmless(renderReport(text));
      }),
      { numRuns: 12 },
    );
  });

  it('speaks Chinese throughout', () => {
    const rendered = renderReport({ ...input, language: 'zh' });
    expect(rendered).toContain('<html lang="zh-Hans">');
    const titles = all(rendered, 'h2, thead th').map((title) => title.textContent);
    expect(titles.filter((title) => title !== 'KS' && !/\p{Script=Han}/u.test(title))).toEqual([]);
  });

  it.each([
    ['no columns', { columns: [] }, /0 columns/],
    ['no sequences', { real: new Float32Array(0) }, /real set is empty/],
    ['a broken shape', { generated: new Float32Array(7) }, /whole number/],
  ])('refuses %s by name', (_, change, expected) => {
    expect(() => renderReport({ ...input, ...change })).toThrow(expected);
  });
});

describe('columns of texts and missing values', () => {
  const places = (count: number, levels: number, name: string): Float32Array => {
    const drawn = new Int32Array(count);
    randomStream(8, name).integers(0, levels, drawn);
    return Float32Array.from(drawn);
  };
  const [length, count] = [8, 120];
  const category = (generated: Float32Array) => ({
    name: 'kind <&>',
    levels: ['a "quoted" one', 'b', 'c'],
    real: places(count * length, 3, 'real'),
    generated,
  });
  const gaps = (values: Float32Array, every: number) =>
    values.map((value, i) => (i % every === 0 ? Number.NaN : value));
  const plain = inputOf(['x'], length, count);
  const all8 = new Int32Array(count).fill(length);

  it('have a bar chart a column, a row in their table, and a sentence each', () => {
    const input = { ...plain, real: gaps(plain.real, 10), generated: gaps(plain.generated, 11) };
    const page = renderReport({ ...input, categories: [category(places(count * length, 3, 'other'))] });
    expect(all(page, 'svg[aria-label*="how often each text"]')).toHaveLength(1);
    expect(page).toContain('Texts come');
    expect(page).toMatch(/“x” real 10%, generated 9.2%/);
    expect(page).toContain('<figcaption>kind &lt;&amp;&gt;</figcaption>');
  });

  it('are judged: equal shares are good, one text always is poor, and so is leaving nothing out', () => {
    const good = summarize({ ...plain, categories: [category(places(count * length, 3, 'other'))] });
    expect(good.categories[0]).toMatchObject({ distance: { level: 'good' } });
    expect(good.categories[0]!.changeShare.real).toBeCloseTo(2 / 3, 1);
    const collapsed = summarize({ ...plain, categories: [category(new Float32Array(count * length))] });
    expect(collapsed.categories[0]).toMatchObject({ level: 'poor' });
    expect(collapsed.level).toBe('poor');
    expect(collapsed.overall).toContain('shares of texts');
    const filled = summarize({ ...plain, real: gaps(plain.real, 5) });
    expect(filled.columns[0]!.missing).toMatchObject({ generated: 0, difference: { level: 'poor' } });
    expect(filled.columns[0]!.missing!.real).toBeCloseTo(0.2, 2);
    const kept = summarize({ ...plain, real: gaps(plain.real, 5), generated: gaps(plain.generated, 5) });
    expect(kept.columns[0]!.missing!.difference.level).toBe('good');
  });

  it('do not count what lies after the end of a sequence, whose lengths are compared', () => {
    const steps = (shift: number) => Int32Array.from({ length: count }, (_, n) => 1 + ((n + shift) % length));
    const cut = (values: Float32Array, lengths: Int32Array) =>
      values.map((value, i) => (i % length >= lengths[Math.floor(i / length)]! ? Number.NaN : value));
    const [real, generated] = [steps(0), steps(3)];
    const input = {
      ...plain,
      real: cut(plain.real, real),
      generated: cut(plain.generated, generated),
      lengths: { real, generated },
    };
    const summary = summarize(input);
    expect(summary.columns[0]!.missing).toBeNull();
    expect(summary.cautions.join()).not.toContain('not finite');
    expect(summary.lengths).toMatchObject({ real: { mean: 4.5, minimum: 1, maximum: 8 } });
    expect(summary.lengths!.distance.level).toBe('good');
    expect(renderReport(input)).toContain('How long sequences are');
    const whole = summarize({ ...input, generated: plain.generated, lengths: { real, generated: all8 } });
    expect(whole.lengths!.distance.level).toBe('poor');
    expect(whole.overall).toContain('lengths');
  });

  it('are absent where there are none', () => {
    const page = renderReport(plain);
    expect(page).not.toContain('How often each text comes');
    expect(summarize(plain)).toMatchObject({ categories: [], categoryDistance: null, lengths: null });
  });
});
