/** The door of the library: everything here runs in Node and in a browser. */
export { didYouMean } from './errors/didYouMean.ts';
export { formatProblem, type Problem, UserError, type UserErrorKind } from './errors/userError.ts';
export {
  applyGate,
  type EvaluationResult,
  type Gate,
  type GateOutcome,
  metrics,
  parseGate,
  resultJson,
} from './evaluate/index.ts';
export * from './gan/index.ts';
export * as graph from './graph/index.ts';
export { type EvaluationVerdict, metricWords, translated, translatedProblem } from './report/index.ts';
export { dataOptionsOf, resolveSettings } from './run/configuration.ts';
export { type EvaluateRunEvent, type EvaluateRunOptions, evaluateRun } from './run/evaluateRun.ts';
export { evaluationJsonSchema } from './run/evaluationSchema.ts';
export { type Forecast, type ForecastRunOptions, forecastRun } from './run/forecastRun.ts';
export {
  configurationJsonSchema,
  describeValues,
  type Naming,
  parseConfigurationFile,
  parseSettings,
  settingJsonSchema,
} from './run/givenSettings.ts';
export type { HeldOutScore } from './run/heldOutPieces.ts';
export type { Host, Lock } from './run/host.ts';
export { memoryHost } from './run/hostMemory.ts';
export { type Imputation, type ImputeRunOptions, imputeRun } from './run/imputeRun.ts';
export { type Inspection, inspectModel } from './run/inspectModel.ts';
export { isModelFolder, type ModelConfig, openModel } from './run/modelFolder.ts';
export { type PrivacyStatement, shownEpsilon } from './run/privacyStatement.ts';
export { requirePrivacyUnit } from './run/privacyUnit.ts';
export { type Sample, type SampleRunOptions, sampleRun } from './run/sampleRun.ts';
export { parseSchema, schemaText } from './run/schemaFile.ts';
export {
  type GivenSettings,
  type RunSettings,
  type Setting,
  type SettingGroup,
  type SettingName,
  settingNames,
  settings,
} from './run/settings.ts';
export {
  type ResumeRunOptions,
  type RunEvent,
  resumeRun,
  type TrainRunOptions,
  trainRun,
} from './run/trainRun.ts';
export { parseSpaceFile, type SearchSpace } from './run/tune/space.ts';
export { type TuneEvent, type TuneOptions, tuneRun } from './run/tune/tuneRun.ts';
export { type Ranked, shownSettings } from './run/tune/tuneTable.ts';
export { recipeSettings, usualSteps } from './run/zoo/fitRecipe.ts';
export { MADE_SET, madeSines, tableWindows, type ZooData } from './run/zoo/zooData.ts';
export { requireRecords, type ZooKey, type ZooRecord } from './run/zoo/zooRecord.ts';
export { type ZooEvent, type ZooRunOptions, zooRun } from './run/zoo/zooRun.ts';
export { zooJson, zooMarkdown, zooTable } from './run/zoo/zooTable.ts';
export type { Engine, Executable, Value, Values } from './runtime/engine.ts';
export {
  type ConstraintDescription,
  type Correction,
  type DataOptions,
  type DatasetDescription,
  describeTable,
  type OutputFormat,
  outputFormats,
  schemaOf,
  type Table,
  type TableSchema,
} from './sequence/timeseries/index.ts';
export { type PublishedFigure, type Recipe, recipes, type ZooMetric, zooMetrics } from './zoo/index.ts';
