/** The two sets as every figure and chart takes them: counted, drawn down to a bounded size, without missing values. */
import { pick, type SequenceSet } from '../evaluate/sequenceSet.ts';
import { type ColumnMoments, choose, columnMoments, fillMissing } from '../evaluate/statistics/index.ts';
import { type ReportInput, readSets } from './input.ts';

export interface PreparedSet {
  /** As given, with values that may not be finite. */
  readonly whole: SequenceSet;
  /** The sequences that the figures are made from: a random part, or all of a small set. */
  readonly rows: Int32Array;
  readonly drawn: SequenceSet;
  /** The same, but a value that is not finite is the mean of its column. */
  readonly sample: SequenceSet;
  /** Steps of each sequence of the whole set. */
  readonly lengths: Int32Array;
  /** Values of each column that are missing, in the steps that there are. */
  readonly gaps: readonly number[];
  /** Of the whole set. */
  readonly moments: readonly ColumnMoments[];
}

export interface Prepared {
  readonly input: ReportInput;
  readonly real: PreparedSet;
  readonly generated: PreparedSet;
}

/** How many values of a set the figures look at, which bounds the time; fewer sequences are drawn from larger sets. */
const valuesAtMost = 700_000;
const sequencesAtMost = 5000;
const sequencesAtLeast = 100;

export function prepare(input: ReportInput): Prepared {
  const { real, generated } = readSets(input);
  const affordable = Math.floor(valuesAtMost / (input.length * input.columns.length));
  const wanted = Math.min(sequencesAtMost, Math.max(sequencesAtLeast, affordable));
  const prepared = (whole: SequenceSet, name: 'real' | 'generated'): PreparedSet => {
    const rows = choose(whole.count, wanted, input.seed, `sample of the ${name} set`);
    const moments = columnMoments(whole);
    const drawn = rows.length === whole.count ? whole : pick(whole, rows);
    const lengths = input.lengths?.[name] ?? new Int32Array(whole.count).fill(input.length);
    const after = whole.count * input.length - lengths.reduce((sum, steps) => sum + steps, 0);
    const gaps = moments.map(({ missing }) => missing - after);
    return { whole, rows, lengths, gaps, drawn, sample: fillMissing(drawn, moments), moments };
  };
  return { input, real: prepared(real, 'real'), generated: prepared(generated, 'generated') };
}
