/** `gan-lstm zoo`: published recipes, listed, shown, trained and judged under one protocol, and compared. */
import { basename, join } from 'node:path';
import {
  didYouMean,
  MADE_SET,
  madeSines,
  type Recipe,
  recipes,
  requireRecords,
  tableWindows,
  UserError,
  usualSteps,
  type ZooData,
  type ZooEvent,
  type ZooMetric,
  type ZooRecord,
  zooJson,
  zooMarkdown,
  zooMetrics,
  zooRun,
  zooTable,
} from '../../../src/index.ts';
import { nodeEngine, nodeHost, readSequencesFile } from '../../../src/node.ts';
import { type Context, isOn, type Options, textOf } from '../context.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { wholeNumberOf } from '../flags.ts';
import { listenForInterruption } from '../interruption.ts';
import { duration, grouped, short } from '../numbers.ts';
import { collectingProblems, problemLine } from '../problems.ts';
import { tellStopping } from '../runForPeople.ts';
import { stemOf } from '../stem.ts';
import { styled, wrapped, write } from '../terminal.ts';
import { textTable } from '../textTable.ts';
import type { Words } from '../words.ts';

const FOLDER = 'runs/zoo';
const ALL = 'all';
const SEEDS = 5;
const LENGTH = 24;
const COUNT = 5000;
const REPETITIONS = 2;
/** Sizes of a usual data set, for what is told of a recipe before there is one. */
const USUAL = { count: 10_000, length: LENGTH, features: 5 };

export async function list({ words }: Context): Promise<ExitCode> {
  const rows = recipes.map(({ name, title }) => [name, title[words.language]]);
  await write(process.stdout, textTable(rows, { indent: '' }));
  return EXIT.done;
}

export async function show(name: string, { words }: Context): Promise<ExitCode> {
  const recipe = chosen(name)[0]!;
  const { title, paper, formula, procedure, deviations, published } = recipe;
  const { zoo } = words;
  const { stdout } = process;
  const heading = (text: string) => `\n${styled(stdout, 'bold', text)}\n`;
  const items = (lines: readonly string[]) =>
    lines.map((line) => `${wrapped(`- ${line}`, stdout)}\n`).join('');
  const steps = usualSteps(recipe, USUAL);
  const training =
    procedure.kind === 'own'
      ? `${steps === 0 ? zoo.noSteps : zoo.ownTraining(grouped(steps), procedure.phases ?? 1)}\n`
      : `${zoo.settings(grouped(steps))}\n${Object.entries(procedure.settings)
          .map(([setting, value]) => `  ${setting}: ${value}\n`)
          .join('')}`;
  const figures = published.map(({ dataset, metric, value, spread, protocol, source }) => [
    dataset,
    metric,
    `${value} ± ${spread}`,
    protocol,
    source,
  ]);
  await write(
    stdout,
    `${styled(stdout, 'bold', recipe.name)}: ${title[words.language]}\n${wrapped(paper, stdout)}\n` +
      heading(zoo.formula) +
      `${wrapped(formula, stdout)}\n` +
      heading(zoo.training) +
      training +
      heading(zoo.deviations) +
      items(deviations) +
      heading(zoo.published) +
      (figures.length > 0 ? textTable(figures, { indent: '' }) : `${zoo.nonePublished}\n`),
  );
  return EXIT.done;
}

export async function run(
  name: string,
  sources: readonly string[],
  options: Options,
  { words }: Context,
): Promise<ExitCode> {
  const { problems, attempt } = collectingProblems();
  const number = (name: string) => attempt(() => wholeNumberOf(options, name, 1));
  const wanted = {
    recipes: attempt(() => chosen(name)) ?? [],
    seeds: number('seeds') ?? SEEDS,
    steps: number('steps'),
    count: number('count') ?? COUNT,
    metrics: attempt(() => chosenMetrics(textOf(options, 'metrics'))),
    repetitions: number('repetitions') ?? REPETITIONS,
    jobs: number('jobs') ?? 1,
  };
  const length = number('length') ?? LENGTH;
  if (problems.length > 0) throw new UserError('usage', problems);
  const datasets = await readAll(sources.length > 0 ? sources : [MADE_SET], length);
  const folder = textOf(options, 'out') ?? FOLDER;
  const interruption = listenForInterruption(() => tellStopping(words));
  const { stderr } = process;
  const isQuiet = isOn(options, 'quiet');
  const say = (line: string) => (isQuiet ? undefined : stderr.write(`${line}\n`));
  const { signal } = interruption;
  const engine = nodeEngine();
  let [open, ended] = [0, 0];
  try {
    for await (const event of zooRun({ host: nodeHost, engine, folder, datasets, signal, ...wanted })) {
      switch (event.type) {
        case 'plan':
          open = event.open;
          say(words.zoo.plan(grouped(event.total), grouped(event.total - event.open)));
          break;
        case 'warning':
          stderr.write(problemLine('warning', event.problem, stderr));
          break;
        case 'started':
          say(words.zoo.started(pieceName(event.key), event.isTraining));
          break;
        case 'record':
          if (event.record.type !== 'trained') ended++;
          tellRecord(event.record, `${ended}/${open}`, words, say);
          break;
        case 'done':
          if (!event.isWhole) return interruption.code() ?? EXIT.interrupted;
          break;
        default:
          event satisfies never;
      }
    }
  } finally {
    interruption.end();
  }
  await compareFolder(folder, words, !isQuiet);
  return EXIT.done;
}

