/**
 * `npm run build && node dist/bench/stability.js [--steps 1500] [--seeds 5] [--seconds 60] [--only ring8,sines]
 * [--loss hinge] [--out docs/guide/stability.md]`: trains every loss, with the penalty and settings that are usual
 * for it, on five small sets, and writes the stability table: modes covered, or recall where the data has no modes;
 * how many runs diverged; what diagnosis found; seconds. A run that is not over in time is stopped and its row says
 * how far it came.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { FindingKind } from '../src/gan/diagnosis/index.ts';
import { type LossName, lossNames, lossOf } from '../src/gan/losses.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { processorName } from './machine.ts';
import { energy, grid25, ring8, risingOrFalling, type SequenceSet, sines } from './sequenceSets.ts';
import { judge, type Outcome, toyConfig, trainToy } from './toyTraining.ts';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '1500' },
    seeds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '60' },
    only: { type: 'string' },
    loss: { type: 'string' },
    out: { type: 'string' },
  },
});
const [steps, seeds, seconds] = [options.steps, options.seeds, options.seconds].map(Number) as [
  number,
  number,
  number,
];
const wantedSets = options.only?.split(',');
const wantedLosses = options.loss?.split(',');
for (const loss of wantedLosses ?? []) {
  if (!lossNames.includes(loss as LossName))
    throw new Error(`--loss ${loss} is none of ${lossNames.join(', ')}`);
}

const engine = nodeEngine();
const sets = [ring8(), grid25(), sines(), risingOrFalling(), await energy()].filter(
  ({ name }) => wantedSets?.includes(name) ?? true,
);
const losses = lossNames.filter((name) => wantedLosses?.includes(name) ?? true);

interface Cell {
  readonly set: SequenceSet;
  readonly loss: LossName;
  readonly outcomes: readonly Outcome[];
}

const cells: Cell[] = [];
for (const set of sets) {
  for (const loss of losses) {
    const outcomes: Outcome[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      outcomes.push(await trainToy(engine, set, toyConfig(loss, seed, steps), seconds));
    }
    cells.push({ set, loss, outcomes });
    process.stderr.write(`${rowOf(cells.at(-1)!)}\n`);
  }
}

function rowOf({ set, loss, outcomes }: Cell): string {
  const judged = outcomes.map(({ samples }) => judge(set, samples));
  const finite = judged.filter((one) => one !== undefined);
  const range = (values: readonly number[], show: (v: number) => string) => {
    if (values.length === 0) return '-';
    const [mean, least, most] = [
      values.reduce((a, b) => a + b, 0) / values.length,
      Math.min(...values),
      Math.max(...values),
    ];
    return least === most ? show(mean) : `${show(mean)} (${show(least)}-${show(most)})`;
  };
  const percent = (v: number) => `${Math.round(100 * v)} %`;
  const covered = set.modes
    ? `${range(
        finite.map((one) => one.modes!.covered),
        (v) => `${Number(v.toFixed(1))}`,
      )} of ${set.modes.count}`
    : '-';
  const inAny = range(
    finite.flatMap((one) => (one.modes ? [one.modes.inAny] : [])),
    percent,
  );
  const recall = range(
    finite.map((one) => one.recall),
    percent,
  );
  const diverged = outcomes.filter(({ reason }) => reason === 'diverged').length;
  const found = new Map<FindingKind, number>();
  for (const { findings } of outcomes) {
    for (const kind of new Set(findings.map((finding) => finding.kind)))
      found.set(kind, (found.get(kind) ?? 0) + 1);
  }
  const findings = [...found].map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none';
  const cut = outcomes.filter(({ reason }) => reason === 'interrupted');
  const spent = range(
    outcomes.map((outcome) => outcome.seconds),
    (v) => v.toFixed(1),
  );
  const reached =
    cut.length > 0 ? `; ${cut.length} stopped at ${Math.min(...cut.map((c) => c.steps))}+ steps` : '';
  const { penalty, criticSteps } = lossOf(loss).usual;
  const how = [
    penalty === 'none' ? 'no penalty' : penalty,
    ...(criticSteps > 1 ? [`${criticSteps} critic steps`] : []),
  ];
  return `| ${[set.name, `${loss} (${how.join(', ')})`, covered, inAny, recall, `${diverged} of ${seeds}`, findings, `${spent}${reached}`].join(' | ')} |`;
}

const page = [
  '# How stable each loss is',
  '',
  `Every loss with its usual penalty, ${seeds} seeds, ${steps} generator updates (at most ${seconds} s a run), batches of 64,`,
  'an LSTM of 32 units against a convolutional critic of 32 channels; mean and range over the seeds. A mode counts as',
  'covered when it holds at least a fifth of its fair share of 512 samples; "in a mode" is the share of samples that',
  'lie in any; recall is the share of real sequences that generated ones cover (Kynkaanniemi et al. 2019,',
  'arXiv:1904.06991, k = 3, 256 against 256). The sets are described in `bench/sequenceSets.ts`.',
  '',
  `Made by \`npm run build && node dist/bench/stability.js --steps ${steps} --seeds ${seeds} --seconds ${seconds}\` on ${processorName()},`,
  `${engine.name}. Seconds, and how far a stopped run came, depend on the machine and on what else it did; the rest repeats.`,
  '',
  '| data | loss | modes covered | in a mode | recall | diverged | found (runs) | seconds |',
  '|---|---|---|---|---|---|---|---|',
  ...cells.map(rowOf),
  '',
].join('\n');
if (options.out) await writeFile(options.out, page);
else process.stdout.write(page);
