/**
 * The commands and their flags. A command's code is loaded when it runs, and the settings when a command that has them
 * is named, so that help appears at once.
 */
import { Argument, Command, Option } from 'commander';
import type { SchemaName } from './commands/schema.ts';
import type { Context, Options } from './context.ts';
import type { ExitCode } from './exitCodes.ts';
import { styled } from './terminal.ts';
import { textTable } from './textTable.ts';
import type { Words } from './words.ts';
import { addZooCommands } from './zooCommands.ts';

type CommandName =
  | 'train'
  | 'tune'
  | 'sample'
  | 'forecast'
  | 'impute'
  | 'evaluate'
  | 'inspect'
  | 'doctor'
  | 'schema'
  | 'zoo';
type Text = Pick<Words['train'], 'summary' | 'about' | 'examples'>;

/** `onEnd` receives the exit code of the command that ran. */
export async function createProgram(
  argv: readonly string[],
  context: Context,
  onEnd: (code: ExitCode) => void,
): Promise<Command> {
  const { words, version } = context;
  const { flags, headings } = words;
  const program = new Command('gan-lstm');
  program
    .description(`${words.program}\n\n${examplesText(words.examples, words)}`)
    .version(version, '-V, --version', flags.version)
    .helpCommand('help [command]', flags.helpCommand)
    .addOption(new Option('--language <name>', flags.language).choices(['en', 'zh']))
    .option('--debug', flags.debug)
    .optionsGroup(headings.options);
  shape(program, words);
  program.addHelpText('after', `\n${headings.exitCodes}\n${textTable(words.exitCodes)}`);

  const defineBelow = (parent: Command, { summary, about, examples }: Text, usage: string): Command => {
    const command = parent.command(usage).summary(summary).optionsGroup(headings.options);
    command.description(`${about}\n\n${examplesText(examples, words)}`);
    shape(command, words);
    return command;
  };
  const define = (name: CommandName, usage: string): Command => defineBelow(program, words[name], usage);

  const train = define('train', 'train')
    .argument('[data]', words.train.data)
    .option('--out <folder>', words.train.out)
    .option('--config <file>', words.train.config)
    .option('--resume <model>', words.train.resume)
    .option('--force', flags.force)
    .option('--dry-run', words.train.dryRun)
    .option('--json', words.train.json)
    .option('-q, --quiet', flags.quiet)
    .option('--no-progress', flags.noProgress)
    .action(async (data: string | undefined, options: Options) => {
      const { train: run } = await import('./commands/train.ts');
      onEnd(await run(data, options, context));
    });

  const tune = define('tune', 'tune')
    .argument('<data>', words.tune.data)
    .option('--out <folder>', words.tune.out)
    .option('--space <file>', words.tune.space)
    .option('--config <file>', words.tune.config)
    .option('--candidates <number>', words.tune.candidates)
    .option('--seeds <number>', words.tune.seeds)
    .option('--force', flags.force)
    .option('-q, --quiet', flags.quiet)
    .option('--no-progress', flags.noProgress)
    .action(async (data: string, options: Options) => {
      const { tune: run } = await import('./commands/tune.ts');
      onEnd(await run(data, options, context));
    });

  define('sample', 'sample')
    .argument('<model>', words.sample.model)
    .option('-o, --output <file>', words.sample.output)
    .option('--count <number>', words.sample.count)
    .option('--rows <number>', words.sample.rows)
    .option('--length <number>', words.sample.length)
    .option('--where <column=value>', words.sample.where, repeated)
    .option('--balance <column>', words.sample.balance)
    .option('--format <name>', words.sample.format)
    .option('--seed <number>', words.sample.seed)
    .option('--from <date>', words.sample.from)
    .option('--force', words.sample.force)
    .option('-q, --quiet', flags.quiet)
    .option('--no-progress', flags.noProgress)
    .action(async (model: string, options: Options) => {
      const { sample: run } = await import('./commands/sample.ts');
      onEnd(await run(model, options, context));
    });

  define('forecast', 'forecast')
    .argument('<model>', words.sample.model)
    .argument('<history>', words.forecast.history)
    .option('-o, --output <file>', words.sample.output)
    .option('--steps <number>', words.forecast.steps)
    .option('--paths <number>', words.forecast.paths)
    .option('--quantiles <shares>', words.forecast.quantiles)
    .option('--format <name>', words.sample.format)
    .option('--seed <number>', words.forecast.seed)
    .option('--force', words.sample.force)
    .option('-q, --quiet', flags.quiet)
    .option('--no-progress', flags.noProgress)
    .action(async (model: string, history: string, options: Options) => {
      const { forecast: run } = await import('./commands/forecast.ts');
      onEnd(await run(model, history, options, context));
    });

  define('impute', 'impute')
    .argument('<model>', words.sample.model)
    .argument('<table>', words.impute.table)
    .option('-o, --output <file>', words.sample.output)
    .option('--draw', words.impute.draw)
    .option('--format <name>', words.sample.format)
    .option('--seed <number>', words.forecast.seed)
    .option('--force', words.sample.force)
    .option('-q, --quiet', flags.quiet)
    .option('--no-progress', flags.noProgress)
    .action(async (model: string, table: string, options: Options) => {
      const { impute: run } = await import('./commands/impute.ts');
      onEnd(await run(model, table, options, context));
    });

  const evaluate = define('evaluate', 'evaluate')
    .argument('[real]', words.evaluate.real)
    .argument('[generated]', words.evaluate.generated)
    .option('--held-out <file>', words.evaluate.heldOut)
    .option('--label <column>', words.evaluate.label)
    .option('--out <file>', words.evaluate.out)
    .option('--json <file>', words.evaluate.json)
    .option('--markdown <file>', words.evaluate.markdown)
    .option('--metrics <ids>', words.evaluate.metrics)
    .option('--fast', words.evaluate.fast)
    .option('--repetitions <number>', words.evaluate.repetitions)
    .option('--workers <number>', words.evaluate.workers)
    .option('--gate <condition>', words.evaluate.gate, repeated)
    .option('--generated-stride <number>', words.evaluate.generatedStride)
    .option('--seed <number>', words.evaluate.seed)
    .option('--cache <folder>', words.evaluate.cache)
    .option('--list', words.evaluate.list)
    .option('--force', flags.force)
    .option('-q, --quiet', flags.quiet)
    .option('--no-progress', flags.noProgress)
    .action(async (real: string | undefined, generated: string | undefined, options: Options) => {
      const { evaluate: run } = await import('./commands/evaluate.ts');
      onEnd(await run(real, generated, options, context));
    });

  const inspect = define('inspect', 'inspect')
    .argument('<target>', words.inspect.target)
    .option('--schema <file>', words.inspect.schema)
    .option('--force', flags.force)
    .option('--json', flags.json)
    .action(async (target: string, options: Options) => {
      const { inspect: run } = await import('./commands/inspect.ts');
      onEnd(await run(target, options, context));
    });

  define('doctor', 'doctor')
    .option('--json', flags.json)
    .action(async (options: Options) => {
      const { doctor: run } = await import('./commands/doctor.ts');
      onEnd(await run(options, context));
    });

  define('schema', 'schema')
    .addArgument(new Argument('[of]', words.schema.of).choices(['config', 'evaluation']).default('config'))
    .action(async (of: SchemaName) => {
      const { schema: run } = await import('./commands/schema.ts');
      onEnd(await run(of));
    });

  addZooCommands(
    define('zoo', 'zoo'),
    (parent, name, usage) => defineBelow(parent, words.zoo[name], usage),
    context,
    onEnd,
  );

  if (hasSettings(argv)) {
    const { addSettingFlags, dataSettingNames, settingNames } = await import('./flags.ts');
    addSettingFlags(train, settingNames, words);
    addSettingFlags(tune, settingNames, words);
    // inspect writes the schema; to judge, what is written decides
    const others = dataSettingNames.filter((name) => name !== 'schema');
    addSettingFlags(inspect, others, words);
    addSettingFlags(
      evaluate,
      others.filter((name) => name !== 'constraints'),
      words,
    );
  }
  return program;
}

