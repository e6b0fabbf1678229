/**
 * Sequences per second from the generator alone, 1 to a million of them. Ours are made as `gan-lstm sample` makes them, on
 * one thread and on all; PyTorch makes them under no_grad in the form and the batch that are fastest. None are kept, so
 * what is resident does not grow with their number.
 */

import { BATCH } from '../../src/run/sampling/batches.ts';
import { writeCase } from './caseFiles.ts';
import type { PeerCase } from './cases.ts';
import type { ContenderProcess } from './contenderProcess.ts';
import type { Contender } from './contenders.ts';
import { caseFolder, titleOf } from './measureSteps.ts';
import type { Sampled } from './messages.ts';
import type { Start } from './processes.ts';
import type { SamplingRow } from './record.ts';
import { median } from './statistics.ts';

const COUNTS = [1, 16, 256, 4096, 65_536, 1_000_000];
/** So many sequences are made in each form and batch, to see which is fastest. */
const TRIAL = 4096;
const FORMS = ['nn.LSTM', 'nn.LSTM without oneDNN', 'loop'];
const BATCHES = [256, 1024, 4096];
/** Small numbers are made again and again for so long, and so often at the least. */
const [SECONDS, LEAST_RUNS] = [1, 3];
/** Numbers above this are made once. */
const ONCE_ABOVE = 65_536;
const LOOK_MILLISECONDS = 100;

interface Way {
  readonly how: string;
  readonly batch: number;
}

export async function measureSampling(
  one: PeerCase,
  contenders: readonly Contender[],
  most: number,
  start: Start,
  tell: (line: string) => void,
): Promise<{ readonly shape: string; readonly rows: readonly SamplingRow[] }> {
  await writeCase(one, caseFolder(one));
  const entries: { process: ContenderProcess; way: Way }[] = [];
  const rows: SamplingRow[] = [];
  try {
    for (const contender of contenders) {
      const process = await start(contender);
      entries.push({ process, way: await fastestWay(process, one) });
    }
    for (const count of COUNTS.filter((size) => size <= most)) {
      for (const { process, way } of entries) {
        rows.push(await makeSequences(process, one, way, count));
        const { title, sequencesPerSecond } = rows.at(-1)!;
        tell(`sampling ${count}: ${title}, ${sequencesPerSecond.toFixed(0)} a second`);
      }
    }
  } finally {
    for (const { process } of entries) await process.end();
  }
  return { shape: one.shape.name, rows };
}

const ask = (process: ContenderProcess, one: PeerCase, way: Way, count: number) =>
  process.ask<Sampled>({ type: 'sample', folder: caseFolder(one), one, count, ...way });

async function fastestWay(process: ContenderProcess, one: PeerCase): Promise<Way> {
  if (process.contender.group === 'ours') return { how: 'onnxruntime-node', batch: BATCH };
  let best: (Way & Sampled) | undefined;
  for (const how of FORMS) {
    for (const batch of BATCHES) {
      await ask(process, one, { how, batch }, batch);
      const { seconds } = await ask(process, one, { how, batch }, TRIAL);
      if (!best || seconds < best.seconds) best = { how, batch, seconds };
    }
  }
  return { how: best!.how, batch: best!.batch };
}

async function makeSequences(
  process: ContenderProcess,
  one: PeerCase,
  way: Way,
  count: number,
): Promise<SamplingRow> {
  let resident: number | undefined;
  const look = async () => {
    const now = await process.resident();
    if (now !== undefined) resident = Math.max(resident ?? 0, now);
  };
  const timer = setInterval(look, LOOK_MILLISECONDS);
  try {
    if (count <= ONCE_ABOVE) await ask(process, one, way, Math.min(count, TRIAL)); // warm
    const times: number[] = [];
    const end = performance.now() + 1000 * SECONDS;
    do {
      times.push((await ask(process, one, way, count)).seconds);
    } while (count <= ONCE_ABOVE && (times.length < LEAST_RUNS || performance.now() < end));
    await look();
    return {
      title: titleOf(process.contender),
      how: `${way.how}, at most ${way.batch} at a time`,
      count,
      sequencesPerSecond: count / median(times),
      resident,
    };
  } finally {
    clearInterval(timer);
  }
}
