/** The mistakes of a command line that commander finds, in the form of all mistakes; unknown flags are all named. */
import type { Command, CommanderError } from 'commander';
import type { Problem } from '../../src/index.ts';

export async function usageProblems(error: CommanderError, program: Command): Promise<readonly Problem[]> {
  const command = commandOf(program);
  const name = fullName(command);
  const help = `see ${name} --help`;
  const line = error.message.replace(/^error: /, '').split('\n')[0]!;
  const quoted = /'([^']*)'/.exec(line)?.[1] ?? '';
  const { didYouMean } = await import('../../src/index.ts'); // only now: help need not wait for the library
  const suggest = (word: string, candidates: readonly string[]) => {
    const near = didYouMean(word, candidates);
    return near ? `did you mean ${near}?` : help;
  };
  switch (error.code) {
    case 'commander.unknownOption': {
      const known = [...command.options, ...program.options].flatMap(({ long }) => long ?? []);
      const flags = command.args.filter((word) => /^-./.test(word)).map((word) => word.split('=')[0]!);
      const unknown = flags.length > 0 ? flags : [quoted];
      return unknown.map((flag) =>
        known.includes(flag)
          ? { where: flag, what: 'takes no value but true or false', remedy: `say ${flag} or ${flag} false` }
          : { where: flag, what: `is no flag of ${name}`, remedy: suggest(flag, known) },
      );
    }
    case 'commander.unknownCommand': {
      const known = command.commands.map((each) => each.name());
      return [{ where: quoted, what: 'is no command', remedy: suggest(quoted, known) }];
    }
    case 'commander.optionMissingArgument':
      return [
        {
          where: quoted.split(' ').find((word) => word.startsWith('--')) ?? quoted,
          what: 'needs a value',
          remedy: help,
        },
      ];
    default:
      return [{ where: name, what: line.replace(/\.$/, ''), remedy: help }];
  }
}

/** The command that was named, below another one where it was. */
function commandOf(above: Command): Command {
  const below = above.commands.find((known) => known.name() === above.args[0]);
  return below ? commandOf(below) : above;
}

const fullName = (command: Command): string =>
  command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
