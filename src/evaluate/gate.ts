/** Gates for a pipeline: `discriminative<=0.1`, `coverage>=0.8`. */
import { UserError } from '../errors/userError.ts';
import { nearestOrAll } from './chooseMetrics.ts';
import { metricIds } from './registry.ts';
import type { EvaluationResult } from './result.ts';

export interface Gate {
  readonly metric: string;
  readonly relation: '<=' | '<' | '>=' | '>';
  readonly bound: number;
}

const form = /^\s*([a-z][a-z0-9-]*)\s*(<=|<|>=|>)\s*(\S+)\s*$/;

export function parseGate(text: string): Gate {
  const found = form.exec(text);
  const bound = found ? Number(found[3]) : Number.NaN;
  if (!found || !Number.isFinite(bound)) {
    throw new UserError('usage', [
      {
        where: `gate "${text}"`,
        what: 'is not a metric, a relation and a number',
        remedy: 'write for example discriminative<=0.1',
      },
    ]);
  }
  const metric = found[1]!;
  if (!metricIds.includes(metric)) {
    throw new UserError('usage', [
      { where: `gate "${text}"`, what: `there is no metric "${metric}"`, remedy: nearestOrAll(metric) },
    ]);
  }
  return { metric, relation: found[2] as Gate['relation'], bound };
}

export interface GateOutcome extends Gate {
  /** A metric that was not measured, or has no value, does not pass. */
  readonly passes: boolean;
  readonly sentence: string;
}

export function applyGate(gate: Gate, result: EvaluationResult): GateOutcome {
  const { metric, relation, bound } = gate;
  const report = result.metrics.find(({ id }) => id === metric);
  const value = report?.figure?.value;
  if (value === undefined || !Number.isFinite(value)) {
    const reason =
      report?.reason ?? (report?.figure ? report.figure.warnings.join('; ') : 'it was not asked for');
    return { ...gate, passes: false, sentence: `${metric} has no value: ${reason}` };
  }
  const passes = {
    '<=': value <= bound,
    '<': value < bound,
    '>=': value >= bound,
    '>': value > bound,
  }[relation];
  const caution =
    report?.judgement?.isInformative === false ? ' (the metric is uninformative on these data)' : '';
  return { ...gate, passes, sentence: `${metric} is ${value}, gate ${relation} ${bound}${caution}` };
}
