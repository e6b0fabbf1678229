#!/usr/bin/env node
/** The command line, wired: language, commands, failures told in words, exit code. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import type { Problem, UserError } from '../../src/index.ts';
import { EXIT, EXIT_OF_KIND, type ExitCode } from './exitCodes.ts';
import { problemLine } from './problems.ts';
import { createProgram, hasSettings } from './program.ts';
import { tolerateFailedWrites } from './terminal.ts';
import { usageProblems } from './usageProblems.ts';
import { chooseWords } from './words.ts';

async function main(argv: readonly string[]): Promise<ExitCode> {
  const words = chooseWords(argv, process.env);
  let code: ExitCode = EXIT.done;
  const program = await createProgram(argv, { words, version: versionOf() }, (ended) => {
    code = ended;
  });
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.usage;
    }
    const spelled = hasSettings(argv) ? (await import('./flags.ts')).spellBooleans(argv) : argv;
    await program.parseAsync([...spelled], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      if (error.code === 'commander.help') return EXIT.usage; // a command above others, shown in place of them
      return tell(await usageProblems(error, program), EXIT.usage);
    }
    if (isUserError(error)) return tell(error.problems, EXIT_OF_KIND[error.kind], error, argv);
    const failed = error as NodeJS.ErrnoException;
    if (failed.syscall === 'write') {
      const what = `cannot be written to (${failed.code})`;
      const remedy = 'see where it goes: perhaps the disk is full';
      return tell([{ where: 'standard output', what, remedy }], EXIT.data, failed, argv);
    }
    return tellBug(error, argv);
  }
}

function tell(
  problems: readonly Problem[],
  code: ExitCode,
  error?: Error,
  argv: readonly string[] = [],
): ExitCode {
  for (const problem of problems) process.stderr.write(problemLine('error', problem, process.stderr));
  if (error && argv.includes('--debug')) process.stderr.write(`${error.stack}\n`);
  return code;
}

function tellBug(error: unknown, argv: readonly string[]): ExitCode {
  const isError = error instanceof Error;
  const what = `failed unexpectedly: ${isError ? error.message : String(error)}`;
  const remedy = argv.includes('--debug')
    ? 'please report it with the lines below'
    : 'please report it with what --debug shows, and see whether gan-lstm doctor finds a cause';
  process.stderr.write(problemLine('error', { where: 'gan-lstm', what, remedy }, process.stderr));
  if (argv.includes('--debug') && isError) process.stderr.write(`${error.stack}\n`);
  return EXIT.failed;
}

/** By name, so that the library need not be loaded to tell a mistyped flag. */
function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}

/** The program lies in dist/apps/cli. */
function versionOf(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

tolerateFailedWrites();
process.exitCode = await main(process.argv.slice(2));
