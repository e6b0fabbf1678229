import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { parseCsv } from '../sequence/timeseries/index.ts';
import { labelsLike, realLabels } from './evaluationLabels.ts';
import { evaluationSets } from './evaluationSets.ts';

const rowsOf = (count: number, cells: (row: number) => readonly (number | string)[]): string =>
  Array.from({ length: count }, (_, row) => cells(row).join(',')).join('\n');
const level = (row: number) => Number((20 + 5 * Math.sin(row / 9)).toFixed(2));
/** Series of 10 rows: `id`, `level`, and what each is of. */
const keyed = (count: number, label: (series: number, step: number) => string | number) =>
  `id,level,kind\n${rowsOf(count * 10, (row) => [`s${Math.floor(row / 10)}`, level(row * 3), label(Math.floor(row / 10), row % 10)])}`;
const named = (series: number) => ['wood', 'iron', 'glass'][series % 3]!;
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
};
const setsOf = (real: string, generated: string, label: string | undefined = 'kind') =>
  evaluationSets({
    real: parseCsv(real, 'data.csv'),
    generated: parseCsv(generated, 'new.csv'),
    options: { key: 'id' },
    label,
  });

describe('labels of an evaluation', () => {
  it('are set aside from the features, one for each sequence, by one list for both files', () => {
    const { real, generated, featureNames } = setsOf(
      keyed(30, named),
      keyed(20, (s) => (s === 4 ? 'iron' : 'glass')),
    );
    expect(featureNames).toEqual(['level']);
    expect(real.labels).toMatchObject({ kind: 'class', names: ['glass', 'iron', 'wood'] });
    expect([...real.labels!.of].slice(0, 3)).toEqual([2, 1, 0]);
    expect([...generated!.labels!.of].slice(3, 6)).toEqual([0, 1, 0]);
  });

  it('are numbers where they are no few whole ones', () => {
    const { real } = setsOf(
      keyed(30, (s) => s / 4),
      keyed(30, (s) => s / 8),
    );
    expect(real.labels).toMatchObject({ kind: 'number' });
    expect(real.labels!.of[3]).toBe(0.75);
    expect(
      setsOf(
        keyed(30, (s) => s % 5),
        keyed(30, (s) => s % 5),
      ).real.labels!.kind,
    ).toBe('class');
    const many = Array.from({ length: 30 }, (_, i) => `${i}`);
    expect(realLabels(many, 'data.csv').kind).toBe('number');
  });

  it('of the last row count where they change within a sequence, and that is said', () => {
    const { real, warnings } = setsOf(
      keyed(30, (s, t) => (t < 5 ? 'start' : named(s))),
      keyed(30, named),
    );
    expect(real.labels).toMatchObject({ names: ['glass', 'iron', 'wood'] });
    expect(warnings.map(({ what }) => what).join()).toContain('last row of 30 of 30 sequences');
  });

  it('are the first column of a table whose rows are sequences', () => {
    const wide = (count: number) =>
      rowsOf(count, (row) => [(row % 2) + 1, ...Array.from({ length: 30 }, (_, t) => level(row * 7 + t))]);
    const { real, generated } = evaluationSets({
      real: parseCsv(wide(50), 'data.csv'),
      generated: parseCsv(wide(40), 'new.csv'),
      options: {},
      label: 'column_1',
    });
    expect([real.length, real.features, generated!.count]).toEqual([30, 1, 40]);
    expect([...generated!.labels!.of].slice(0, 4)).toEqual([0, 1, 0, 1]);
  });

  it('are refused where they lack, are blank, strange, or nearly all different', () => {
    expect(refusal(() => setsOf(keyed(30, named), keyed(30, named), 'knd'))).toContain('did you mean "kind"');
    expect(
      refusal(() =>
        setsOf(
          keyed(30, named),
          keyed(30, (s) => (s < 2 ? '' : 'wood')),
        ),
      ),
    ).toContain('is blank in 2 of 30 sequences');
    expect(
      refusal(() =>
        setsOf(
          keyed(30, named),
          keyed(30, () => 'paper'),
        ),
      ),
    ).toContain('has classes that REAL has not: "paper"');
    expect(
      refusal(() =>
        setsOf(
          keyed(30, (s) => `n${s}`),
          keyed(30, named),
        ),
      ),
    ).toContain('30 different texts');
    expect(
      refusal(() => labelsLike({ kind: 'number', of: new Float64Array(1) }, ['x'], 'new.csv')),
    ).toContain('those of REAL are numbers');
  });
});
