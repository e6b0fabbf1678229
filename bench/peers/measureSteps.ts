/**
 * Steps of one case, by all contenders: each builds and compiles the case and is compared with ours, then they take
 * turns, some rounds over, so that a slow minute of the machine falls on all of them.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { iterationProgram } from '../../src/gan/iteration.ts';
import { operationsOf } from '../../src/graph/index.ts';
import { writeCase } from './caseFiles.ts';
import { ganOfCase, type PeerCase } from './cases.ts';
import type { Contender } from './contenders.ts';
import { SCRATCH } from './environment.ts';
import type { Prepared, Turn } from './messages.ts';
import type { Processes } from './processes.ts';
import type { StepCase, StepRow } from './record.ts';
import { median, quantile } from './statistics.ts';

/** Losses farther from ours than this are those of another model. */
const MOST_DIFFERENCE = 1e-4;
/** Threads of the one before may still be looking for work. */
const REST_MILLISECONDS = 250;

export interface StepOptions {
  readonly processes: Processes;
  readonly seconds: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

interface Running {
  readonly contender: Contender;
  readonly prepared: Prepared;
  readonly times: number[];
  readonly processor: number[];
  steps: number;
}

export const caseFolder = ({ id }: PeerCase): string => join(SCRATCH, 'cases', id);

export async function measureSteps(
  one: PeerCase,
  contenders: readonly Contender[],
  options: StepOptions,
): Promise<StepCase> {
  const { processes, seconds, rounds, tell } = options;
  await writeCase(one, caseFolder(one));
  const failed: { title: string; why: string }[] = [];
  let running: Running[] = [];
  const attempt = async (contender: Contender, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const why = (error as Error).message.split('\n')[0]!;
      tell(`${one.id}: ${contender.id} failed: ${why}`);
      failed.push({ title: titleOf(contender), why });
      running = running.filter((other) => other.contender !== contender);
      await processes.drop(contender);
    }
  };
  for (const contender of contenders) {
    await attempt(contender, async () => {
      const process = await processes.get(contender);
      const how = formTried(contender, running);
      const prepared = await process.ask<Prepared>({ type: 'prepare', folder: caseFolder(one), one, how });
      running.push({ contender, prepared, times: [], processor: [], steps: 0 });
      tell(`${one.id}: ${contender.id} is ready (${prepared.how})`);
    });
  }
  for (let round = 0; round < rounds; round++) {
    for (const entry of [...running]) {
      await attempt(entry.contender, async () => {
        await sleep(REST_MILLISECONDS);
        const process = await processes.get(entry.contender);
        const turn = await process.ask<Turn>({ type: 'run', seconds });
        entry.times.push(...turn.times);
        entry.processor.push(...turn.processor);
        entry.steps += turn.steps;
      });
    }
    tell(`${one.id}: round ${round + 1} of ${rounds}`);
  }
  checkAlike(one, running);
  const ours = running.find(({ contender }) => contender.group === 'ours') ?? running[0];
  return {
    id: one.id,
    shape: one.shape.name,
    kind: one.kind,
    gigaOperations: operationsOf(iterationProgram(ganOfCase(one, 1), { updatesGenerator: true })) / 1e9,
    seconds,
    rounds,
    rows: running.map((entry) => rowOf(entry, ours!.prepared)),
    failed,
  };
}

export const titleOf = ({ title, threads, group }: Contender): string =>
  `${title}, ${threads} ${group === 'ours' ? 'worker' : 'thread'}${threads > 1 ? 's' : ''}`;

/**
 * Frameworks that compile every form try them with one thread, and the faster is taken for more threads too; PyTorch
 * tries its forms in each setting.
 */
function formTried({ group, isCompiled }: Contender, running: readonly Running[]): string | undefined {
  if (group === 'pytorch' || isCompiled) return undefined;
  return running.find(({ contender }) => contender.group === group && !contender.isCompiled)?.prepared.how;
}

/** Losses of the first steps from the same weights, batches and noise, and the number of parameters. */
function checkAlike({ id }: PeerCase, running: readonly Running[]): void {
  const ours = running.find(({ contender }) => contender.group === 'ours');
  if (!ours) return;
  for (const { contender, prepared } of running) {
    if (prepared.parameters !== ours.prepared.parameters) {
      throw new Error(
        `${id}: ${contender.id} has ${prepared.parameters} parameters and we have ${ours.prepared.parameters}`,
      );
    }
    const difference = differenceOf(prepared, ours.prepared);
    if (!(difference <= MOST_DIFFERENCE)) {
      throw new Error(
        `${id}: ${contender.id} is not the same model: its losses ${JSON.stringify(prepared.losses)} are not ours, ${JSON.stringify(ours.prepared.losses)}`,
      );
    }
  }
}

function differenceOf(one: Prepared, other: Prepared): number {
  const [losses, expected] = [one.losses.flat(), other.losses.flat()];
  return Math.max(...losses.map((loss, i) => Math.abs(loss - expected[i]!) / (1 + Math.abs(expected[i]!))));
}

function rowOf({ contender, prepared, times, processor, steps }: Running, ours: Prepared): StepRow {
  return {
    id: contender.id,
    title: contender.title,
    threads: contender.threads,
    how: prepared.how,
    milliseconds: median(times),
    tenth: quantile(times, 0.1),
    ninetieth: quantile(times, 0.9),
    processorMilliseconds: median(processor),
    steps,
    parameters: prepared.parameters,
    difference: differenceOf(prepared, ours),
    compileMilliseconds: prepared.compileMilliseconds,
  };
}
