/** The door of the report. */
export type { CategoryInput, LossPoint, ReportInput } from './input.ts';
export type { Compared, Level } from './level.ts';
export { renderReport } from './renderReport.ts';
export type { CopyFigures } from './setFigures.ts';
export { summarize } from './summarize.ts';
export type { CategorySummary, ColumnRange, ColumnSummary, Headlines, Summary } from './summary.ts';
