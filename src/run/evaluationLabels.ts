/**
 * The label of each sequence: one column of REAL and GENERATED that is no feature, but says what a sequence is of. Texts
 * are classes, and so are up to 20 different whole numbers; other numbers are numbers. Of a window whose label changes
 * within it, the last row's counts.
 */
import { didYouMean } from '../errors/didYouMean.ts';
import { type Problem, UserError } from '../errors/userError.ts';
import type { Labels } from '../evaluate/index.ts';
import { columnFacts } from '../sequence/timeseries/infer/columnFacts.ts';
import type { DataPlan } from '../sequence/timeseries/infer/plan.ts';
import { seriesCount } from '../sequence/timeseries/series.ts';
import type { Table } from '../sequence/timeseries/table.ts';

const CLASSES_OF_NUMBERS = 20;
/** More classes than that are names, not classes. */
const MOST_CLASSES = 200;

export interface SetAside {
  /** Without the label's column. */
  readonly table: Table;
  /** The label's cells, by row. */
  readonly cells: readonly string[];
}

export function setAside(table: Table, label: string): SetAside {
  const at = table.names.indexOf(label);
  if (at < 0) {
    const near = didYouMean(label, table.names);
    const remedy = near ? `did you mean ${JSON.stringify(near)}?` : 'name a column that all files have';
    throw new UserError('data', [
      { where: table.source, what: `lacks the label ${JSON.stringify(label)}`, remedy },
    ]);
  }
  const without = <T>(list: readonly T[]) => list.filter((_, c) => c !== at);
  return {
    table: { ...table, names: without(table.names), columns: without(table.columns) },
    cells: table.columns[at]!,
  };
}

export interface WindowLabels {
  /** One a window, in the order of cutWindows. */
  readonly texts: readonly string[];
  readonly warnings: readonly Problem[];
}

/** `plan` is of the table without the label's column. */
export function windowLabels(
  cells: readonly string[],
  { table, layout, series }: DataPlan,
  length: number,
  stride: number,
): WindowLabels {
  const isWide = layout === 'rows' && table.form.steps !== undefined;
  const texts: string[] = [];
  let changing = 0;
  for (let s = 0; s < seriesCount(series); s++) {
    const last = series.offsets[s + 1]! - length;
    for (let start = series.offsets[s]!; start <= last; start += stride) {
      const textAt = (i: number) => cells[isWide ? s : series.order[i]!]!;
      const text = textAt(start + length - 1);
      texts.push(text);
      changing += Number(textAt(start) !== text);
    }
  }
  const warnings =
    changing === 0
      ? []
      : [
          {
            where: `${table.source}, the label`,
            what: `differs between the first and the last row of ${changing} of ${texts.length} sequences`,
            remedy: 'nothing to do if the label is meant to be that of the last row; it is taken',
          },
        ];
  return { texts, warnings };
}

const refuse = (source: string, what: string, remedy: string): never => {
  throw new UserError('data', [{ where: `${source}, the label`, what, remedy }]);
};

function requireThere(texts: readonly string[], source: string): void {
  const blank = texts.filter((text) => text === '').length;
  if (blank > 0)
    refuse(source, `is blank in ${blank} of ${texts.length} sequences`, 'fill or leave out those');
}

/** What REAL's labels are decides for all files. */
export function realLabels(texts: readonly string[], source: string): Labels {
  requireThere(texts, source);
  const { kind, numbers, distinct } = columnFacts(0, 'label', texts);
  const isNumber = kind === 'numeric' || (kind === 'integer' && distinct > CLASSES_OF_NUMBERS);
  if (isNumber && numbers?.every(Number.isFinite)) return { kind: 'number', of: numbers };
  const names = [...new Set(texts)].sort();
  if (names.length > MOST_CLASSES || names.length > texts.length / 2) {
    refuse(
      source,
      `has ${names.length} different texts in ${texts.length} sequences`,
      'name a column of few classes',
    );
  }
  return { kind: 'class', names, of: Int32Array.from(texts, (text) => names.indexOf(text)) };
}

/** Labels of another file, as those of REAL are. */
export function labelsLike(real: Labels, texts: readonly string[], source: string): Labels {
  requireThere(texts, source);
  if (real.kind === 'number') {
    const wrong = texts.find((text) => !Number.isFinite(Number(text)));
    if (wrong !== undefined) {
      refuse(
        source,
        `is ${JSON.stringify(wrong)}, and those of REAL are numbers`,
        'give numbers in both files',
      );
    }
    return { kind: 'number', of: Float64Array.from(texts, Number) };
  }
  const strange = [...new Set(texts)].filter((text) => !real.names.includes(text));
  if (strange.length > 0) {
    const shown = strange
      .slice(0, 5)
      .map((text) => JSON.stringify(text))
      .join(', ');
    refuse(
      source,
      `has classes that REAL has not: ${shown}`,
      'write classes as REAL does, or leave such sequences out',
    );
  }
  return { ...real, of: Int32Array.from(texts, (text) => real.names.indexOf(text)) };
}
