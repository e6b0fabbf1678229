/**
 * `node dist/bench/falseAlarms.js [--steps 1000] [--seeds 5]`: counts what diagnosis finds in runs that are healthy:
 * four sets of sequences, five seeds each, trained with the default loss and penalty (relativistic, r1r2) at the
 * default rates. Such a run is counted as healthy when its samples cover at least half of the data's modes, or spread
 * at least half as far as the data; the others are listed, and not counted. Also: the share of the time that diagnosis
 * takes, from runs with and without it in turn.
 */
import { parseArgs } from 'node:util';
import { meanDistance, mutualDistances } from '../src/gan/diagnosis/distances.ts';
import type { FindingKind } from '../src/gan/diagnosis/index.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { energy, ring8, risingOrFalling, sines } from './sequenceSets.ts';
import { modesOf, SAMPLES, toyConfig, trainToy } from './toyTraining.ts';

const { values: options } = parseArgs({
  options: { steps: { type: 'string', default: '1000' }, seeds: { type: 'string', default: '5' } },
});
const [steps, seeds] = [Number(options.steps), Number(options.seeds)];

const engine = nodeEngine();
const sets = [ring8(), risingOrFalling(), sines(), await energy()];
const counts = new Map<FindingKind, number>();
let [healthy, withAlarm, looks] = [0, 0, 0];
const say = (line: string) => process.stdout.write(`${line}\n`);

for (const set of sets) {
  for (let seed = 1; seed <= seeds; seed++) {
    const outcome = await trainToy(engine, set, toyConfig('relativistic', seed, steps));
    const { length, features, values } = set.sequences;
    const width = length * features;
    const rows = (from: Float32Array) => ({ count: 256, width, values: from });
    const spread =
      meanDistance(mutualDistances(rows(outcome.samples))) / meanDistance(mutualDistances(rows(values)));
    const modes = modesOf(set, outcome.samples);
    const isHealthy = modes ? modes.covered >= set.modes!.count / 2 : spread >= 0.5;
    const told = modes ? `${modes.covered} of ${set.modes!.count} modes, ` : '';
    const found = outcome.findings.map(({ kind, step }) => `${kind} at ${step}`).join(', ') || 'nothing';
    say(
      `${set.name}, seed ${seed}: ${told}spread ${spread.toFixed(2)} of the data's, ${outcome.reason}; ` +
        `${isHealthy ? 'found' : 'NOT HEALTHY, not counted; found'} ${found}`,
    );
    if (!isHealthy) continue;
    healthy++;
    looks += outcome.looks.length;
    if (outcome.findings.length > 0) withAlarm++;
    for (const { kind } of outcome.findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
}
say('');
say(
  `${withAlarm} of ${healthy} healthy runs (${looks} looks, ${SAMPLES} samples each to judge them by) had a false alarm: ` +
    ([...counts].map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none'),
);
