/**
 * The two kinds of failure: a `UserError` is a mistake in the input, which the user can mend, and carries every
 * problem found at once; any other error is a bug of ours.
 */

/** One mistake: where it is, what is wrong, and what to do about it. */
export interface Problem {
  /** A file, row, column, flag or configuration path, in the user's own words: `data.csv, row 12, column "Open"`. */
  readonly where: string;
  /** What was found and which rule it breaks, with the value. */
  readonly what: string;
  /** What the user can do. */
  readonly remedy: string;
}

/** Which exit code a mistake leads to; `worker`: a part of the machine gave up, such as memory. */
export type UserErrorKind = 'usage' | 'data' | 'file' | 'diverged' | 'worker';

export class UserError extends Error {
  readonly kind: UserErrorKind;
  readonly problems: readonly Problem[];

  constructor(kind: UserErrorKind, problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(formatProblem).join('\n'), options);
    this.name = 'UserError';
    this.kind = kind;
    this.problems = problems;
  }
}

export function formatProblem({ where, what, remedy }: Problem): string {
  return `${where}: ${what}; ${remedy}`;
}
