/**
 * Two or three files to the sets that are judged, in the user's units. REAL decides: its columns, its layout, the
 * length of a sequence. GENERATED is cut to the same form, but as a generator writes it: one sequence after another, so
 * that a window starts where the one before ended.
 *
 * Values are taken from the cells themselves, not through a codec: a value that is equal in both files is equal here,
 * bit for bit, by which copies are found.
 */
import { type Problem, UserError } from '../errors/userError.ts';
import { type Labels, type SequenceSet, sequenceSet } from '../evaluate/index.ts';
import { decimalsOf, isMissing } from '../sequence/timeseries/cellText.ts';
import { type DataPlan, planTable } from '../sequence/timeseries/infer/plan.ts';
import { interpolate } from '../sequence/timeseries/interpolate.ts';
import { readAsKnown } from '../sequence/timeseries/notation/plainTable.ts';
import { chooseLength } from '../sequence/timeseries/sequenceLength.ts';
import { type Series, seriesCount, seriesLengths } from '../sequence/timeseries/series.ts';
import {
  capProblems,
  type DataOptions,
  placeOf,
  quoteCell,
  type Table,
} from '../sequence/timeseries/table.ts';
import { cutWindows } from '../sequence/timeseries/windows.ts';
import { alignColumns, lacks } from './evaluationColumns.ts';
import { labelsLike, realLabels, setAside, windowLabels } from './evaluationLabels.ts';
import { seamsOf } from './seams.ts';

/** What the sequences of a model are, where GENERATED is one. */
export interface SequenceForm {
  readonly names: readonly string[];
  readonly length: number;
}

export interface EvaluationFiles {
  readonly real: Table;
  /** A table, or the form of the sequences that a model will make. */
  readonly generated: Table | SequenceForm;
  readonly heldOut?: Table | undefined;
  readonly options: DataOptions;
  /** Rows from one window of GENERATED to the next; a whole window when absent. */
  readonly generatedStride?: number | undefined;
  /** The column that says what each sequence is of; that of the format itself where it has one and all files do. */
  readonly label?: string | undefined;
}

export interface EvaluationSets {
  readonly real: SequenceSet;
  /** Absent where a model has yet to make it. */
  readonly generated?: SequenceSet;
  readonly heldOut?: SequenceSet;
  readonly featureNames: readonly string[];
  readonly stride: number;
  readonly warnings: readonly Problem[];
}

const isTable = (given: Table | SequenceForm): given is Table => 'rowCount' in given;

/** The label that is asked for; else the format's own, where every file has it. */
function labelOf({ real, generated, heldOut, label }: EvaluationFiles): string | undefined {
  const own = real.form.label;
  const others = [isTable(generated) ? generated : undefined, heldOut].filter((table) => table !== undefined);
  const isEverywhere =
    own !== undefined && isTable(generated) && others.every(({ names }) => names.includes(own));
  return label ?? (isEverywhere ? own : undefined);
}

/** Throws a UserError that lists why the files cannot be compared. */
export function evaluationSets(files: EvaluationFiles): EvaluationSets {
  const label = labelOf(files);
  if (label === undefined) return setsOf(files);
  const { real, generated, heldOut, options } = files;
  if (options.columns?.includes(label)) {
    const what = `${JSON.stringify(label)} is a column to judge and the label`;
    throw new UserError('usage', [{ where: 'label', what, remedy: 'leave it out of --columns' }]);
  }
  const areTexts = real.columns[real.names.indexOf(label)]?.some(
    (cell) => decimalsOf(cell) < 0 && !isMissing(cell),
  );
  // a short table may not show that `4th` is a text
  const asReal = (table: Table) =>
    readAsKnown(table, real.form.notations ?? [], (name) => name === label && areTexts === true);
  const [a, b, c] = [
    real,
    isTable(generated) ? asReal(generated) : undefined,
    heldOut && asReal(heldOut),
  ].map((table) => table && setAside(table, label));
  return setsOf(
    { ...files, real: a!.table, generated: b ? b.table : generated, heldOut: c?.table },
    { real: a!.cells, generated: b?.cells, heldOut: c?.cells },
  );
}

interface LabelCells {
  readonly real: readonly string[];
  readonly generated: readonly string[] | undefined;
  readonly heldOut: readonly string[] | undefined;
}

