/** What the command line may say. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES } from './cases.ts';
import { type Framework, frameworks } from './contenders.ts';
import { REPOSITORY, SCRATCH } from './environment.ts';

export const parts = ['steps', 'start', 'growth', 'sampling'] as const;
export type Part = (typeof parts)[number];

export interface PeerOptions {
  readonly parts: readonly Part[];
  readonly groups: readonly string[];
  readonly frameworks: readonly Framework[];
  readonly cases: readonly string[];
  /** Of a turn, and how many turns each contender has. */
  readonly seconds: number;
  readonly rounds: number;
  /** The most sequences that are sampled at once. */
  readonly sequences: number;
  readonly pythons: readonly string[];
  /** The page and its figures begin with this. */
  readonly out: string;
  /** Threads of the widest setting. */
  readonly most: number;
}

const groups = [...frameworks, 'ours', 'wasm'];

export function readOptions(): PeerOptions {
  const { values } = parseArgs({
    options: {
      parts: { type: 'string', default: parts.join(',') },
      only: { type: 'string' },
      shapes: { type: 'string', default: CASES.map(({ id }) => id).join(',') },
      seconds: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      sequences: { type: 'string', default: '1000000' },
      threads: { type: 'string', default: `${Math.min(2, availableParallelism())}` },
      python: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
    },
  });
  const isPartial = values.only !== undefined;
  const chosen = list('--only', values.only ?? groups.join(','), groups);
  return {
    parts: list('--parts', values.parts, parts),
    groups: chosen,
    frameworks: frameworks.filter((one) => chosen.includes(one)),
    cases: list(
      '--shapes',
      values.shapes,
      CASES.map(({ id }) => id),
    ),
    seconds: positive('--seconds', values.seconds),
    rounds: Math.ceil(positive('--rounds', values.rounds)),
    sequences: Math.ceil(positive('--sequences', values.sequences)),
    pythons: values.python,
    // some of the contenders alone would take the others' rows from the page
    out:
      values.out ??
      (isPartial ? join(SCRATCH, 'trial', 'peers') : join(REPOSITORY, 'docs', 'guide', 'peers')),
    most: Math.ceil(positive('--threads', values.threads)),
  };
}

function list<Name extends string>(flag: string, text: string, known: readonly Name[]): Name[] {
  const names = text.split(',').map((name) => name.trim());
  const strange = names.filter((name) => !known.includes(name as Name));
  if (strange.length > 0) {
    throw new Error(`${flag} has ${strange.join(', ')}; it takes ${known.join(', ')}, separated by commas`);
  }
  return names as Name[];
}

function positive(flag: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`${flag} is ${text}; it must be a positive number`);
  return number;
}
