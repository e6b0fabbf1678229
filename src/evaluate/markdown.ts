/** The result as a table for a model card, and the table of all metrics for the docs. */

import { controlGenerators } from './controls/generators.ts';
import { format } from './controls/judgement.ts';
import type { Figure } from './figure.ts';
import type { Metric } from './metric.ts';
import type { EvaluationResult, MetricReport } from './result.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

function shown({ value, spread, runs }: Figure): string {
  return runs.length > 1 && Number.isFinite(spread)
    ? `${format(value)} +- ${format(spread)} (${runs.length})`
    : format(value);
}

const arrow = (direction: Metric['direction']): string =>
  direction === 'lower' ? 'lower' : direction === 'higher' ? 'higher' : `near ${direction}`;

function reportRow(report: MetricReport): readonly string[] {
  const { name, direction, protocol, figure, controls, judgement } = report;
  const label = `${protocol.id} v${protocol.version} ${protocol.hash}`;
  if (!figure)
    return [
      name,
      `skipped: ${report.reason}`,
      arrow(direction),
      '',
      '',
      ...controlGenerators.map(() => ''),
      label,
      '',
    ];
  return [
    name,
    shown(figure),
    arrow(direction),
    controls ? shown(controls.floor) : '',
    controls?.floorByTime ? shown(controls.floorByTime) : '',
    ...controlGenerators.map(({ id }) => (controls ? format(controls.ceilings[id]!.value) : '')),
    label,
    judgement && !judgement.isInformative ? 'uninformative' : '',
  ];
}

export function resultMarkdown(result: EvaluationResult): string {
  const { sets, seed, engine, preparation, floorSplit, warnings, metrics } = result;
  const head = [
    'metric',
    'value',
    'better',
    'floor: real against real',
    'real against real of other times',
    ...controlGenerators.map(({ name }) => name),
    'protocol',
    'note',
  ];
  const sizes = `${sets.real.count} real and ${sets.generated.count} generated sequences of ${sets.real.length} steps and ${sets.real.features} features`;
  const lines = [
    `${sizes}; preparation ${preparation}; seed ${seed}; ${engine ?? 'no engine'}. Floor: ${floorSplit}.`,
    'After +- stands the standard deviation of the runs, after it their number.',
    '',
    table(head, metrics.map(reportRow)),
  ];
  if (warnings.length > 0) {
    lines.push('', ...warnings.map(({ where, what, remedy }) => `- ${where}: ${what}; ${remedy}`));
  }
  const blind = metrics.filter(({ judgement }) => judgement && judgement.blindTo.length > 0);
  if (blind.length > 0)
    lines.push('', ...blind.map(({ name, judgement }) => `- ${name}: ${judgement!.sentence}`));
  return `${lines.join('\n')}\n`;
}

/** One row per metric: what the docs and the help show. */
export function metricsMarkdown(metrics: readonly Metric[]): string {
  return `${table(
    ['id', 'name', 'better', 'protocol', 'what it says', 'what it does not prove', 'source'],
    metrics.map((m) => [
      m.id,
      m.name,
      arrow(m.direction),
      `${m.protocol.id} v${m.protocol.version} ${m.protocol.hash}`,
      m.explanation,
      m.doesNotProve,
      m.citation,
    ]),
  )}\n`;
}
