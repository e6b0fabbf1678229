/** The door of time series: tables in, sequences for a network, generated rows out. Runs anywhere. */
export type { Attribute, AttributeValue } from './attributes.ts';
export { isMissing } from './cellText.ts';
export { timeSeriesCodecFromJson } from './codecFromJson.ts';
export type { LearnedColumn, ValuedColumn } from './codecParts.ts';
export { casesOf } from './codecs/codec.ts';
export { lengthsOf } from './decodeFeatures.ts';
export { fitTimeSeries, type TimeSeriesFit } from './fitTimeSeries.ts';
export type { ColumnKind } from './infer/columnKinds.ts';
export {
  type ColumnDescription,
  type ConstraintDescription,
  type DatasetDescription,
  describeTable,
  formatDescription,
} from './infer/describe.ts';
export type { ColumnRole } from './infer/roles.ts';
export { schemaOf } from './infer/schemaOf.ts';
export type { Layout } from './infer/structure.ts';
export type { Filled, KnownSeries } from './knownSeries.ts';
export { type Flow, type OutputBatch, startFlow } from './outputRows.ts';
export { parseCsv } from './read/csv.ts';
export { readTable } from './read/readTable.ts';
export type { Correction } from './repair.ts';
export { columnSchema, type TableSchema, tableSchema } from './schema.ts';
export type { DataOptions, Table } from './table.ts';
export type { TimeSeriesCodec } from './timeSeriesCodec.ts';
export type { Sequences } from './windows.ts';
export { isTextFormat, type OutputFormat, outputFormats, writeBatches } from './writers/writeBatches.ts';
export type { WriteOptions } from './writers/writer.ts';
