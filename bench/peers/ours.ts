/**
 * Our side of the comparison as a process of its own, with the peers' requests and answers (python/serve.py). Steps are
 * those of the public training stream: a batch is read, noise is drawn and the losses are told in every one.
 *
 * `node ours.js --engine node|web --workers N`
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { parameterCounts } from '../../src/gan/state.ts';
import { type TrainingEvent, train } from '../../src/gan/train.ts';
import type { Engine } from '../../src/runtime/engine.ts';
import { syntheticSequences } from '../syntheticSequences.ts';
import { CHECKED_STEPS } from './caseFiles.ts';
import { ganOfCase, type PeerCase } from './cases.ts';
import type { Prepared, Request, Turn } from './messages.ts';
import { releaseSampler, sample } from './ourSampler.ts';

/** As serve.py has them. */
const [WARM_UP, CHUNK_SECONDS, TRIAL_SECONDS] = [3, 0.25, 0.7];

const { values: options } = parseArgs({
  options: { engine: { type: 'string', default: 'node' }, workers: { type: 'string', default: '1' } },
});
const workers = Number(options.workers);
const engine = await engineNamed(options.engine);

/** Each is loaded only where it is asked for: its memory is told. */
async function engineNamed(name: string): Promise<Engine> {
  if (name === 'web') return (await import('../../src/runtime/web.ts')).webEngine();
  return (await import('../../src/runtime/node.ts')).nodeEngine();
}

interface Training {
  readonly one: PeerCase;
  advance(count: number): Promise<Extract<TrainingEvent, { type: 'step' }>>;
  millisecondsEach: number;
  release(): Promise<void>;
}

function start(one: PeerCase): Training {
  const gan = ganOfCase(one, workers);
  const data = syntheticSequences(one.shape);
  const stream = train({ engine, gan, data, checkpointEvery: Number.MAX_SAFE_INTEGER });
  return {
    one,
    millisecondsEach: 1,
    async advance(count) {
      for (let done = 0; ; ) {
        const { value: event, done: isOver } = await stream.next();
        if (isOver) throw new Error(`${one.id}: training ended`);
        if (event.type === 'done') throw new Error(`${one.id}: training ended, ${event.reason}`);
        if (event.type === 'step' && ++done === count) return event;
      }
    },
    release: async () => {
      await stream.return();
    },
  };
}

let training: Training | undefined;

async function prepare(one: PeerCase): Promise<Prepared> {
  await training?.release();
  const begin = performance.now();
  training = start(one);
  const losses: number[][] = [];
  let compileMilliseconds = 0;
  for (let step = 0; step < CHECKED_STEPS; step++) {
    const { measures } = await training.advance(1);
    losses.push([measures.criticLoss!, measures.generatorLoss!]);
    if (step === 0) compileMilliseconds = performance.now() - begin;
  }
  await training.advance(WARM_UP);
  const from = performance.now();
  let steps = 0;
  do {
    await training.advance(1);
    steps++;
  } while (performance.now() - from < 1000 * TRIAL_SECONDS);
  training.millisecondsEach = (performance.now() - from) / steps;
  const { generatorParameters, criticParameters } = parameterCounts(ganOfCase(one, 1));
  return {
    how: options.engine === 'web' ? 'onnxruntime-web' : 'onnxruntime-node',
    forms: {},
    failed: {},
    parameters: generatorParameters + criticParameters,
    losses,
    compileMilliseconds,
  };
}

async function run(seconds: number): Promise<Turn> {
  const { advance, millisecondsEach } = training!;
  const count = Math.max(1, Math.round((1000 * CHUNK_SECONDS) / millisecondsEach));
  await advance(1); // others had the caches
  const [times, processor] = [[] as number[], [] as number[]];
  const end = performance.now() + 1000 * seconds;
  do {
    const [from, used] = [performance.now(), process.cpuUsage()];
    await advance(count);
    times.push((performance.now() - from) / count);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000 / count);
  } while (performance.now() < end);
  return { times, processor, steps: count * times.length };
}

async function answer(request: Request): Promise<object> {
  switch (request.type) {
    case 'prepare':
      return prepare(request.one);
    case 'run':
      return run(request.seconds);
    case 'sample':
      return sample(engine, request.one, request.count, workers);
    default:
      return request satisfies never;
  }
}

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
say({ version: engine.name, node: process.version });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(await answer(JSON.parse(line) as Request));
  } catch (error) {
    say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
await training?.release();
await releaseSampler();
