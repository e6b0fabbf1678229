/**
 * Cold start and memory: a fresh process each time, from its start until the framework is loaded and until the first
 * step is done, and what is resident after some dozens of steps. Each contender in the form that it takes steps in.
 */

import { writeCase } from './caseFiles.ts';
import type { PeerCase } from './cases.ts';
import type { Contender } from './contenders.ts';
import { caseFolder, titleOf } from './measureSteps.ts';
import type { Prepared } from './messages.ts';
import type { Start } from './processes.ts';
import type { StartRow } from './record.ts';
import { median } from './statistics.ts';

const RUNS = 3;

async function startOnce(start: Start, contender: Contender, one: PeerCase, how: string | undefined) {
  const process = await start(contender);
  try {
    const prepared = await process.ask<Prepared>({ type: 'prepare', folder: caseFolder(one), one, how });
    const load = process.loadMilliseconds;
    return {
      how: prepared.how,
      load,
      first: load + prepared.compileMilliseconds,
      resident: await process.resident(),
    };
  } finally {
    await process.end();
  }
}

export async function measureStart(
  cases: readonly PeerCase[],
  contenders: readonly Contender[],
  start: Start,
  tell: (line: string) => void,
): Promise<readonly StartRow[]> {
  const rows: StartRow[] = [];
  for (const one of cases) {
    await writeCase(one, caseFolder(one));
    const found = [];
    for (const contender of contenders) {
      // the first run finds the form, and has the files of the framework read from the disk
      const { how } = await startOnce(start, contender, one, undefined);
      found.push({ contender, how, runs: [] as Awaited<ReturnType<typeof startOnce>>[] });
    }
    for (let run = 0; run < RUNS; run++) {
      for (const { contender, how, runs } of found) runs.push(await startOnce(start, contender, one, how));
      tell(`start ${one.id}: run ${run + 1} of ${RUNS}`);
    }
    for (const { contender, runs } of found) {
      const resident = runs.flatMap((run) => run.resident ?? []);
      rows.push({
        shape: one.shape.name,
        title: titleOf(contender),
        threads: contender.threads,
        loadMilliseconds: median(runs.map(({ load }) => load)),
        firstStepMilliseconds: median(runs.map(({ first }) => first)),
        resident: resident.length > 0 ? median(resident) : undefined,
        runs: RUNS,
      });
    }
  }
  return rows;
}
