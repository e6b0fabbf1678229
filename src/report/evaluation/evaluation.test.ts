import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import {
  controlGenerators,
  type EvaluationResult,
  evaluate,
  groups,
  metrics,
  pick,
  type SequenceSet,
  sequenceSet,
} from '../../evaluate/index.ts';
import { randomStream } from '../../random/stream.ts';
import type { EvaluationInput } from './evaluationInput.ts';
import { evaluationMessages } from './evaluationMessages.ts';
import { evaluationVerdict } from './evaluationVerdict.ts';
import { gradeGroup, gradeOf } from './grade.ts';
import { metricsZh } from './metricsZh.ts';
import { renderEvaluation } from './renderEvaluation.ts';

/** Waves of random phase with noise; every feature later than the one before. */
function waves(count: number, length: number, features: number, name: string): SequenceSet {
  const draws = new Float32Array(count * (length * features + 1));
  randomStream(5, name).normal(0, draws);
  const values = Float32Array.from({ length: count * length * features }, (_, i) => {
    const [n, t, f] = [Math.floor(i / (length * features)), Math.floor(i / features) % length, i % features];
    const wave = Math.sin(t / 2 + 3 * draws[n]! + f / features);
    return 10 * (f + 1) + wave + 0.05 * draws[count + i]!;
  });
  return sequenceSet(values, length, features);
}

const ids = ['wasserstein', 'ks', 'acd', 'spectral', 'correlational', 'mmd', 'coverage', 'recall', 'spread'];
const quick = [...ids, 'unique', 'copies-exact', 'copies-near'];

async function inputOf(
  real: SequenceSet,
  generated: SequenceSet,
  others: Partial<EvaluationInput> & { readonly chosen?: readonly string[] } = {},
): Promise<EvaluationInput> {
  const { chosen = quick, ...more } = others;
  const featureNames = Array.from({ length: real.features }, (_, f) => `c${f + 1}`);
  let result: EvaluationResult | undefined;
  for await (const event of evaluate(real, generated, { featureNames, metrics: chosen })) {
    if (event.type === 'done') result = event.result;
  }
  return { result: result!, real, generated, names: { real: 'real.csv', generated: 'new.csv' }, ...more };
}

interface Element {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  getAttributeNames(): readonly string[];
  querySelectorAll(selector: string): Iterable<Element>;
}
const all = (page: string, selector: string): readonly Element[] =>
  Array.from((parseHTML(page).document as unknown as Element).querySelectorAll(selector));
const textOf = (page: string): string => all(page, 'main')[0]!.textContent;

const [real, fresh] = [waves(200, 12, 3, 'real'), waves(200, 12, 3, 'fresh')];
/** Only the middle column wanders off, at its last steps. */
const bent = {
  ...fresh,
  values: fresh.values.map((v, i) => (i % 3 === 1 && Math.floor(i / 3) % 12 > 8 ? v + 2.5 : v)),
};
const collapsed = pick(fresh, new Int32Array(200));

describe('the verdict', () => {
  it('is good for fresh data of the same source, and nothing is wrong', async () => {
    const { level, sentences, good, wrong } = evaluationVerdict(await inputOf(real, fresh));
    expect(level).toBe('good');
    expect(sentences[0]).toContain('behave like the real ones');
    expect(sentences[1]).toMatch(/^Even the column that fits worst, “c\d”, is off by no more than 0\.\d+/);
    expect(sentences[2]).toContain('No sign of copied training data');
    expect(good.length).toBeGreaterThanOrEqual(4);
    expect(wrong).toEqual([]);
  });

  it('names the column and the steps where it is wrong', async () => {
    const { level, wrong } = evaluationVerdict(await inputOf(real, bent));
    expect(level).toBe('poor');
    const values = wrong.find(({ what }) => what.startsWith('The values are distributed differently'))!;
    expect(values.where[0]).toMatch(
      /^“c2” is off by .*; most at step (10|11|12) of 12, 22\.\d+ against (19|20)\.\d+$/,
    );
  });

  it('does not name a pair whose correlation is right, though whole sequences are wrong', async () => {
    const raw = { ...fresh, values: fresh.values.map((value) => 1000 * value) };
    const { level, sentences, wrong } = evaluationVerdict(await inputOf(real, raw, { chosen: ['mmd'] }));
    expect(level).toBe('poor');
    expect(sentences[1]).toMatch(/^Farthest off is the column “c\d”/);
    expect(wrong[0]!.where).toEqual([]);
  });

  it('says of a collapsed generator that it has collapsed', async () => {
    const { level, sentences } = evaluationVerdict(await inputOf(real, collapsed));
    expect(level).toBe('poor');
    expect(sentences[0]).toContain('has collapsed');
    expect(sentences[1]).toMatch(
      /^Its sequences are on average 0% as far .* and \d+% of the real ones have none/,
    );
  });

  it('does not let a copy of the training data win, though every other group is good', async () => {
    const rows = new Int32Array(200);
    randomStream(1, 'rows').integers(0, 200, rows);
    const verdict = evaluationVerdict(await inputOf(real, pick(real, rows)));
    expect(verdict.sentences[0]).toContain('repeat the training data (100% of them value for value)');
    const fidelity = verdict.groups.find(({ group }) => group === 'fidelity')!;
    expect([verdict.level, fidelity.level]).toEqual(['poor', 'good']);
  });

  it('of noise is poor in time and together', async () => {
    const noise = controlGenerators.find(({ id }) => id === 'noise')!.make(real, 9);
    const { groups: graded } = evaluationVerdict(await inputOf(real, noise));
    const levels = Object.fromEntries(graded.map(({ group, level }) => [group, level]));
    expect(levels).toMatchObject({ time: 'poor', joint: 'poor', diversity: 'poor', privacy: 'good' });
  });
});