export async function compare(options: Options, { words }: Context): Promise<ExitCode> {
  await compareFolder(textOf(options, 'out') ?? FOLDER, words, !isOn(options, 'quiet'));
  return EXIT.done;
}

async function compareFolder(folder: string, words: Words, isTold: boolean): Promise<void> {
  const table = zooTable(await requireRecords(nodeHost, folder));
  const markdown = zooMarkdown(table);
  const [page, json] = [join(folder, 'zoo.md'), join(folder, 'zoo.json')];
  await nodeHost.writeFileAtomic(page, markdown);
  await nodeHost.writeFileAtomic(json, zooJson(table));
  if (isTold) await write(process.stdout, markdown);
  process.stderr.write(`${words.zoo.wrote(page, json)}\n`);
}

/** `rcgan`, `rcgan,timegan` or `all`. */
function chosen(text: string): readonly Recipe[] {
  if (text === ALL) return recipes;
  const known = recipes.map(({ name }) => name);
  const names = text.split(',').map((part) => part.trim());
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = didYouMean(name, [...known, ALL]);
      const remedy = near ? `did you mean ${near}?` : 'see gan-lstm zoo list';
      return { where: name, what: 'is no recipe', remedy };
    });
  if (problems.length > 0) throw new UserError('usage', problems);
  return recipes.filter(({ name }) => names.includes(name));
}

function chosenMetrics(text: string | undefined): readonly ZooMetric[] {
  if (text === undefined) return zooMetrics;
  const ids = text.split(',').map((part) => part.trim());
  const unknown = ids.filter((id) => !zooMetrics.some((metric) => metric === id));
  if (unknown.length === 0) return zooMetrics.filter((metric) => ids.includes(metric));
  const remedy = `choose from ${zooMetrics.join(', ')}`;
  const problems = unknown.map((id) => ({
    where: '--metrics',
    what: `"${id}" is none that recipes are compared by`,
    remedy,
  }));
  throw new UserError('usage', problems);
}

/** `sines`, a file, or `name=file`. Two of one name would be one table. */
async function readAll(sources: readonly string[], length: number): Promise<readonly ZooData[]> {
  const named = sources.map((source) => {
    const [, name, file] = /^([a-z0-9-]+)=(.+)$/.exec(source) ?? [undefined, nameOf(source), source];
    return { name: name!, file: source === MADE_SET ? undefined : file! };
  });
  const twice = named.filter(({ name }, i) => named.findIndex((one) => one.name === name) < i);
  if (twice.length > 0) {
    const problems = twice.map(({ name, file }) => ({
      where: file ?? name,
      what: `is the second set named ${name}`,
      remedy: `give it another name: other=${file ?? name}`,
    }));
    throw new UserError('usage', problems);
  }
  const data: ZooData[] = [];
  for (const { name, file } of named) {
    data.push(
      file === undefined
        ? await madeSines(length)
        : await tableWindows(name, await readSequencesFile(file), length),
    );
  }
  return data;
}

const nameOf = (source: string): string =>
  stemOf(basename(source).replace(/:[^:]*$/, ''))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');

const pieceName = ({ dataset, recipe, seed }: Extract<ZooEvent, { type: 'started' }>['key']): string =>
  `${dataset}, ${recipe}, ${seed}`;

function tellRecord(record: ZooRecord, place: string, words: Words, say: (line: string) => void): void {
  const piece = pieceName(record);
  switch (record.type) {
    case 'trained':
      say(words.zoo.trained(piece, duration(record.seconds)));
      break;
    case 'judged': {
      const scores = Object.entries(record.scores).map(([metric, { value }]) => `${metric} ${short(value)}`);
      say(words.zoo.judged(place, piece, scores.join(', '), duration(record.seconds)));
      break;
    }
    case 'failed': {
      const problem = { where: piece, what: record.message, remedy: words.zoo.failedRemedy };
      process.stderr.write(problemLine('warning', problem, process.stderr));
      break;
    }
    default:
      record satisfies never;
  }
}
