/**
 * `node dist/bench/falseAlarms.js [--steps 1000] [--seeds 5]`: counts what diagnosis finds in runs that are healthy:
 * four sets of sequences, five seeds each, trained with the default loss and penalty (relativistic, r1r2) at the
 * default rates. Such a run is counted as healthy when its samples cover at least half of the data's modes, or spread
 * at least half as far as the data; the others are listed, and not counted. At the end: the share of the time that diagnosis
 * takes with networks of the command line's usual size.
 */
import { parseArgs } from 'node:util';
import type { FindingKind } from '../src/gan/diagnosis/index.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { energy, ring8, risingOrFalling, sines } from './sequenceSets.ts';
import { judge, SAMPLES, toyConfig, trainToy } from './toyTraining.ts';

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
    const { modes, spread } = judge(set, outcome.samples)!;
    const isHealthy = modes ? modes.covered >= set.modes!.count / 2 : spread >= 0.5;
    const told = modes ? `${modes.covered} of ${set.modes!.count} modes, ` : '';
    const lost = outcome.looks
      .slice(Math.ceil(outcome.looks.length / 5))
      .map((l) => l.figures.modeCollapse?.lost);
    const mostLost = Math.max(0, ...lost.flatMap((share) => share ?? []));
    const found = outcome.findings.map(({ kind, step }) => `${kind} at ${step}`).join(', ') || 'nothing';
    say(
      `${set.name}, seed ${seed}: ${told}spread ${spread.toFixed(2)} of the data's, at most ${(100 * mostLost).toFixed(0)} % ` +
        `of it lost after the first fifth, ${outcome.reason}; ` +
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

const COST_STEPS = 400;
for (const set of [sines(), await energy()]) {
  const toy = toyConfig('relativistic', 1, COST_STEPS);
  const config = {
    ...toy,
    generator: { ...toy.generator, hidden: 64, noise: 8, sequenceNoise: 16 },
    critic: { ...toy.critic, hidden: 64 },
    batch: 128,
  };
  const { seconds, lookSeconds } = await trainToy(engine, set, config);
  const total = lookSeconds.reduce((a, b) => a + b, 0);
  const [first, ...others] = lookSeconds.map((s) => Math.round(1000 * s));
  say(
    `${set.name}, the command line's sizes: ${COST_STEPS} iterations in ${seconds.toFixed(1)} s, of which ${lookSeconds.length} looks ` +
      `took ${((100 * total) / seconds).toFixed(1)} % (the first, which compiles, ${first} ms, the others ${others.join(', ')} ms)`,
  );
}