describe('a grade', () => {
  it('is none where the figure cannot tell, and good where it errs to the harmless side', async () => {
    const { result } = await inputOf(real, fresh, { chosen: ['ks', 'dcr-ratio'] });
    const ks = result.metrics[0]!;
    expect(gradeOf({ ...ks, position: undefined } as never).level).toBe('unclear');
    expect(gradeOf({ ...ks, position: 0.2, figure: { ...ks.figure!, value: 0.9 } }).level).toBe('fair');
    expect(gradeOf({ ...ks, position: 0.9, figure: { ...ks.figure!, value: 0.9 } }).level).toBe('poor');
    const ratio = {
      ...ks,
      id: 'dcr-ratio',
      group: 'privacy' as const,
      direction: 1,
      position: 3,
      controls: {
        ...ks.controls!,
        floor: { ...ks.figure!, value: 1.02, spread: 0.01 },
        ceilings: { copy: { ...ks.figure!, value: 0 } },
      },
    };
    expect(gradeOf({ ...ratio, figure: { ...ks.figure!, value: 3 } }).level).toBe('good');
    expect(gradeOf({ ...ratio, figure: { ...ks.figure!, value: 0.1 } }).level).toBe('poor');
  });

  it('of a group is that of its middle figure, of the judges that of the worst', async () => {
    const { result } = await inputOf(real, bent, { chosen: ids });
    const [one] = result.metrics;
    const at = (group: 'fidelity' | 'judge' | 'privacy', positions: readonly number[]) =>
      gradeGroup(
        group,
        positions.map((position) => ({ ...one!, group, position, figure: { ...one!.figure!, value: 99 } })),
      ).level;
    expect(at('fidelity', [0, 0.05, 0.9])).toBe('good');
    expect(at('fidelity', [0, 0.9])).toBe('poor');
    expect(at('judge', [0, 0.05, 0.9])).toBe('poor');
    expect(at('privacy', [0, 0.05, 0.2])).toBe('good');
    expect(at('privacy', [0, 0.2, 0.2])).toBe('fair');
    expect(at('judge', [])).toBe('unclear');
  });
});

