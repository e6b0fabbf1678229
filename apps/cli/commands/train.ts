/** `gan-lstm train`: a new run, a run that goes on, or only a look (`--dry-run`). */
import { access } from 'node:fs/promises';
import {
  dataOptionsOf,
  describeTable,
  type Inspection,
  inspectModel,
  type Problem,
  type RunEvent,
  requirePrivacyUnit,
  resolveSettings,
  resumeRun,
  settingNames,
  trainRun,
  UserError,
} from '../../../src/index.ts';
import { nodeEngine, nodeHost } from '../../../src/node.ts';
import { type Context, isOn, type Options, textOf } from '../context.ts';
import { describeData } from '../describeData.ts';
import { describeTraining } from '../describeTraining.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { flagOf, type Given, givenSettings, wholeNumberOf } from '../flags.ts';
import { type Interruption, listenForInterruption } from '../interruption.ts';
import { namingOptions } from '../namingOptions.ts';
import { problemLine } from '../problems.ts';
import { readData } from '../readData.ts';
import { runAsJson, tellFailure } from '../runAsJson.ts';
import { runForPeople, tellStopping } from '../runForPeople.ts';
import type { RunFacts, RunReader } from '../runReader.ts';
import { shellWord } from '../shell.ts';
import { stemOf } from '../stem.ts';
import { write } from '../terminal.ts';

export async function train(data: string | undefined, options: Options, context: Context): Promise<ExitCode> {
  try {
    return await start(data, options, context);
  } catch (error) {
    if (isOn(options, 'json') && error instanceof UserError) await tellFailure(error);
    throw error;
  }
}

async function start(data: string | undefined, options: Options, context: Context): Promise<ExitCode> {
  const resumed = textOf(options, 'resume');
  if (resumed !== undefined) return goOn(resumed, data, options, context);
  if (data === undefined) {
    const remedy = 'name a table (gan-lstm train data.csv), or a model to go on with (--resume runs/data)';
    throw new UserError('usage', [{ where: 'train', what: 'there is nothing to learn from', remedy }]);
  }
  const folder = textOf(options, 'out') ?? `runs/${stemOf(data) || 'model'}`;
  const said = await givenSettings(nodeHost, options, textOf(options, 'config'));
  const facts = { data, folder, resumeCommand: `gan-lstm train --resume ${shellWord(folder)}` };
  return namingOptions(said.naming, async () => {
    if (isOn(options, 'dryRun')) return look(facts, said, options, context);
    const table = await readData(data, dataOptionsOf(said.given), options, context.words);
    return follow(facts, options, context, ({ signal }) =>
      trainRun({
        host: nodeHost,
        engine: nodeEngine(),
        folder,
        table,
        data,
        ...said,
        signal,
        overwrites: isOn(options, 'force'),
      }),
    );
  });
}

async function goOn(
  folder: string,
  dataGiven: string | undefined,
  options: Options,
  context: Context,
): Promise<ExitCode> {
  const refused = [...settingNames.filter((name) => name !== 'steps'), 'out', 'config', 'force', 'dryRun'];
  const problems = refused
    .filter((name) => options[name] !== undefined)
    .map((name): Problem => {
      const remedy = 'leave it out, or train a new model without --resume';
      return { where: flagOf(name), what: 'cannot change in a run that goes on', remedy };
    });
  if (problems.length > 0) throw new UserError('usage', problems);
  const steps = wholeNumberOf(options, 'steps', 1);
  const { config, step, state } = await inspectModel(nodeHost, folder);
  refuseIfDone(folder, { step, state, steps: steps ?? config.settings.steps, isTold: steps !== undefined });
  const data = dataGiven ?? config.data;
  if (dataGiven === undefined) await requireData(data, folder);
  const table = await readData(data, dataOptionsOf(config.settings), options, context.words);
  const words = [
    'gan-lstm train',
    ...(dataGiven ? [shellWord(dataGiven)] : []),
    '--resume',
    shellWord(folder),
  ];
  return follow({ data, folder, resumeCommand: words.join(' ') }, options, context, ({ signal }) =>
    resumeRun({ host: nodeHost, engine: nodeEngine(), folder, table, steps, signal }),
  );
}

interface Done {
  readonly step: number | undefined;
  readonly state: Inspection['state'];
  readonly steps: number;
  /** Whether `steps` was told by a flag. */
  readonly isTold: boolean;
}

/** A run that was killed after its last step still has its report to make. */
function refuseIfDone(folder: string, { step = 0, state, steps, isTold }: Done): void {
  if (step < steps || (step === steps && state !== 'finished')) return;
  const where = isTold ? '--steps' : '--resume';
  const what = `${folder} has been trained for ${step} steps already`;
  const remedy = `give more, such as --steps ${2 * step}, or sample it: gan-lstm sample ${shellWord(folder)}`;
  throw new UserError('usage', [{ where, what, remedy }]);
}

/** The path in a model is as it was typed, so it may not hold from another folder. */
async function requireData(data: string, folder: string): Promise<void> {
  try {
    await access(data);
  } catch (cause) {
    const remedy = `name the file: gan-lstm train DATA --resume ${shellWord(folder)}`;
    const what = `the data that ${folder} was trained on is not there`;
    throw new UserError('file', [{ where: data, what, remedy }], { cause });
  }
}

async function follow(
  facts: RunFacts,
  options: Options,
  { words, version }: Context,
  begin: (interruption: Interruption) => AsyncGenerator<RunEvent, void, void>,
): Promise<ExitCode> {
  const interruption = listenForInterruption(() => tellStopping(words));
  const isQuiet = isOn(options, 'quiet');
  const reader: RunReader = isOn(options, 'json')
    ? runAsJson(facts, version, interruption.ask)
    : runForPeople(facts, words, {
        isQuiet,
        showsProgress: !isQuiet && options.progress !== false,
        isStopping: () => interruption.signal.aborted,
      });
  let reason: Extract<RunEvent, { type: 'done' }>['reason'] | undefined;
  try {
    for await (const event of begin(interruption)) {
      await reader.tell(event);
      if (event.type === 'done') ({ reason } = event);
    }
  } finally {
    reader.end();
    interruption.end();
  }
  if (reason === 'diverged') return EXIT.diverged;
  return reason === 'interrupted' ? (interruption.code() ?? EXIT.interrupted) : EXIT.done;
}

async function look(
  facts: RunFacts,
  { given, naming }: Given,
  options: Options,
  { words }: Context,
): Promise<ExitCode> {
  const { data, folder } = facts;
  const table = await readData(data, dataOptionsOf(given), options, words);
  const description = describeTable(table, dataOptionsOf(given));
  if (description.problems.length > 0) throw new UserError('data', description.problems);
  const { sequences, features } = description;
  const settings = resolveSettings(given, { ...sequences, features, columns: features }, naming);
  const warnings = [...description.warnings, ...requirePrivacyUnit(settings, description, naming)];
  if (isOn(options, 'json')) {
    await write(
      process.stdout,
      `${JSON.stringify({ schemaVersion: 1, folder, description, settings }, null, 2)}\n`,
    );
    return EXIT.done;
  }
  await write(
    process.stdout,
    `${describeData(description, words)}\n${describeTraining(settings, words, { folder })}\n${words.training.nothingWritten}\n`,
  );
  for (const warning of warnings) {
    process.stderr.write(problemLine('warning', warning, process.stderr));
  }
  return EXIT.done;
}
