import { nodeEngine } from '../src/runtime/node.ts';
import * as sets from './sequenceSets.ts';
import { modesOf, toyConfig, trainToy } from './toyTraining.ts';
const engine = nodeEngine();
const cases = JSON.parse(process.argv[2]);
for (const [setName, loss, steps, extra = {}, seed = 1] of cases) {
  const set = await sets[setName]();
  const o = await trainToy(engine, set, { ...toyConfig(loss, seed, steps), ...extra });
  const m = o.looks.map((l) => l.figures.modeCollapse).filter(Boolean);
  const last = m.at(-1) ?? {};
  console.log(setName, loss, steps, JSON.stringify(extra), o.reason, o.steps, o.seconds.toFixed(1) + 's', JSON.stringify(modesOf(set, o.samples)), 'spread', (last.spread / last.spreadOfData).toFixed(2), 'rec', last.recall?.toFixed(2), last.recallOfData?.toFixed(2), 'near', (last.nearest / last.nearestOfData).toFixed(2));
  const show = (k, f) => console.log('    ', k, o.looks.map((l) => f(l.figures[k] ?? {})).join(' '));
  if (process.argv[3]) { show('criticSaturation', (e) => `${e.lead?.toFixed(2)}/${Math.min(e.criticAsks, e.generatorAsks).toFixed(2)}`); show('oscillation', (e) => `${e.strength?.toFixed(2)}@${e.period}`); show('overfitCritic', (e) => `${e.gone?.toFixed(2)}(${e.standardErrors?.toFixed(1)})`); show('modeCollapse', (e) => `${(e.spread / e.spreadOfData).toFixed(2)}|${e.recall?.toFixed(2)}|${(e.nearest / e.nearestOfData).toFixed(2)}`); }
  for (const f of o.findings) console.log('   FINDING', f.step, f.kind, f.sentence);
  for (const f of o.remedies) console.log('   REMEDY', f.step, f.kind, f.sentence);
}
