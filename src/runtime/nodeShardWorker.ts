/** The entry of a worker thread: loads the module it was told and answers, one request after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { nodeEngine } from './node.ts';
import type { ShardAnswer, ShardData } from './nodeShards.ts';
import { MEETING, type Shard } from './shards.ts';

/** How often a worker that is waiting looks whether another has died, ms. */
const LOOK_EVERY = 1000;

const { options, index, meeting, slots } = workerData as ShardData;
const control = new Int32Array(meeting);
const port = parentPort!;
const answer = (message: ShardAnswer) => port.postMessage(message);

const beat = () => Atomics.add(control, MEETING.beats + index, 1);

async function meet(): Promise<void> {
  beat();
  const round = Atomics.load(control, MEETING.rounds);
  if (Atomics.add(control, MEETING.arrived, 1) + 1 === options.count) {
    Atomics.store(control, MEETING.arrived, 0);
    Atomics.add(control, MEETING.rounds, 1);
    Atomics.notify(control, MEETING.rounds);
    return;
  }
  while (Atomics.load(control, MEETING.rounds) === round) {
    if (Atomics.load(control, MEETING.broken) !== 0) throw new Error('another worker is gone');
    Atomics.wait(control, MEETING.rounds, round, LOOK_EVERY);
  }
}

try {
  const { shard } = (await import(options.module)) as { readonly shard: Shard };
  const task = await shard(options.setup, {
    engine: nodeEngine(),
    index,
    of: options.count,
    slots: slots.map((slot) => new Float32Array(slot)),
    meet,
    tell: (news) => answer({ news }),
  });
  port.on('message', (request: unknown) => {
    task(request).then(
      (value) => {
        beat();
        answer({ value });
      },
      (error: unknown) => answer({ error }),
    );
  });
  answer({ value: undefined });
} catch (error) {
  answer({ error });
}
