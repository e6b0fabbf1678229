import { describe, expect, it } from 'vitest';
import { randomStream } from '../random/stream.ts';
import type { ReportInput } from './input.ts';
import { summarize } from './summarize.ts';

const [count, length, features] = [240, 16, 3];
const size = length * features;

/** Smooth waves of random phase and level; the third column follows the first. */
function waves(name: string, sequences = count): Float32Array {
  const drawn = new Float32Array(sequences * 4);
  randomStream(4, name).normal(0, drawn);
  return Float32Array.from({ length: sequences * size }, (_, i) => {
    const n = Math.floor(i / size);
    const t = Math.floor((i % size) / features);
    const [phase, level, other, pace] = drawn.subarray(n * 4, n * 4 + 4);
    const first = level! + Math.sin(t * (0.4 + 0.05 * pace!) + phase! * 2);
    if (i % features === 1) return 100 + 20 * Math.cos(t * 0.3 + other! * 2);
    return i % features === 0 ? first : first * 3 + 0.3 * other!;
  });
}

function normal(name: string): Float32Array {
  const values = new Float32Array(count * size);
  randomStream(5, name).normal(0, values);
  return values;
}

const real = waves('real');
const summaryOf = (generated: Float32Array, others: Partial<ReportInput> = {}) =>
  summarize({
    title: 'waves',
    columns: ['first', 'second', 'third'],
    length,
    real,
    generated,
    losses: [],
    facts: [],
    warnings: [],
    seed: 3,
    ...others,
  });

