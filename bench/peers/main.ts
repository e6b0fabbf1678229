/**
 * `npm run bench:peers` (and `bench:costs`, `bench:sampling`, which measure the rest of the page): our training step
 * beside PyTorch, TensorFlow and JAX, in one run on one machine. Figures go to docs/guide/peers.json, and the page and its
 * plots are written from there.
 *
 *     --parts steps,start,growth,sampling
 *     --only pytorch,tensorflow,jax,ours,wasm     some alone; the page then goes to .scratch/
 *     --shapes a,b,c,d,a-gp,c-gp,a-r1r2,c-r1r2
 *     --seconds 1 --rounds 3                      of a turn, and how many turns each has
 *     --sequences 1000000                         the most that are sampled
 *     --threads 2                                 of the widest setting; the other has one
 *     --python PATH                               an interpreter that has a framework already; may be repeated
 *     --out docs/guide/peers
 */
import { CASES } from './cases.ts';
import { type ContenderProcess, startContender } from './contenderProcess.ts';
import { type Contender, contenders, takesPart } from './contenders.ts';
import { hasCompiler, prepareEnvironment } from './environment.ts';
import { describeMachine } from './machine.ts';
import { measureGrowth } from './measureGrowth.ts';
import { measureSampling } from './measureSampling.ts';
import { measureStart } from './measureStart.ts';
import { measureSteps } from './measureSteps.ts';
import { readOptions } from './options.ts';
import { writePage } from './page.ts';
import { openProcesses } from './processes.ts';
import { isComparable, type Measured, merged, readRecord, writeRecord } from './record.ts';

const begin = performance.now();
const tell = (line: string) => {
  process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);
};

const options = readOptions();
const { pythons, missing } = await prepareEnvironment(options.frameworks, options.pythons, tell);
const machine = await describeMachine();
const field = contenders({ pythons, most: options.most, hasCompiler: await hasCompiler() }).filter(
  ({ group }) => options.groups.includes(group),
);
/** One setting of each: all threads, nothing that compiles for half a minute. */
const widest = field.filter(({ threads, isCompiled }) => threads === options.most && !isCompiled);

const versions: Record<string, string> = { node: process.version };
async function start(contender: Contender): Promise<ContenderProcess> {
  const process = await startContender(contender);
  const { version, python, numpy } = process.greeting;
  versions[contender.group] = version;
  if (python) versions.python = python;
  if (numpy) versions.numpy = numpy;
  return process;
}
const processes = openProcesses(start);
const stepOptions = { processes, seconds: options.seconds, rounds: options.rounds, tell };
const path = `${options.out}.json`;

/** Each part is written when it is measured: what comes after may be stopped. */
async function keep(name: string, measure: () => Promise<Measured>): Promise<void> {
  const from = performance.now();
  const measured = await measure();
  const took = { [name]: (performance.now() - from) / 1000 };
  const before = await readRecord(path);
  const isSame = before && isComparable(before, machine, versions);
  if (before && !isSame) tell(`${path} is of another machine or of other versions; it begins anew`);
  const record = merged(isSame ? before : undefined, { machine, versions, missing, took }, measured);
  await writeRecord(path, record);
  await writePage(record, options.out);
}

try {
  if (options.parts.includes('steps')) {
    for (const one of CASES.filter(({ id }) => options.cases.includes(id))) {
      const taking = field.filter((contender) => takesPart(contender, one, options.most));
      await keep(one.id, async () => ({
        steps: { [one.id]: await measureSteps(one, taking, stepOptions) },
      }));
    }
  }
  const [first, , , last] = CASES;
  const ofTwo = widest.filter(({ group }) => group === 'pytorch' || group === 'ours');
  if (options.parts.includes('growth')) {
    await keep('growth', async () => ({ growth: await measureGrowth(ofTwo, stepOptions) }));
  }
  await processes.endAll();
  if (options.parts.includes('start')) {
    const taking = field.filter(
      (one) => widest.includes(one) || one.group === 'ours' || one.group === 'wasm',
    );
    await keep('start', async () => ({ start: await measureStart([first!, last!], taking, start, tell) }));
  }
  if (options.parts.includes('sampling')) {
    const makers = field.filter(
      ({ group, isCompiled }) => group === 'ours' || (group === 'pytorch' && !isCompiled),
    );
    await keep('sampling', async () => ({
      sampling: await measureSampling(first!, makers, options.sequences, start, tell),
    }));
  }
} finally {
  await processes.endAll();
}
tell(`written to ${options.out}.md`);
