/**
 * `npm run bench:judge -- [--count 3000] [--steps 2000] [--repetitions N] [--control-repetitions 2] [--sets Stocks,...]
 * [--metrics a,b] [--data ../shared/data] [--models runs/judge-table] [--record docs/guide/judge-table.jsonl]
 * [--out docs/guide/judge-table.md]`: what every metric says of a generator that was trained by the default recipe, under
 * each protocol, beside its floors and ceilings, for the four sets that papers on sequences share. Each figure is kept in
 * the record as soon as it is measured, and measured but once, so the run may be stopped and started again; `--page`
 * only writes the page from the record. A table that is not there is skipped, and said so.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type EvaluationResult,
  evaluate,
  type Metric,
  metricIds,
  metrics,
  resultMarkdown,
  type SequenceSet,
} from '../src/evaluate/index.ts';
import { makeSequences } from '../src/run/evaluateRun.ts';
import { judgedColumns } from '../src/run/evaluationModel.ts';
import { evaluationSets } from '../src/run/evaluationSets.ts';
import { nodeHost } from '../src/run/hostNode.ts';
import { isModelFolder, openModel } from '../src/run/modelFolder.ts';
import { trainRun } from '../src/run/trainRun.ts';
import { nodeEngine } from '../src/runtime/node.ts';
import type { Table } from '../src/sequence/timeseries/index.ts';
import { type Conditions, openRecord } from './judgeRecord.ts';
import { KEY, sources } from './judgeSources.ts';
import { processorName } from './machine.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '3000' },
    steps: { type: 'string', default: '2000' },
    repetitions: { type: 'string' },
    'control-repetitions': { type: 'string', default: '2' },
    sets: { type: 'string' },
    metrics: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    models: { type: 'string', default: 'runs/judge-table' },
    record: { type: 'string', default: 'docs/guide/judge-table.jsonl' },
    out: { type: 'string', default: 'docs/guide/judge-table.md' },
    page: { type: 'boolean', default: false },
  },
});
const whole = (name: 'count' | 'steps' | 'repetitions' | 'control-repetitions', least: number): number => {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < least) {
    throw new Error(`--${name} must be a whole number from ${least}, not ${options[name]}`);
  }
  return value;
};
const count = whole('count', 60);
const steps = whole('steps', 1);
const repetitions = options.repetitions === undefined ? undefined : whole('repetitions', 1);
const controlRepetitions = whole('control-repetitions', 1);
/** All of `known` where nothing is asked for; a name that is not known is an error. */
function chosen(flag: string, asked: string | undefined, known: readonly string[]): readonly string[] {
  const names = asked?.split(',') ?? known;
  const strange = names.filter((name) => !known.includes(name));
  if (strange.length > 0)
    throw new Error(`--${flag}: no ${strange.join(', ')}; choose from ${known.join(', ')}`);
  return names;
}
const names = sources.map(({ name }) => name);
const wantedSets = chosen('sets', options.sets, names);
// variants too, which are measured elsewhere only where they are named
const wantedMetrics = chosen('metrics', options.metrics, metricIds);
const length = 24;
const largestStride = 8;
const seed = 1;
const engine = nodeEngine();
const say = (line: string) => process.stdout.write(`${line}\n`);

/** A generator by the default recipe, from its folder where it was trained before. */
async function generator(name: string, table: Table): Promise<string> {
  const folder = `${options.models}/${name}-${count}-${steps}`;
  const done = `${folder}/report.html`; // written at the end of a run
  if ((await isModelFolder(nodeHost, folder)) && (await nodeHost.exists(done))) return folder;
  say(`${name}: training a generator, ${steps} steps`);
  const given = { steps, seed, key: KEY, length };
  const place = { host: nodeHost, engine, folder, overwrites: true };
  for await (const event of trainRun({
    ...place,
    table,
    data: table.source,
    given,
    naming: (n) => `--${n}`,
  })) {
    if (event.type === 'report') say(`${name}: trained`);
  }
  return folder;
}

interface Sets {
  readonly real: SequenceSet;
  readonly generated: SequenceSet;
  readonly heldOut: SequenceSet;
  readonly featureNames: readonly string[];
}

async function setsOf(name: string, real: Table, heldOut: Table): Promise<Sets> {
  const folder = await generator(name, real);
  const model = await openModel(nodeHost, folder);
  const judged = judgedColumns(model.codec).map((c) => model.codec.valued[c]!.name);
  const windows = real.rowCount - length + 1;
  const stride = name === 'Sines' ? length : Math.min(largestStride, Math.ceil(windows / count));
  const sets = evaluationSets({
    real,
    generated: { names: judged, length },
    heldOut,
    options: { length, stride, key: KEY },
  });
  const { generated } = await makeSequences({ host: nodeHost, engine, folder }, model, sets.real.count, seed);
  return { real: sets.real, heldOut: sets.heldOut!, generated, featureNames: sets.featureNames };
}

/** Metrics that are one computation, kept while both are measured. */
const sharing: readonly (readonly string[])[] = [
  ['predictive', 'predictive-imagentime'],
  ['tstr-classify-ridge', 'trts-classify'],
  ['tstr-regress-ridge', 'trts-regress'],
  ['precision', 'recall', 'density', 'coverage', 'alpha-precision', 'beta-recall', 'spread'],
];

