/** The records of the runs as the page of the docs. */
import { lossOf } from '../src/gan/losses.ts';
import type { RunRecord } from './stabilityRecords.ts';
import { configOf, HIDDEN, type Row } from './stabilityRows.ts';

export interface TableFacts {
  readonly seeds: number;
  readonly steps: number;
  readonly seconds: number;
  readonly command: string;
  readonly machine: string;
}

export interface TableSet {
  readonly name: string;
  /** How many modes the data has, where it has any. */
  readonly modes?: number;
}

/** `recordsOf` gives the runs of a cell that are done. */
export function stabilityPage(
  sets: readonly TableSet[],
  rows: readonly Row[],
  recordsOf: (set: TableSet, row: Row) => readonly RunRecord[],
  { seeds, steps, seconds, command, machine }: TableFacts,
): string {
  return [
    '# How stable each loss is',
    '',
    `${seeds} seeds, ${steps} generator updates (at most ${seconds} s a run), batches of 64, an LSTM of ${HIDDEN} units against`,
    `a convolutional critic of ${HIDDEN} channels that sees changes too, rates that fall to zero; mean and range over the seeds. A mode`,
    'counts as covered when it holds at least a fifth of its fair share of 512 samples within four deviations of its',
    'centre; "in a mode" is the share of samples that lie in any; recall is the share of real sequences that generated ones',
    'cover (Kynkaanniemi et al. 2019, arXiv:1904.06991, k = 3, 256 against 256); spread is the mean distance between',
    'generated sequences over that between real ones. "Collapsed" counts runs in which diagnosis found mode collapse at',
    'any time, other findings stand beside it. The sets are described in `bench/sequenceSets.ts`.',
    '',
    `Made by \`${command}\` on ${machine}. Seconds are those of one`,
    'run with as many others beside it as were running; all but the seconds repeats.',
    '',
    ...sets.flatMap((set) => [
      `## ${set.name}`,
      '',
      '| loss | penalty, critic steps | ' +
        (set.modes ? 'modes covered | in a mode | ' : '') +
        'recall | spread | diverged | collapsed | other findings (runs) | seconds |',
      `|---|---|${set.modes ? '---|---|' : ''}---|---|---|---|---|---|`,
      ...rows.flatMap((row) => {
        const records = recordsOf(set, row);
        return records.length === 0 ? [] : [lineOf(set, row, records)];
      }),
      '',
    ]),
  ].join('\n');
}

function lineOf({ modes }: TableSet, row: Row, records: readonly RunRecord[]): string {
  const valuesOf = (name: 'covered' | 'inAny' | 'recall' | 'spread') =>
    records.flatMap((record) => record[name] ?? []);
  const percent = (v: number) => `${Math.round(100 * v)} %`;
  const of = records.length;
  const count = (test: (record: RunRecord) => boolean) => records.filter(test).length;
  const others = new Map<string, number>();
  for (const { findings } of records) {
    for (const kind of findings) if (kind !== 'modeCollapse') others.set(kind, (others.get(kind) ?? 0) + 1);
  }
  const stopped = records.filter(({ reason }) => reason === 'interrupted');
  const { penalty, penaltyWeight, weightClip } = configOf(row, 1, 1);
  const how =
    weightClip > 0
      ? `weights within ${weightClip}`
      : penalty === 'none'
        ? 'none'
        : `${penalty} x ${penaltyWeight}`;
  const cells = [
    row.name,
    `${how}, ${lossOf(row.loss).usual.criticSteps}`,
    ...(modes
      ? [
          `${range(valuesOf('covered'), (v) => `${Number(v.toFixed(1))}`)} of ${modes}`,
          range(valuesOf('inAny'), percent),
        ]
      : []),
    range(valuesOf('recall'), percent),
    range(valuesOf('spread'), (v) => v.toFixed(2)),
    `${count(({ reason }) => reason === 'diverged')} of ${of}`,
    `${count(({ findings }) => findings.includes('modeCollapse'))} of ${of}`,
    [...others].map(([kind, runs]) => `${kind} ${runs}`).join(', ') || 'none',
    range(
      records.map((record) => record.seconds),
      (v) => v.toFixed(1),
    ) +
      (stopped.length > 0
        ? `; ${stopped.length} stopped at ${Math.min(...stopped.map((r) => r.reached))}+ updates`
        : ''),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** `mean (least-most)`. */
function range(values: readonly number[], show: (value: number) => string): string {
  if (values.length === 0) return '-';
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const mean = show(values.reduce((a, b) => a + b, 0) / values.length);
  return show(least) === show(most) ? mean : `${mean} (${show(least)}-${show(most)})`;
}
