/** From a table to what a network learns: the codec, the windows of features, and the account of both. */
import { UserError } from '../../errors/userError.ts';
import type { CodecParts, Learned } from './codecParts.ts';
import { CODECS } from './codecs/registry.ts';
import { encodePlan } from './encodeTable.ts';
import { type DatasetDescription, describePlan } from './infer/describe.ts';
import { type DataPlan, planTable } from './infer/plan.ts';
import { ofAllSteps } from './notation/notation.ts';
import { seriesCount } from './series.ts';
import type { DataOptions, Table } from './table.ts';
import { createCodec, type TimeSeriesCodec } from './timeSeriesCodec.ts';
import type { Sequences } from './windows.ts';

export interface TimeSeriesFit {
  readonly codec: TimeSeriesCodec;
  readonly sequences: Sequences;
  readonly description: DatasetDescription;
}

/** Throws a UserError with every problem of the data or of the options. */
export function fitTimeSeries(table: Table, options: DataOptions = {}): TimeSeriesFit {
  const plan = planTable(table, { ...options, mayPad: true });
  if (plan.problems.length > 0) throw new UserError('data', plan.problems);
  const parts = fitColumns(plan);
  const learned = parts.columns.filter((column): column is Learned => column.codec.isLearned);
  const sequences = encodePlan(plan, learned);
  return {
    codec: createCodec(parts),
    sequences,
    description: describePlan(plan, table.rowCount, options),
  };
}

function fitColumns({
  table,
  columns,
  series,
  layout,
  length,
  isRagged,
  constraints,
  axis,
  axisInstants,
}: DataPlan): CodecParts {
  // rows of a large file that were not drawn part one series into stretches
  const doesContinue = layout === 'one series' || seriesCount(series) === 1;
  const fitted = columns.flatMap(
    ({
      facts,
      codec,
      role,
      instants,
      part,
      isOfRows,
      isHidden,
      derivation,
    }): CodecParts['columns'][number][] => {
      if (codec === undefined) return [];
      const cells = table.columns[facts.index]!;
      const place = {
        ...(instants && { instants, isBuilt: axis !== undefined && instants === axisInstants }),
        ...(part && { part }),
        ...(isOfRows && { isOfRows }),
        ...(derivation && { derivation }),
      };
      return [
        {
          name: facts.name,
          ...(role === 'attribute' && { isStatic: true }),
          ...(isHidden && { isHidden }),
          codec: CODECS[codec].fit({ facts, cells, series, doesContinue, ...place }),
        },
      ];
    },
  );
  const nameOf = (wanted: string) => columns.find(({ role }) => role === wanted)?.facts.name;
  const [key, time] = [nameOf('key'), nameOf('time')];
  const { hasHeader, delimiter, steps } = table.form;
  const notations = steps ? ofAllSteps(steps, table.form.notations) : table.form.notations;
  const grouping = {
    ...(key !== undefined && { key }),
    ...(time !== undefined && { time }),
    ...(steps && { steps }),
    ...(notations && { notations }),
    ...(isRagged && { isRagged }),
    ...(axis && { axis }),
    ...(constraints.length > 0 && { constraints }),
  };
  return { layout, length, hasHeader, delimiter, ...grouping, columns: fitted };
}
