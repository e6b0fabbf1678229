import { nodeEngine } from '../src/runtime/node.ts';
import * as sets from './sequenceSets.ts';
import { modesOf, toyConfig, trainToy } from './toyTraining.ts';
const [setName, loss, steps, extra = '{}', seed = '1'] = process.argv.slice(2);
const set = await sets[setName]();
const o = await trainToy(nodeEngine(), set, { ...toyConfig(loss, Number(seed), Number(steps)), ...JSON.parse(extra) });
const short = (r) => r && Object.fromEntries(Object.entries(r).map(([k, v]) => [k, +Number(v).toPrecision(3)]));
for (const l of o.looks) { const m = short(l.figures.modeCollapse) ?? {}; console.log(l.step, 'spread', (m.spread/m.spreadOfData).toFixed(2), 'rec', m.recall, m.recallOfData, 'near', (m.nearest/m.nearestOfData).toFixed(2), 'ns', m.noiseShare, m.noiseShareOfData, '|', JSON.stringify(short(l.figures.criticSaturation)), '|', JSON.stringify(short(l.figures.oscillation)), JSON.stringify(short(l.figures.overfitCritic)), JSON.stringify(short(l.figures.deadUnits)), JSON.stringify(short(l.figures.vanishingGradients)), JSON.stringify(short(l.figures.explodingGradients))); }
for (const f of o.findings) console.log('FINDING', f.step, f.kind, f.sentence);
for (const f of o.remedies) console.log('REMEDY', f.step, f.kind, f.sentence);
console.log(o.reason, o.steps, o.seconds.toFixed(1) + ' s', modesOf(set, o.samples));
