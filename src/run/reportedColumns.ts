/**
 * The decoded columns as a report takes them: numbers with numbers, and columns of texts each for itself. Where there
 * are no numbers, how often each text's most frequent level comes stands for it among the figures along time.
 */
import type { Sequences } from '../gan/index.ts';
import type { CategoryInput, ReportInput } from '../report/index.ts';
import { lengthsOf, type TimeSeriesCodec, type ValuedColumn } from '../sequence/timeseries/index.ts';

type Levels = Extract<ValuedColumn, { kind: 'levels' }>;

/** `real` and `generated` [n, T, V]. */
export function reportedColumns(
  { valued, circles, length, isRagged }: TimeSeriesCodec,
  real: Float32Array,
  generated: Float32Array,
): Pick<ReportInput, 'columns' | 'real' | 'generated' | 'categories' | 'lengths'> {
  const width = valued.length;
  const places = (wanted: ValuedColumn['kind']) =>
    valued.flatMap(({ kind, name }, c) => (kind === wanted && !circles.has(name) ? [c] : []));
  const [numbers, texts] = [places('number'), places('levels')];
  const categories = texts.map((c): CategoryInput => {
    const { name, levels } = valued[c] as Levels;
    return {
      name,
      levels: levels.map((level) => (level === '' ? EMPTY : level)),
      real: pickColumns(real, width, [c]),
      generated: pickColumns(generated, width, [c]),
    };
  });
  const sets =
    numbers.length > 0
      ? {
          columns: numbers.map((c) => valued[c]!.name),
          real: pickColumns(real, width, numbers),
          generated: pickColumns(generated, width, numbers),
        }
      : {
          columns: texts.map((c) => `${valued[c]!.name} = ${(valued[c] as Levels).levels[0]}`),
          real: areFirst(pickColumns(real, width, texts)),
          generated: areFirst(pickColumns(generated, width, texts)),
        };
  const lengths = isRagged && {
    real: lengthsOf(real, length, width),
    generated: lengthsOf(generated, length, width),
  };
  return { ...sets, ...(categories.length > 0 && { categories }), ...(lengths && { lengths }) };
}

/** How a blank level is shown. */
const EMPTY = '(blank)';

/** Levels are listed by frequency; what is no number stays so. */
const areFirst = (levels: Float32Array): Float32Array =>
  levels.map((level) => (Number.isNaN(level) ? level : Number(level === 0)));

/** The values of the sequences at `rows`, in that order. */
export function pickSequences({ length, features, values }: Sequences, rows: Int32Array): Float32Array {
  const size = length * features;
  const picked = new Float32Array(rows.length * size);
  rows.forEach((row, i) => {
    picked.set(values.subarray(row * size, (row + 1) * size), i * size);
  });
  return picked;
}

export function pickColumns(values: Float32Array, width: number, wanted: readonly number[]): Float32Array {
  if (wanted.length === width) return values;
  const picked = new Float32Array((values.length / width) * wanted.length);
  for (let from = 0, to = 0; from < values.length; from += width)
    for (const column of wanted) picked[to++] = values[from + column]!;
  return picked;
}
