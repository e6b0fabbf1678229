/** What the program's end says to a script; `gan-lstm --help` lists them. */
import type { UserErrorKind } from '../../src/index.ts';

export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  data: 3,
  gate: 4,
  diverged: 5,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A file that cannot be used and data that make no sense are one thing to a script: the input is at fault. */
export const EXIT_OF_KIND: Readonly<Record<UserErrorKind, ExitCode>> = {
  usage: EXIT.usage,
  data: EXIT.data,
  file: EXIT.data,
  diverged: EXIT.diverged,
  worker: EXIT.failed,
};