describe('the page', () => {
  it('has the verdict, the places, every plot and every figure with its protocol, floor and ceilings', async () => {
    const input = await inputOf(real, bent);
    const page = renderEvaluation(input);
    const text = textOf(page);
    for (const sentence of evaluationVerdict(input).sentences) expect(text).toContain(sentence);
    const headings = all(page, 'h2').map(({ textContent }) => textContent);
    for (const wanted of [
      'What is good',
      'What is wrong',
      'Step by step',
      'Rhythms',
      'Memory along time',
      'All figures',
    ])
      expect(headings).toContain(wanted);
    const cards = all(page, '.metric').map(({ textContent }) => textContent);
    expect(cards).toHaveLength(quick.length);
    for (const { id, protocol, explanation } of input.result.metrics) {
      const own = cards.find((card) => card.includes(protocol.hash) && card.includes(explanation));
      expect(own, id).toContain('real against real');
      expect(own, id).toContain('Does not prove');
    }
    const embedded = JSON.parse(all(page, 'script#evaluation')[0]!.textContent) as EvaluationResult;
    expect(embedded.metrics).toHaveLength(quick.length);
  });

  it('runs no script, fetches nothing, and shows names as text', async () => {
    const input = await inputOf(real, fresh, { chosen: ['wasserstein'] });
    const hostile = '<script>alert(1)</script>"&';
    const { result } = input;
    const page = renderEvaluation({
      ...input,
      names: { real: hostile, generated: 'new.csv' },
      result: { ...result, featureNames: [hostile, 'b', 'c'] },
    });
    expect(all(page, 'script').map((script) => script.getAttribute('type'))).toEqual(['application/json']);
    expect(all(page, 'img, iframe, object, embed, link, a, form')).toEqual([]);
    for (const element of all(page, '*'))
      for (const name of element.getAttributeNames()) expect(name).not.toMatch(/^on|^src$|href$/i);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
    expect(textOf(page)).toContain(hostile);
  });

  it('greys out what cannot tell, and says what was not measured and why', async () => {
    const page = renderEvaluation(await inputOf(real, fresh, { chosen: ['unique', 'ks', 'dcr-share'] }));
    const input = await inputOf(real, fresh, { chosen: ['ks'] });
    const [ks] = input.result.metrics;
    const { position: _, ...blind } = {
      ...ks!,
      judgement: { ...ks!.judgement!, isInformative: false, blindTo: controlGenerators.map(({ id }) => id) },
    };
    const grey = renderEvaluation({ ...input, result: { ...input.result, metrics: [blind] } });
    expect(all(grey, '.metric.grey')[0]!.textContent).toContain('a good value means nothing');
    expect(textOf(page)).toContain(
      'Share closer to training: needs real sequences that the generator never saw',
    );
  });

  it('greys out a figure by which a constant looks better than real data', async () => {
    const input = await inputOf(real, fresh, { chosen: ['ed', 'ks'] });
    expect(gradeOf(input.result.metrics.find(({ id }) => id === 'ed')!).level).toBe('unclear');
    const [grey] = all(renderEvaluation(input), '.metric.grey');
    expect(grey!.textContent).toContain('a constant gets a better figure than real data do');
  });

  it('speaks Chinese throughout, warnings and details too', async () => {
    const input = await inputOf(
      pick(
        real,
        Int32Array.from({ length: 40 }, (_, n) => n),
      ),
      bent,
      {
        language: 'zh',
        chosen: [...quick, 'dcr-share', 'random-convolutions'],
      },
    );
    const page = renderEvaluation(input);
    expect(page).toContain('<html lang="zh-Hans">');
    expect(textOf(page)).toContain('取值分布不同：边缘');
    const english = all(page, '.metric p, .metric h4, .metric th, .metric dt, h2, h3, .lead, li, dd')
      .map(({ textContent }) => textContent)
      .filter((line) => /[a-z]{3,} [a-z]{3,} [a-z]{3,}/i.test(line) && !/协议|onnx/.test(line));
    expect(english).toEqual([]);
  });

  it.each([
    ['one feature', 12, 1],
    ['one step', 1, 3],
    ['one step of one feature', 1, 1],
    ['two steps', 2, 2],
    ['140 features', 6, 140],
  ])('is made for %s', async (_, length, features) => {
    const [a, b] = [waves(80, length, features, 'real'), waves(80, length, features, 'fresh')];
    for (const language of ['en', 'zh'] as const) {
      const page = renderEvaluation(
        await inputOf(a, b, { language, chosen: ['wasserstein', 'mmd', 'copies-exact'] }),
      );
      expect(page).not.toMatch(/undefined|NaN|\[object/);
      expect(all(page, 'figure svg').length).toBeGreaterThan(0);
    }
  });

  it('is made of constants and single values as well', async () => {
    const still = { ...real, values: real.values.map((v, i) => (i % 3 === 0 ? 4 : v)) };
    const dead = { ...real, values: real.values.map(() => 4) };
    for (const [a, b] of [
      [still, fresh],
      [real, dead],
    ] as const) {
      const page = renderEvaluation(await inputOf(a, b, { chosen: ['wasserstein', 'acd', 'copies-exact'] }));
      expect(textOf(page)).not.toMatch(/undefined|NaN/);
    }
  });

  it('without floors says that nothing can be judged', async () => {
    let result: EvaluationResult | undefined;
    for await (const event of evaluate(real, fresh, { metrics: ['ks'], controls: false }))
      if (event.type === 'done') result = event.result;
    const input = { result: result!, real, generated: fresh, names: { real: 'a', generated: 'b' } };
    expect(evaluationVerdict(input).level).toBe('unclear');
    expect(textOf(renderEvaluation(input))).toContain('Floors and ceilings were not measured');
  });
});

describe('the words', () => {
  it('exist in Chinese for every metric, group and wrong generator', () => {
    expect(Object.keys(metricsZh).sort()).toEqual(metrics.map(({ id }) => id).sort());
    for (const { en, zh } of [evaluationMessages]) {
      expect(Object.keys(zh.groups).sort()).toEqual([...groups].sort());
      for (const { id } of controlGenerators) {
        expect(en.card.controls[id]).toBeDefined();
        expect(zh.card.controls[id]).toBeDefined();
      }
    }
  });
});
