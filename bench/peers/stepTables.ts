/** The tables of the steps: who takes how long, the best of the peers over ours, and how each did it. */
import type { PeerRecord, StepCase, StepRow } from './record.ts';
import { figure, table, whole } from './table.ts';

const isOurs = ({ id }: StepRow): boolean => id.startsWith('ours');
const isPeer = (row: StepRow): boolean => !isOurs(row) && !row.id.startsWith('wasm');

const fastest = (rows: readonly StepRow[]): StepRow | undefined =>
  rows.toSorted((a, b) => a.milliseconds - b.milliseconds)[0];

const name = ({ title, threads }: StepRow): string => `${title}, ${threads}`;

/** Milliseconds by contender and case; the fastest peer and our fastest in bold. */
export function timesTable(cases: readonly StepCase[]): string {
  const names = [...new Set(cases.flatMap(({ rows }) => rows.map(name)))];
  const order = cases.flatMap(({ rows }) => rows);
  const rows = names
    .map((one) => order.find((row) => name(row) === one)!)
    .map((one) => [
      name(one),
      ...cases.map((each) => {
        const row = each.rows.find(({ id }) => id === one.id);
        if (!row) return '';
        const isBest = row === fastest(each.rows.filter(isPeer)) || row === fastest(each.rows.filter(isOurs));
        return isBest ? `**${figure(row.milliseconds)}**` : figure(row.milliseconds);
      }),
    ]);
  return table(['ms; threads or workers', ...cases.map(({ id }) => id)], rows);
}

/** The best of the peers' settings over our best, and over each framework's best. */
export function ratioTable(cases: readonly StepCase[], { machine }: PeerRecord): string {
  const frameworks = ['pytorch', 'tensorflow', 'jax'];
  const rows = cases.map((one) => {
    const ours = fastest(one.rows.filter(isOurs));
    const peer = fastest(one.rows.filter(isPeer));
    const ratio = (other: StepRow | undefined) =>
      ours && other ? figure(other.milliseconds / ours.milliseconds) : '';
    const limit = machine.multiplyAddRate && machine.multiplyAddRate * (ours?.threads ?? 1);
    const rate = ours && one.gigaOperations / (ours.milliseconds / 1000);
    return [
      `${one.id}: ${one.shape}, ${one.kind}`,
      peer ? `${name(peer)}: ${figure(peer.milliseconds)}` : '',
      ours ? `${ours.threads}: ${figure(ours.milliseconds)}` : '',
      peer ? `**${ratio(peer)}**` : '',
      ...frameworks.map((id) => ratio(fastest(one.rows.filter((row) => row.id.startsWith(id))))),
      figure(one.gigaOperations),
      limit && rate ? `${((100 * rate) / limit).toFixed(0)} %` : '',
    ];
  });
  return table(
    [
      'step',
      'best peer, ms',
      'our workers, ms',
      'best peer / ours',
      'PyTorch / ours',
      'TensorFlow / ours',
      'JAX / ours',
      'GFLOP',
      'our share of the limit',
    ],
    rows,
  );
}

export function detailTable(cases: readonly StepCase[]): string {
  const rows = cases.flatMap((one) =>
    one.rows.map((row) => [
      `${one.id}: ${name(row)}`,
      row.how,
      figure(row.milliseconds),
      `${figure(row.tenth)}-${figure(row.ninetieth)}`,
      figure(row.processorMilliseconds),
      `${row.steps}`,
      whole(row.parameters),
      row.difference === 0 ? '0' : row.difference.toExponential(0),
      whole(row.compileMilliseconds),
    ]),
  );
  return table(
    [
      'case and contender',
      'form',
      'ms',
      '10-90 %',
      'processor ms',
      'steps',
      'parameters',
      'losses differ by',
      'ms to first step',
    ],
    rows,
  );
}
