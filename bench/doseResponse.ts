/**
 * `node dist/bench/doseResponse.js [--count 300] [--out docs/guide/dose-response]` (after `npm run build`): gives a fresh
 * set of sines faults in growing amounts, and writes what every metric answers: a table `<out>.md` and the curves
 * `<out>.svg`. Faults and pairs are those that the test of the registry asks for.
 */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { contextOf } from '../src/evaluate/calibration/contextOf.ts';
import { dosePairs, doses } from '../src/evaluate/calibration/doses.ts';
import { bySpeed, timeganSines } from '../src/evaluate/calibration/sines.ts';
import { format } from '../src/evaluate/controls/judgement.ts';
import { metrics } from '../src/evaluate/index.ts';
import { badness, type Metric } from '../src/evaluate/metric.ts';
import { part, type SequenceSet } from '../src/evaluate/sequenceSet.ts';
import { nodeEngine } from '../src/runtime/node.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '300' },
    out: { type: 'string', default: 'docs/guide/dose-response' },
  },
});
const count = Number(options.count);
if (!(count >= 50)) throw new Error('--count must be at least 50');
const [length, features] = [24, 5];
const columns = 6;

const all = bySpeed(timeganSines(3 * count, length, features));
const [training, fresh, heldOut] = [0, 1, 2].map((i) => part(all, i * count, (i + 1) * count)) as [
  SequenceSet,
  SequenceSet,
  SequenceSet,
];
const engine = nodeEngine();

async function measure(metric: Metric, generated: SequenceSet): Promise<number> {
  const { value } = await metric.compute(contextOf({ real: training, generated, heldOut, engine }));
  return value;
}

interface Curve {
  readonly metric: Metric;
  readonly dose: string;
  readonly amounts: readonly number[];
  readonly found: readonly number[];
}

const curves: Curve[] = [];
for (const { id, dose } of dosePairs) {
  const metric = metrics.find((one) => one.id === id)!;
  const { amounts, apply } = doses[dose]!;
  const found: number[] = [];
  for (const amount of amounts) found.push(await measure(metric, apply(fresh, amount, training)));
  curves.push({ metric, dose, amounts, found });
}

const better = ({ direction }: Metric) => (typeof direction === 'number' ? `near ${direction}` : direction);
const name = basename(options.out);
/** Whether the figure at this step is no worse than the one before it. */
const isUnmoved = ({ metric, found }: Curve, step: number): boolean =>
  step > 0 && !(badness(metric, found[step]!) > badness(metric, found[step - 1]!));
const rows = curves.map((curve) => {
  const { metric, dose, amounts, found } = curve;
  const cells = amounts.map((amount, i) => {
    const text = `${amount}: ${format(found[i]!)}`;
    return isUnmoved(curve, i) ? `**${text}**` : text;
  });
  return `| ${[metric.name, better(metric), dose, ...cells].join(' | ')} |`;
});
const unmoved = curves.filter((curve) => curve.found.some((_, step) => isUnmoved(curve, step)));
const page = `# Dose and response

\`\`\`sh
npm run build && node dist/bench/doseResponse.js --count ${count}
\`\`\`

${count} sines of ${length} steps and ${features} features, against as many others of the same source, with faults added in
growing amounts. Each cell is *amount: figure*; the first amount is none. A metric stands here with the faults that it is
meant to answer with a worse figure at every step; the test \`src/evaluate/registry.test.ts\` asks it of smaller sets. What
a metric does not see stands in [metrics.md](metrics.md). Judges that have to be trained are left out, as they take minutes.

A figure in bold is no worse than the one before it: ${unmoved.length} of the ${curves.length} curves have one here.

![The figure of each metric, from its least to its largest value, over the amount of one fault](${name}.svg)

| metric | better | fault | none | little | more | much |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
await writeFile(`${options.out}.md`, page);
await writeFile(`${options.out}.svg`, `${drawn()}\n`);
process.stdout.write(`written to ${options.out}.md and ${options.out}.svg\n`);

/** Every curve in a panel of its own, scaled from its least value to its largest. */
function drawn(): string {
  const points = curves.flatMap(({ found }, panel) => {
    const [least, most] = [Math.min(...found), Math.max(...found)];
    return found.map((value, step) => ({
      step,
      share: (value - least) / (most - least || 1),
      text: step === 0 || step === found.length - 1 ? format(value) : '',
      column: panel % columns,
      row: Math.floor(panel / columns),
    }));
  });
  const titles = curves.map(({ metric, dose }, panel) => ({
    title: `${metric.id}: ${dose}`,
    column: panel % columns,
    row: Math.floor(panel / columns),
  }));
  const panels = { fx: 'column', fy: 'row' } as const;
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    document,
    width: 1080,
    height: 110 * Math.ceil(curves.length / columns),
    marginLeft: 10,
    marginRight: 10,
    marginTop: 5,
    marginBottom: 5,
    style: { background: 'white', color: 'black' },
    x: { axis: null, domain: [-0.4, 3.4] },
    y: { axis: null, domain: [-0.35, 1.75] },
    fx: { axis: null },
    fy: { axis: null },
    marks: [
      Plot.frame({ stroke: '#ddd' }),
      Plot.line(points, { ...panels, x: 'step', y: 'share', stroke: '#2a6f97' }),
      Plot.dot(points, { ...panels, x: 'step', y: 'share', r: 2, fill: '#2a6f97' }),
      Plot.text(points, { ...panels, x: 'step', y: 'share', text: 'text', dy: -9, fontSize: 9 }),
      Plot.text(titles, {
        ...panels,
        frameAnchor: 'top',
        dy: 3,
        text: 'title',
        fontSize: 10,
        fontWeight: 'bold',
      }),
    ],
  });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  return svg.outerHTML;
}