describe('summarize', () => {
  it('calls fresh real data good in every respect, near the floor', () => {
    const { headlines, level, overall, verdict } = summaryOf(waves('more'));
    for (const figure of Object.values(headlines)) expect(figure.level).toBe('good');
    expect(level).toBe('good');
    expect(overall).toContain('behave like the real ones');
    expect(verdict).toHaveLength(4);
  });

  it('sees a collapse onto three sequences that are good by themselves', () => {
    const three = waves('more', 3);
    const noise = normal('noise');
    const generated = noise.map((value, i) => three[i % (3 * size)]! + 0.02 * value);
    const { headlines, crowding, verdict } = summaryOf(generated);
    expect(headlines.spread.level).toBe('poor');
    expect(crowding.value).toBeLessThan(0.35);
    expect(verdict[2]).toContain('collapsed');
  });

  it('sees a single repeated sequence, which has no spread at all', () => {
    const one = waves('more', 1);
    const { headlines, crowding } = summaryOf(
      Float32Array.from({ length: count * size }, (_, i) => one[i % size]!),
    );
    expect(headlines.spread.value).toBe(0);
    expect(crowding.value).toBe(0);
    expect(headlines.spread.level).toBe('poor');
  });

  it('sees a copy of the real set, and says what share is copied', () => {
    const { headlines, copies, verdict } = summaryOf(real.slice());
    expect(headlines.copies).toMatchObject({ value: 0, level: 'poor' });
    expect(copies.equalShare).toBe(1);
    expect(verdict[3]).toContain('100% equal a real one');
  });

  it('sees a tenth of copies among fresh data', () => {
    const generated = waves('more');
    generated.set(real.subarray(0, (count / 10) * size));
    const { headlines, copies } = summaryOf(generated);
    expect(copies.equalShare).toBeCloseTo(0.1, 2);
    expect(headlines.copies.level).toBe('poor');
  });

  it('sees shuffled time, whatever the values', () => {
    const shuffled = waves('more');
    for (let n = 0; n < count; n++) {
      const order = randomStream(n, 'shuffle').permutation(0, length);
      const sequence = shuffled.slice(n * size, (n + 1) * size);
      order.forEach((from, to) => {
        shuffled.set(sequence.subarray(from * features, (from + 1) * features), n * size + to * features);
      });
    }
    const { headlines } = summaryOf(shuffled);
    expect(headlines.values.level).toBe('good');
    expect(headlines.relations.level).toBe('good');
    expect(headlines.changes.level).toBe('poor');
    expect(headlines.time.level).not.toBe('good');
  });

  it('sees noise on smooth sequences, and names the column', () => {
    const noise = normal('noise');
    const noisy = waves('more').map((value, i) => (i % features === 1 ? value + 6 * noise[i]! : value));
    const { headlines, worst, columns } = summaryOf(noisy);
    expect(headlines.values.level).toBe('good');
    expect(headlines.changes.level).not.toBe('good');
    expect(worst.changes).toBe('second');
    expect(columns.map(({ level }) => level)).toEqual(['good', 'poor', 'good']);
  });

  it('sees columns that are right one by one and unrelated', () => {
    const mixed = waves('more');
    const other = waves('other');
    for (let i = 2; i < mixed.length; i += features) mixed[i] = other[i]!;
    const { headlines, worst } = summaryOf(mixed);
    expect(headlines.values.level).toBe('good');
    expect(headlines.relations.level).toBe('poor');
    expect([...worst.relations!].sort()).toEqual(['first', 'third']);
  });

  it('grows with every dose of a shift in one column, and names it', () => {
    const doses = [0, 0.5, 1, 3].map((dose) => {
      const { headlines, worst } = summaryOf(
        waves('more').map((value, i) => (i % features === 0 ? value + dose : value)),
      );
      return { value: headlines.values.value!, worst: worst.values };
    });
    for (let i = 1; i < doses.length; i++) expect(doses[i]!.value).toBeGreaterThan(doses[i - 1]!.value);
    expect(doses.at(-1)!.worst).toBe('first');
  });

  it('does not depend on the units of the columns', () => {
    const scale = (values: Float32Array) =>
      values.map((value, i) => (i % features === 0 ? value * 1024 : value));
    const plain = summaryOf(waves('more')).headlines;
    const scaled = summaryOf(scale(waves('more')), { real: scale(real) }).headlines;
    for (const aspect of ['values', 'time', 'changes', 'relations', 'spread', 'copies'] as const)
      expect(scaled[aspect].value).toBeCloseTo(plain[aspect].value!, 6);
  });

  it('can be written as JSON and read back, the same for the same seed', () => {
    const summary = summaryOf(waves('more'));
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
    expect(summaryOf(waves('more'))).toEqual(summary);
  });

  it('counts values that are not finite and calls their column poor', () => {
    const broken = waves('more');
    broken[1] = NaN;
    broken[1 + features] = Number.NEGATIVE_INFINITY;
    const { columns, cautions } = summaryOf(broken);
    expect(columns[1]).toMatchObject({ level: 'poor', generated: { missing: 2 } });
    expect(cautions.join()).toContain('“second” (2)');
  });

  it('judges a constant column by whether it is met', () => {
    const withConstant = (values: Float32Array, constant: number) =>
      values.map((value, i) => (i % features === 1 ? constant : value));
    const met = summaryOf(withConstant(waves('more'), 5), { real: withConstant(real, 5) });
    expect(met.columns[1]!.level).toBe('good');
    expect(met.cautions.join()).toContain('“second”');
    const missed = summaryOf(withConstant(waves('more'), 6), { real: withConstant(real, 5) });
    expect(missed.columns[1]!.level).toBe('poor');
  });

  it('warns of few sequences, and gives no floor for one', () => {
    const { cautions, headlines } = summaryOf(waves('more', 1), { real: real.slice(0, size) });
    expect(cautions[0]).toContain('1 of the 50');
    expect(headlines.values.floor).toBeNull();
    expect(headlines.spread.value).toBeNull();
  });

  it('says that time and relations cannot be judged where there are none', () => {
    const { headlines, verdict } = summaryOf(normal('b'), { real: normal('a') });
    expect(headlines.time.level).toBe('unclear');
    expect(headlines.relations.level).toBe('unclear');
    expect(verdict[1]).toContain('too little memory');
  });

  it('speaks Chinese', () => {
    const { overall, verdict } = summaryOf(waves('more'), { language: 'zh' });
    expect(overall).toMatch(/一致。$/);
    expect(verdict.join('')).not.toMatch(/[a-z]{3} [a-z]{3}/);
  });
});