/** An option that may be given several times. */
const repeated = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

const examplesText = (examples: Words['examples'], { headings }: Words): string =>
  `${headings.examples}\n${examples.map(([line, meaning]) => `  ${line}\n      ${meaning}`).join('\n')}`;

/** Whether a command may be meant whose flags are made from the settings. */
export const hasSettings = (argv: readonly string[]): boolean =>
  ['train', 'tune', 'inspect', 'evaluate'].some((name) => argv.includes(name));

/** Help in the language of the words, with bold headings; errors are thrown, to be told by main.ts. */
function shape(command: Command, { headings, flags }: Words): void {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': headings.usage,
    'Arguments:': headings.arguments,
    'Options:': headings.options,
    'Global Options:': headings.everywhere,
    'Commands:': headings.commands,
  };
  command
    .addHelpOption(new Option('-h, --help', flags.help).helpGroup(headings.options))
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .configureHelp({
      showGlobalOptions: command.parent !== null,
      styleTitle: (title) => styled(process.stdout, 'bold', titles[title] ?? title),
      // the version has its place in the program's own help
      visibleGlobalOptions: ({ parent }) => [
        ...(parent?.options.filter(({ long }) => long !== '--version') ?? []),
      ],
      optionTerm: (option) =>
        command.options.some(({ long, hidden }) => hidden && long === option.long?.replace('--', '--no-'))
          ? option.flags.replace('--', '--[no-]')
          : option.flags,
      optionDescription: ({ description }) => description,
    });
}
