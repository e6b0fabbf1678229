/** `gan-lstm inspect`: a table as train would take it, or a model. */
import { readdir, stat } from 'node:fs/promises';
import {
  type DatasetDescription,
  dataOptionsOf,
  describeTable,
  type Inspection,
  inspectModel,
  isModelFolder,
  schemaOf,
  schemaText,
  shownEpsilon,
  UserError,
} from '../../../src/index.ts';
import { nodeHost } from '../../../src/node.ts';
import { type Context, isOn, type Options } from '../context.ts';
import { describeData } from '../describeData.ts';
import { describeTraining } from '../describeTraining.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { dataSettingNames, flagOf, givenSettings } from '../flags.ts';
import { requireFree } from '../freeFile.ts';
import { namingOptions } from '../namingOptions.ts';
import { grouped } from '../numbers.ts';
import { printable, problemLine } from '../problems.ts';
import { readData } from '../readData.ts';
import { finiteOrText } from '../runAsJson.ts';
import { write } from '../terminal.ts';
import { textTable } from '../textTable.ts';
import type { Words } from '../words.ts';

export async function inspect(target: string, options: Options, { words }: Context): Promise<ExitCode> {
  const isFolder = (await stat(target).catch(() => undefined))?.isDirectory() === true;
  const isModel = isFolder && (await isModelFolder(nodeHost, target));
  const hasTables =
    isFolder &&
    !isModel &&
    (await readdir(target)).some((name) => /\.(csv|tsv|parquet|npy|ts|gz)$/i.test(name));
  return isFolder && !hasTables ? showModel(target, options, words) : showData(target, options, words);
}

async function showData(path: string, options: Options, words: Words): Promise<ExitCode> {
  const { schema: schemaPath, ...others } = options;
  const { given, naming } = await givenSettings(nodeHost, others, undefined);
  if (typeof schemaPath === 'string') await requireFree(schemaPath, isOn(options, 'force'));
  const description = await namingOptions(naming, async () => {
    const table = await readData(path, dataOptionsOf(given), options, words);
    return describeTable(table, dataOptionsOf(given));
  });
  if (isOn(options, 'json')) await writeJson({ ...description, kind: 'data' });
  else {
    await write(process.stdout, describeData(description, words));
    for (const warning of description.warnings)
      process.stderr.write(problemLine('warning', warning, process.stderr));
  }
  if (description.problems.length > 0) throw new UserError('data', description.problems);
  if (typeof schemaPath === 'string') await writeSchema(schemaPath, description, words);
  return EXIT.done;
}

async function writeSchema(path: string, description: DatasetDescription, words: Words): Promise<void> {
  await nodeHost.writeFileAtomic(path, schemaText(schemaOf(description), path));
  process.stderr.write(`${words.inspect.wroteSchema(path)}\n`);
}

async function showModel(folder: string, options: Options, words: Words): Promise<ExitCode> {
  const given = dataSettingNames.filter((name) => options[name] !== undefined);
  if (given.length > 0) {
    const remedy = 'leave it out, or name a table';
    const what = 'is for a table, but a folder was named';
    throw new UserError(
      'usage',
      given.map((name) => ({ where: flagOf(name), what, remedy })),
    );
  }
  const inspection = await inspectModel(nodeHost, folder);
  if (isOn(options, 'json')) await writeJson({ schemaVersion: 1, kind: 'model', folder, ...inspection });
  else await write(process.stdout, describeModel(folder, inspection, words));
  for (const warning of inspection.warnings)
    process.stderr.write(problemLine('warning', warning, process.stderr));
  return EXIT.done;
}

function describeModel(folder: string, inspection: Inspection, words: Words): string {
  const { config, features, outputColumns, step, state, privacy } = inspection;
  const { model } = words;
  const { length } = config.shapes;
  const rows = [
    [model.learnedFrom, config.data],
    ['', model.sequences(grouped(config.count), grouped(length), features.length)],
    [
      model.training,
      model.progress(
        step === undefined ? '?' : grouped(step),
        grouped(config.settings.steps),
        model.states[state],
      ),
    ],
    ...(privacy
      ? [[model.privacy, words.progress.spent(shownEpsilon(privacy.epsilon), `${privacy.budget}`)]]
      : []),
    [model.outputs, outputColumns.join(', ')],
  ];
  return [
    `${model.heading(printable(folder))}\n`,
    textTable(rows.map((row) => row.map(printable))),
    '\n',
    describeTraining(config.settings, words, { sizes: inspection }),
  ].join('');
}

const writeJson = (value: unknown) => write(process.stdout, `${JSON.stringify(value, finiteOrText, 2)}\n`);
