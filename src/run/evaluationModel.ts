/** A model as GENERATED: what it makes is fixed, so the data must be read as it was when it was trained. */
import { type Problem, UserError } from '../errors/userError.ts';
import type { Table, TimeSeriesCodec } from '../sequence/timeseries/index.ts';
import { roundFeature } from '../sequence/timeseries/roundFeature.ts';
import type { EvaluateRunOptions } from './evaluateRun.ts';
import type { Model } from './modelFolder.ts';

/** The learned columns that are judged: those of numbers that move. */
export const judgedColumns = ({ learned }: TimeSeriesCodec, label?: string): readonly number[] =>
  learned.flatMap(({ kind, isStatic, name }, c) =>
    kind === 'number' && !isStatic && name !== label ? [c] : [],
  );

/** The label of each sequence of `values` [n, T, C], as the model would write it in the last row. */
export function modelLabels(
  { learned, length }: TimeSeriesCodec,
  values: Float32Array,
  label: string,
): string[] {
  const at = learned.findIndex(({ name }) => name === label);
  const column = learned[at];
  if (!column) {
    const what = `does not make the label ${JSON.stringify(label)}`;
    const remedy = 'train it on data with that column, or leave --label out';
    throw new UserError('data', [{ where: 'the model', what, remedy }]);
  }
  const width = learned.length;
  return Array.from({ length: values.length / (length * width) }, (_, n) => {
    const value = values[((n + 1) * length - 1) * width + at]!;
    if (column.kind === 'levels') return column.levels[value] ?? '';
    return Number.isNaN(value) ? '' : String(roundFeature(value, column));
  });
}

/** Throws a UserError where the flags or REAL do not go with the model. */
export function requireModelForm({ codec }: Model, real: Table, options: EvaluateRunOptions): void {
  const problems: Problem[] = [];
  const { length } = options.data ?? {};
  if (length !== undefined && length !== codec.length) {
    const what = `is ${length}, but the model makes sequences of ${codec.length} steps`;
    problems.push({ where: 'length', what, remedy: 'leave it out' });
  }
  if (options.generatedStride !== undefined) {
    const what = 'is for a table, but the model makes its sequences one by one';
    problems.push({ where: 'generated-stride', what, remedy: 'leave it out' });
  }
  if (problems.length > 0) throw new UserError('usage', problems);
  if (codec.isRagged) {
    const what = `makes sequences of different lengths, up to ${codec.length} steps, which are not judged as they are`;
    const remedy =
      'look at its report, or write them with gan-lstm sample and judge the two tables, which are cut into windows';
    throw new UserError('data', [{ where: 'the model', what, remedy }]);
  }
  const judged = judgedColumns(codec, options.label).map((c) => codec.learned[c]!.name);
  if (judged.length === 0) {
    const what = 'makes texts only, and only numbers are judged';
    const remedy = 'look at its report, which shows how often each text comes';
    throw new UserError('data', [{ where: 'the model', what, remedy }]);
  }
  const isWide = judged.length === 1 && !real.names.includes(judged[0]!);
  const lacking = isWide ? [] : judged.filter((name) => !real.names.includes(name));
  if (lacking.length === 0) return;
  const names = lacking.map((name) => JSON.stringify(name)).join(', ');
  const what = `lacks ${names}, which the model makes`;
  const remedy = 'name the data that the model was trained on, or data with the same columns';
  throw new UserError('data', [{ where: real.source, what, remedy }]);
}
