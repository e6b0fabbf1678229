/** The commands below `gan-lstm zoo`. */
import type { Command } from 'commander';
import type { Context, Options } from './context.ts';
import type { ExitCode } from './exitCodes.ts';

type Define = (parent: Command, name: 'list' | 'show' | 'run' | 'compare', usage: string) => Command;

export function addZooCommands(
  zoo: Command,
  define: Define,
  context: Context,
  onEnd: (code: ExitCode) => void,
): void {
  const { flags, zoo: words } = context.words;
  const load = () => import('./commands/zoo.ts');

  define(zoo, 'list', 'list').action(async () => onEnd(await (await load()).list(context)));

  define(zoo, 'show', 'show')
    .argument('<name>', words.name)
    .action(async (name: string) => onEnd(await (await load()).show(name, context)));

  define(zoo, 'run', 'run')
    .argument('<names>', words.names)
    .argument('[data...]', words.data)
    .option('--seeds <number>', words.seeds)
    .option('--steps <number>', words.steps)
    .option('--length <number>', words.length)
    .option('--count <number>', words.count)
    .option('--metrics <ids>', words.metrics)
    .option('--repetitions <number>', words.repetitions)
    .option('--jobs <number>', words.jobs)
    .option('--out <folder>', words.out)
    .option('-q, --quiet', flags.quiet)
    .action(async (names: string, data: readonly string[], options: Options) =>
      onEnd(await (await load()).run(names, data, options, context)),
    );

  define(zoo, 'compare', 'compare')
    .option('--out <folder>', words.out)
    .option('-q, --quiet', flags.quiet)
    .action(async (options: Options) => onEnd(await (await load()).compare(options, context)));
}
