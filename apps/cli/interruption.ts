/**
 * Ctrl-C and SIGTERM: the first asks the run to finish its step and save, the second ends the program at once (which
 * loses nothing that was saved, as every file is replaced as a whole).
 */
import { EXIT, type ExitCode } from './exitCodes.ts';

const CODE_OF = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit code of the signal that came, if one did. */
  readonly code: () => ExitCode | undefined;
  /** Asks as Ctrl-C would. */
  readonly ask: () => void;
  /** Gives the signals back to the system. */
  readonly end: () => void;
}

export function listenForInterruption(onFirst: () => void): Interruption {
  const controller = new AbortController();
  let code: ExitCode | undefined;
  const onSignal = (name: keyof typeof CODE_OF) => {
    if (code !== undefined) process.exit(CODE_OF[name]);
    code = CODE_OF[name];
    onFirst();
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    code: () => code,
    ask: () => {
      code ??= EXIT.interrupted;
      controller.abort();
    },
    end: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
