/**
 * `npm run bench:judge-memory [-- --count 100000] [--metrics a,b] [--controls] [--workers 1] [--out FILE]`: the seconds of
 * every metric, and the resident memory at its peak, for real, generated and held-out sets of so many sequences of 24
 * steps and 6 features (waves of random phase and height with noise), in one process from the first metric to the page.
 * One training of each judge; with `--controls` floors and ceilings too, whose parts hold at most 10,000 sequences.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type EvaluationResult, evaluate, sequenceSet } from '../src/evaluate/index.ts';
import { metricIds } from '../src/evaluate/registry.ts';
import { randomStream } from '../src/random/stream.ts';
import { renderEvaluation } from '../src/report/index.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import { processorName } from './machine.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    metrics: { type: 'string' },
    controls: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const count = Number(options.count);
if (!(Number.isInteger(count) && count >= 100)) throw new Error('--count must be a whole number from 100');
const [length, features] = [24, 6];

function waves(name: string) {
  const stream = randomStream(1, name);
  const own = new Float32Array(2 * count);
  stream.uniform(0, own);
  const values = new Float32Array(count * length * features);
  stream.normal(1, values);
  for (let i = 0; i < values.length; i++) {
    const n = Math.floor(i / (length * features));
    const [t, f] = [Math.floor(i / features) % length, i % features];
    values[i] = (1 + own[count + n]!) * Math.sin(t / (2 + f) + 6.28 * own[n]!) + 0.1 * values[i]!;
  }
  return sequenceSet(values, length, features);
}

const peak = () => process.resourceUsage().maxRSS / 1024;
const megabytes = (value: number) => value.toFixed(0);
const [real, generated, heldOut] = [waves('real'), waves('generated'), waves('held out')];
const rows: string[] = [`| (the three sets) | | ${megabytes(peak())} | |`];
let began = performance.now();
let result: EvaluationResult | undefined;
for await (const event of evaluate(real, generated, {
  heldOut,
  engine: nodeEngine(),
  metrics: options.metrics?.split(',') ?? metricIds,
  repetitions: 1,
  controlRepetitions: 1,
  controls: options.controls,
  workers: Number(options.workers),
})) {
  if (event.type === 'done') result = event.result;
  if (event.type !== 'metric') continue;
  const { id, figure } = event.report;
  const seconds = (performance.now() - began) / 1000;
  const row = `| ${id} | ${seconds.toFixed(1)} | ${megabytes(peak())} | ${figure?.value.toPrecision(3) ?? event.report.reason} |`;
  process.stderr.write(`${row}\n`);
  rows.push(row);
  began = performance.now();
}
const names = { real: 'real', generated: 'generated', heldOut: 'held out' };
const page = renderEvaluation({ result: result!, real, generated, names });
rows.push(
  `| (the page, ${megabytes(page.length / 2 ** 20)} MiB) | ${((performance.now() - began) / 1000).toFixed(1)} | ${megabytes(peak())} | |`,
);

const command = `npm run bench:judge-memory -- --count ${count}${options.controls ? ' --controls' : ''}${options.metrics ? ` --metrics ${options.metrics}` : ''} --workers ${options.workers}`;
const text = `# Judging ${count.toLocaleString('en')} sequences

\`${command}\` on ${processorName()}, ${nodeEngine().name}, Node ${process.version}:
${count.toLocaleString('en')} real, generated and held-out sequences each, ${length} steps, ${features} features; one training of each judge;
floors and ceilings ${options.controls ? 'too' : 'not measured'}. The peak is of the whole process, so it never falls. No table of distances grows with the sets: what compares
sequences pair by pair looks at samples, whose sizes are in the protocols (500 to 5,000; authenticity in up to 20,000 of the
training set), and figures along single values or steps are linear in the count.

| metric | seconds | peak of resident memory until then, MiB | value |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
if (options.out) writeFileSync(options.out, text);
process.stdout.write(text);