function setsOf(files: EvaluationFiles, cells?: LabelCells): EvaluationSets {
  const { real, generated, heldOut, options, generatedStride } = files;
  const model = isTable(generated) ? undefined : generated;
  const plan = planTable(real, model ? { ...options, length: model.length } : options);
  if (plan.problems.length > 0) throw new UserError('data', plan.problems);
  const names = model?.names ?? featuresOf(plan);
  if (names.length === 0) throw new UserError('data', [noNumbers(real.source)]);
  const lacking = names.filter((name) => !plan.table.names.includes(name));
  if (lacking.length > 0) throw new UserError('data', [lacks(real.source, lacking, plan.table.names)]);

  // a short table may not show how its numbers are meant; all are written as REAL is
  const asReal = (table: Table) => readAsKnown(table, real.form.notations ?? []);
  const other = isTable(generated) ? alignColumns(asReal(generated), plan, names) : undefined;
  const second = other && planOther(other.table, plan, other.columns, options);
  const { length, warnings: lengthWarnings } = chosenLength(plan, second, options, model);
  const { stride } = chooseLength(plan.series, names.length, { ...options, length });
  const warnings = [...plan.warnings, ...lengthWarnings];
  const held = heldOut && alignColumns(asReal(heldOut), plan, names);
  const heldPlan = held && planOther(held.table, plan, held.columns, options);
  const labelled = (
    set: SequenceSet,
    own: readonly string[] | undefined,
    from: DataPlan,
    step: number,
    like?: Labels,
  ) => {
    if (!own) return set;
    const { texts, warnings: changing } = windowLabels(own, from, length, step);
    warnings.push(...changing);
    const { source } = from.table;
    return { ...set, labels: like ? labelsLike(like, texts, source) : realLabels(texts, source) };
  };
  const realSet = labelled(windowsOf(plan, names, length, stride), cells?.real, plan, stride);
  const { labels } = realSet;
  const ownStride = generatedStride ?? length;
  const sets = {
    real: realSet,
    ...(second && {
      generated: labelled(
        windowsOf(second, other!.columns, length, ownStride),
        cells?.generated,
        second,
        ownStride,
        labels,
      ),
    }),
    ...(heldPlan && {
      heldOut: labelled(
        windowsOf(heldPlan, held!.columns, length, stride),
        cells?.heldOut,
        heldPlan,
        stride,
        labels,
      ),
    }),
  };
  if (second) {
    warnings.push(
      ...other!.warnings,
      ...missingWarnings(second, other!.columns),
      ...remainderWarnings(second, length, generatedStride),
      ...swapWarnings(plan, second, names, other!.columns, length),
    );
  }
  if (heldPlan) warnings.push(...held!.warnings, ...missingWarnings(heldPlan, held!.columns));
  return { ...sets, featureNames: other?.displayed ?? names, stride, warnings };
}

/** The windows of one table, every one that there is, and the order in which they have its rows. */
export function realSet(
  real: Table,
  options: DataOptions & { readonly length: number },
): Pick<EvaluationSets, 'real' | 'featureNames' | 'warnings'> & { readonly order: Int32Array } {
  const plan = planTable(real, options);
  if (plan.problems.length > 0) throw new UserError('data', plan.problems);
  const featureNames = featuresOf(plan);
  if (featureNames.length === 0) throw new UserError('data', [noNumbers(real.source)]);
  return {
    real: windowsOf(plan, featureNames, options.length, 1),
    order: plan.series.order,
    featureNames,
    warnings: plan.warnings,
  };
}

const noNumbers = (where: string): Problem => ({
  where,
  what: 'has no column of varying numbers, and only numbers are judged',
  remedy: 'name a table with such columns',
});

const featuresOf = ({ columns }: DataPlan): readonly string[] =>
  columns
    .filter(({ role, facts }) => role === 'feature' && facts.numbers !== undefined)
    .map(({ facts }) => facts.name);

/** GENERATED or the held-out file, read in the layout of REAL. That a column is constant is for the judge to say. */
function planOther(table: Table, real: DataPlan, columns: readonly string[], options: DataOptions): DataPlan {
  const isWide = real.layout === 'rows' && table.form.key === undefined;
  const roleName = (wanted: string) => real.columns.find(({ role }) => role === wanted)?.facts.name;
  const has = (name: string | undefined): name is string => name !== undefined && table.names.includes(name);
  const [key, time] = [roleName('key'), options.time ?? roleName('time')];
  const plan = planTable(table, {
    layout: isWide ? 'rows' : 'columns',
    ...(isWide ? {} : { columns }),
    ...(!isWide && has(key) && { key }),
    ...(!isWide && has(time) && !columns.includes(time) && { time }),
    length: 1,
  });
  const problems = columns.flatMap((name) => unusable(plan, name));
  if (problems.length > 0) throw new UserError('data', capProblems(problems, table.source));
  return plan;
}

