/** A model as GENERATED: what it makes is fixed, so the data must be read as it was when it was trained. */
import { type Problem, UserError } from '../errors/userError.ts';
import type { Table, TimeSeriesCodec } from '../sequence/timeseries/index.ts';
import type { EvaluateRunOptions } from './evaluateRun.ts';
import type { Model } from './modelFolder.ts';

/** The columns with values that are judged: those of numbers that move. */
export const judgedColumns = ({ valued }: TimeSeriesCodec, label?: string): readonly number[] =>
  valued.flatMap(({ kind, isStatic, isHidden, name }, c) =>
    kind === 'number' && !isStatic && !isHidden && name !== label ? [c] : [],
  );

/** The label of each sequence of `values` [n, T, C], as the model writes it in the last row. */
export function modelLabels(codec: TimeSeriesCodec, values: Float32Array, label: string): readonly string[] {
  const { columns, rowCount } = codec.rows(values, 0);
  const column = columns.find(({ name }) => name === label);
  if (!column) {
    const what = `does not make the label ${JSON.stringify(label)}`;
    const remedy = 'train it on data with that column, or leave --label out';
    throw new UserError('data', [{ where: 'the model', what, remedy }]);
  }
  const length = codec.layout === 'rows' ? 1 : codec.length;
  return Array.from({ length: rowCount / length }, (_, n) => column.cells[(n + 1) * length - 1]!);
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
  const judged = judgedColumns(codec, options.label).map((c) => codec.valued[c]!.name);
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
