/** A process of the stability table: makes the runs that it is sent, one after another, and sends back what came of each. */
import { nodeEngine } from '../src/runtime/node.ts';
import { namedSet } from './sequenceSets.ts';
import { type Job, keyOf, type RunRecord } from './stabilityRecords.ts';
import { configOf, rows } from './stabilityRows.ts';
import { judge, trainToy } from './toyTraining.ts';

export interface Order {
  readonly job: Job;
  /** A run that is not over by then is stopped. */
  readonly seconds: number;
}

const engine = nodeEngine();

process.on('message', async ({ job, seconds }: Order) => {
  const row = rows.find(({ name }) => name === job.row);
  if (!row) throw new Error(`stability: no row is called ${keyOf(job)}`);
  const set = await namedSet(job.set);
  const outcome = await trainToy(engine, set, configOf(row, job.seed, job.steps), seconds);
  const judged = judge(set, outcome.samples);
  const record: RunRecord = {
    ...job,
    reason: outcome.reason,
    reached: outcome.steps,
    seconds: outcome.seconds,
    ...(judged && { recall: judged.recall, spread: judged.spread, ...judged.modes }),
    findings: [...new Set(outcome.findings.map(({ kind }) => kind))],
  };
  process.send!(record);
});