function unusable({ table, columns }: DataPlan, name: string): Problem[] {
  const facts = columns.find((column) => column.facts.name === name)?.facts;
  const where = `${table.source}, column "${name}"`;
  if (facts?.numbers === undefined || facts.min === undefined) {
    return [{ where, what: 'holds no numbers', remedy: 'give the columns of REAL, in the same units' }];
  }
  return facts.wrongRows.map((row) => ({
    where: placeOf(table, row, facts.index),
    what: `${quoteCell(table.columns[facts.index]![row]!)} is no finite number`,
    remedy: 'fill or remove such values first',
  }));
}

/** The one length of all series, where there are several. */
function commonLength(series: Series): number | undefined {
  if (seriesCount(series) < 2) return undefined;
  const lengths = seriesLengths(series);
  return lengths.every((steps) => steps === lengths[0]) ? lengths[0] : undefined;
}

/**
 * The length of a sequence: what the model makes or what was asked for; else, where REAL is one long series and
 * GENERATED comes in sequences of one length, theirs; else what suits REAL.
 */
function chosenLength(
  real: DataPlan,
  generated: DataPlan | undefined,
  options: DataOptions,
  model: SequenceForm | undefined,
): { readonly length: number; readonly warnings: readonly Problem[] } {
  if (model || !generated) return { length: model?.length ?? real.length, warnings: [] };
  const common = commonLength(generated.series);
  const isFree = options.length === undefined && seriesCount(real.series) === 1;
  const length = isFree && common !== undefined && common <= real.longest ? common : real.length;
  const where = generated.table.source;
  if (generated.longest < length) {
    const what = `has sequences of at most ${generated.longest} steps, but those of ${real.table.source} have ${length}`;
    const remedy = `say --length ${generated.longest}, or give longer ones`;
    throw new UserError('data', [{ where, what, remedy }]);
  }
  if (common === undefined || common === length) return { length, warnings: [] };
  const what = `has sequences of ${common} steps, which are cut into windows of ${length}`;
  return { length, warnings: [{ where, what, remedy: `say --length ${common} to compare them whole` }] };
}

function windowsOf(
  { table, columns, series }: DataPlan,
  names: readonly string[],
  length: number,
  stride: number,
): SequenceSet {
  const values = names.map((name) => {
    const { numbers, mean } = columns.find(({ facts }) => facts.name === name)!.facts;
    return Float32Array.from(interpolate(numbers!, series, mean!));
  });
  const windows = cutWindows(values, series, length, stride);
  if (windows.count < 2) {
    const what = `gives ${windows.count} sequences of ${length} steps`;
    const remedy = 'give more rows, or say a smaller --length';
    throw new UserError('data', [{ where: table.source, what, remedy }]);
  }
  return sequenceSet(windows.values, length, names.length);
}

function missingWarnings({ table, columns }: DataPlan, names: readonly string[]): Problem[] {
  return columns.flatMap(({ facts: { name, missing, count } }) =>
    missing === 0 || !names.includes(name)
      ? []
      : [
          {
            where: `${table.source}, column "${name}"`,
            what: `${missing} of ${count} cells are blank or NaN; they are filled from their neighbours, which flatters them`,
            remedy: 'find out why they are missing before trusting the figures',
          },
        ],
  );
}

/** Rows at the end of a long file that fill no window: often the sign that its sequences have another length. */
function remainderWarnings(
  { table, series }: DataPlan,
  length: number,
  generatedStride: number | undefined,
): Problem[] {
  const rows = series.order.length;
  if (seriesCount(series) > 1 || generatedStride !== undefined || rows % length === 0) return [];
  const what = `has ${rows} rows, which is no whole number of sequences of ${length} steps; the last ${rows % length} are left out`;
  const remedy = 'if its sequences have another length, say --length; if it is one long series, all is well';
  return [{ where: table.source, what, remedy }];
}

/** Generated rows jump where one sequence ends and the next begins; a measured series does not. */
function swapWarnings(
  real: DataPlan,
  generated: DataPlan,
  names: readonly string[],
  columns: readonly string[],
  length: number,
): Problem[] {
  const [first, second] = [seamsOf(real, names, length), seamsOf(generated, columns, length)];
  if (first === undefined || second === undefined || !(first > 2 && second < 1.4)) return [];
  const what = `jumps every ${length} rows (${first.toFixed(1)} times its usual change), as generated files do, and ${generated.table.source} does not`;
  const remedy = 'if the two files are swapped, name the real one first';
  return [{ where: real.table.source, what, remedy }];
}
