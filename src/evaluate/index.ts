/** The door of the judge. */
export { checkSets, type NamedSets } from './checkSets.ts';
export { type Controls, controlSource, measureControls } from './controls/controls.ts';
export { type ControlGenerator, controlGenerators } from './controls/generators.ts';
export { type Judgement, judge, position } from './controls/judgement.ts';
export { realSplit } from './controls/realSplit.ts';
export { type TimeOrder, timeOrder } from './controls/timeOrder.ts';
export { type EvaluateEvent, type EvaluateOptions, evaluate } from './evaluate.ts';
export { type Figure, figureOf, type Interval } from './figure.ts';
export { applyGate, type Gate, type GateOutcome, parseGate } from './gate.ts';
export type { Labels } from './labels.ts';
export { metricsMarkdown, resultMarkdown } from './markdown.ts';
export { groups, type Measurement, type Metric, type MetricContext, type MetricGroup } from './metric.ts';
export { type Preparation, type PreparationId, preparationIds, preparations } from './preparation.ts';
export { type Protocol, protocol } from './protocol.ts';
export { metricIds, metrics } from './registry.ts';
export {
  type EvaluationResult,
  type MetricReport,
  resultJson,
  resultSchema,
  resultVersion,
} from './result.ts';
export { extremesOf, pick, type SequenceSet, type SetKind, sequenceSet, setKinds } from './sequenceSet.ts';
