/** The door of the reports: of a training, and of an evaluation. */

export { evaluationCard } from './evaluation/evaluationCard.ts';
export type { EvaluationInput } from './evaluation/evaluationInput.ts';
export { metricWords } from './evaluation/evaluationMessages.ts';
export { type EvaluationVerdict, evaluationVerdict, type Wrong } from './evaluation/evaluationVerdict.ts';
export { renderEvaluation } from './evaluation/renderEvaluation.ts';
export { translated, translatedProblem } from './evaluation/translated.ts';
export type { CategoryInput, GradientsThroughTime, LossPoint, ReportInput } from './input.ts';
export type { Compared, Level } from './level.ts';
export { renderReport } from './renderReport.ts';
export type { CopyFigures } from './setFigures.ts';
export { summarize } from './summarize.ts';
export type { CategorySummary, ColumnRange, ColumnSummary, Headlines, Summary } from './summary.ts';
