/** What a search knows, in one file that is replaced as a whole after every trial: a search that was killed goes on. */
import * as z from 'zod/mini';
import { UserError } from '../../errors/userError.ts';
import type { Host } from '../host.ts';

const VERSION = 1;
export const STATE = 'tune.json';

const resultSchema = z.strictObject({
  /** Generator updates in all. */
  steps: z.int(),
  /** Null where training diverged. */
  score: z.nullable(z.number()),
  floor: z.nullable(z.number()),
  figures: z.record(z.string(), z.number()),
  /** Of training and scoring, since the result before. */
  seconds: z.number(),
});
const trialSchema = z.strictObject({
  candidate: z.int(),
  seed: z.int(),
  results: z.array(resultSchema),
});
const stateSchema = z.strictObject({
  version: z.literal(VERSION),
  /** Of the data and of everything that decides what the search does. */
  fingerprint: z.string(),
  /** The searched settings of each candidate; the first is what training does without a search. */
  candidates: z.array(z.record(z.string(), z.unknown())),
  trials: z.array(trialSchema),
  best: z.optional(z.int()),
});

export type Result = z.output<typeof resultSchema>;
export type Trial = z.output<typeof trialSchema>;
export type TuneState = z.output<typeof stateSchema>;

/** Undefined where there is none yet. Throws a UserError where it is damaged or of another search. */
export async function readTuneState(
  host: Host,
  folder: string,
  fingerprint: string,
): Promise<TuneState | undefined> {
  const where = `${folder}/${STATE}`;
  if (!(await host.exists(where))) return undefined;
  const refuse = (what: string) =>
    new UserError('file', [
      { where, what, remedy: 'name another folder with --out, or say --force to search anew in this one' },
    ]);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(await host.readFile(where)));
  } catch {
    throw refuse('is not valid JSON');
  }
  const result = stateSchema.safeParse(json);
  if (!result.success) throw refuse('is damaged, or of another version');
  if (result.data.fingerprint !== fingerprint) throw refuse('is of a search with other data or settings');
  return result.data;
}

export const newTuneState = (fingerprint: string, candidates: TuneState['candidates']): TuneState => ({
  version: VERSION,
  fingerprint,
  candidates,
  trials: [],
});

export async function writeTuneState(host: Host, folder: string, state: TuneState): Promise<void> {
  await host.writeFileAtomic(`${folder}/${STATE}`, `${JSON.stringify(state, null, 2)}\n`);
}