function inGroups(lacking: readonly Metric[]): readonly (readonly Metric[])[] {
  const groupOf = ({ id }: Metric) => sharing.find((group) => group.includes(id))?.[0] ?? id;
  const groups = new Map<string, Metric[]>();
  for (const metric of lacking) groups.set(groupOf(metric), [...(groups.get(groupOf(metric)) ?? []), metric]);
  return [...groups.values()];
}

async function measured(
  { real, generated, ...rest }: Sets,
  group: readonly Metric[],
): Promise<EvaluationResult> {
  for await (const event of evaluate(real, generated, {
    ...rest,
    engine,
    seed,
    workers: availableParallelism(),
    controlRepetitions,
    ...(repetitions !== undefined && { repetitions }),
    metrics: group.map(({ id }) => id),
  })) {
    if (event.type === 'done') return event.result;
  }
  throw new Error('the evaluation ended without a result');
}

const conditionsOf = (set: string): Conditions => ({
  set,
  count,
  steps,
  repetitions: repetitions ?? 'protocol',
  controlRepetitions,
});

await mkdir(dirname(options.record), { recursive: true });
const record = await openRecord(options.record);
const absent: string[] = [];
if (!options.page) {
  for (const { name, tables } of sources) {
    if (!wantedSets.includes(name)) continue;
    const conditions = conditionsOf(name);
    const lacking = metrics.filter((one) => wantedMetrics.includes(one.id) && !record.find(conditions, one));
    if (lacking.length === 0) continue;
    const found = tables(options.data, count, length);
    if (!found) {
      absent.push(name);
      say(`${name}: skipped, its table is not in ${options.data}`);
      continue;
    }
    const sets = await setsOf(name, found.real, found.heldOut);
    // the quick ones first, so that a page of a run that was stopped is as full as can be
    const inOrder = lacking.toSorted((a, b) => Number(a.isSlow ?? false) - Number(b.isSlow ?? false));
    let at = 0;
    for (const group of inGroups(inOrder)) {
      const before = process.cpuUsage();
      const result = await measured(sets, group);
      const { user, system } = process.cpuUsage(before);
      const seconds = Number(((user + system) / 1e6 / group.length).toFixed(1));
      for (const { id, protocol } of group) {
        const own = { ...result, metrics: result.metrics.filter((report) => report.id === id) };
        await record.add({ ...conditions, metric: id, hash: protocol.hash, seconds, result: own });
        at++;
        say(`${name}: ${id}, ${seconds} s of processor, ${at} of ${inOrder.length}`);
      }
      await writeFile(options.out, page());
    }
  }
}
await writeFile(options.out, page());
say(`written to ${options.out}`);

function page(): string {
  const flags = [
    `--count ${count}`,
    `--steps ${steps}`,
    ...(repetitions === undefined ? [] : [`--repetitions ${repetitions}`]),
    `--control-repetitions ${controlRepetitions}`,
  ].join(' ');
  const trained =
    repetitions === undefined
      ? 'as often as its protocol says'
      : `${repetitions === 1 ? 'once' : `${repetitions} times`}`;
  const lines = sources.flatMap(({ name }) =>
    metrics.flatMap((one) => record.find(conditionsOf(name), one) ?? []),
  );
  const hours = lines.reduce((sum, { seconds }) => sum + seconds, 0) / 3600;
  const parts = sources.map(({ name, about }) => {
    const own = metrics.flatMap((one) => record.find(conditionsOf(name), one) ?? []);
    const left = metricIds.filter((id) => !own.some(({ metric }) => metric === id));
    if (own.length === 0) {
      return `## ${name}\n\nNot measured${absent.includes(name) ? ': its table was absent' : ' yet'}.\n`;
    }
    const result = { ...own[0]!.result, metrics: own.flatMap((line) => line.result.metrics) };
    const missing = left.length > 0 ? `\nNot measured yet: ${left.join(', ')}.\n` : '';
    return `## ${name}\n\n${about}. ${resultMarkdown(result)}${missing}`;
  });
  return `# Four sets under every protocol

\`\`\`sh
npm run bench:judge -- ${flags}
\`\`\`

For each set a generator is trained by the default recipe, ${steps} steps, on nine tenths of the table, and makes as many
sequences of ${length} steps as there are real ones: at most ${count}, windows at every row or, of long tables, at every second
to eighth. Every tenth of forty blocks of time is held out. *Value* is the figure of these sequences. Floors and ceilings are of halves
of the real set (for privacy thirds, for judges trained ${controlRepetitions === 1 ? 'once' : `${controlRepetitions} times`}); for the value each judge is trained ${trained}.
**The training is short, so the values are no claim of what the recipe can do**; published figures of real data at full size
are in [the note on the judge](../notes/0005-judge.md).

A metric that does not stand clearly below its ceilings tells nothing on these data. These sets have no labels, so
classification is skipped. How to read the columns is in [judge.md](judge.md), what the metrics say in [metrics.md](metrics.md).
${hours >= 0.05 ? `${hours.toFixed(1)} hours of processor time, ${processorName()}.\n` : ''}
${parts.join('\n')}`;
}
