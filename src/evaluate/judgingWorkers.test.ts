/** Workers in one thread, which answer in an order of their own: what is computed is what threads compute. */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import type { ShardHost, ShardOptions } from '../runtime/shards.ts';
import { contextOf } from './calibration/contextOf.ts';
import { timeganSines } from './calibration/sines.ts';
import { type EvaluateOptions, evaluate } from './evaluate.ts';
import { type JudgingTask, shard } from './judgingShard.ts';
import { partShares } from './partShares.ts';
import { resultJson } from './result.ts';
import { part } from './sequenceSet.ts';

/** `slow` ends last with what it was given first. */
function inOneThread(slow = 0) {
  const asked: number[] = [];
  let released = 0;
  const host: ShardHost = {
    cores: 3,
    async start({ count, setup }: ShardOptions) {
      const tasks = await Promise.all(
        Array.from({ length: count }, () => {
          let hear = (_: unknown) => {};
          const place = {
            index: 0,
            of: count,
            slots: [],
            meet: async () => {},
            tell: (news: unknown) => hear(news),
          };
          return shard(setup, { engine: nodeEngine(), ...place }).then((task) => ({
            task,
            listen: (heard: typeof hear) => {
              hear = heard;
            },
          }));
        }),
      );
      return {
        ask: () => Promise.reject(new Error('judges are asked one by one')),
        async askOne(index, request, heard = () => {}) {
          asked.push(index);
          tasks[index]!.listen(heard);
          const answer = await tasks[index]!.task(structuredClone(request));
          if (index === slow) await new Promise((resolve) => setTimeout(resolve, 30));
          return structuredClone(answer);
        },
        release: async () => {
          released++;
        },
      };
    },
  };
  return { engine: { ...nodeEngine(), shards: host } satisfies Engine, asked, released: () => released };
}

const sines = timeganSines(160, 8, 2);
const [real, generated] = [part(sines, 0, 80), part(sines, 80, 160)];

async function judged(options: EvaluateOptions) {
  const shares: number[] = [];
  for await (const event of evaluate(real, generated, options)) {
    if (event.type === 'progress') shares.push(event.share);
    if (event.type === 'done') return { json: resultJson(event.result), shares };
  }
  throw new Error('no result');
}

describe('judges side by side', () => {
  it('give the bytes of one after another, floors and ceilings too, whoever ends first', async () => {
    const options: EvaluateOptions = { metrics: ['random-convolutions', 'ks'], controlRepetitions: 2 };
    const alone = await judged({ ...options, engine: nodeEngine() });
    const { engine, asked, released } = inOneThread();
    const shared = await judged({ ...options, engine, workers: 3 });
    expect(shared.json).toBe(alone.json);
    expect(asked).toHaveLength(5 + 6 * 2);
    expect(new Set(asked)).toEqual(new Set([0, 1, 2]));
    expect(released()).toBe(1);
    expect(shared.shares).toEqual(shared.shares.toSorted((a, b) => a - b));
    expect(shared.shares.at(-1)!).toBeLessThanOrEqual(1);
  });

  it('train the networks of one after another', async () => {
    const options: EvaluateOptions = { metrics: ['discriminative'], repetitions: 2, controls: false };
    const { engine } = inOneThread();
    expect((await judged({ ...options, engine, workers: 2 })).json).toBe(
      (await judged({ ...options, engine: nodeEngine() })).json,
    );
  });

  it('train what the real set alone teaches once for the tasks that follow each other, though messages copy', async () => {
    let told = 0;
    const place = { index: 0, of: 1, slots: [], meet: async () => {}, tell: () => told++ };
    const task = await shard(undefined, { engine: nodeEngine(), ...place });
    const [small, fresh] = [part(sines, 0, 24), part(sines, 24, 48)];
    const { engine: _, progress, memo, ...context } = contextOf({ real: small, generated: fresh, runs: [0] });
    const newsOf = async (realId: number) => {
      told = 0;
      await task(structuredClone({ metric: 'context-fid', context, realId } satisfies JudgingTask));
      return told;
    };
    const first = await newsOf(1);
    expect(first).toBeGreaterThan(1);
    expect(await newsOf(1)).toBe(1);
    expect(await newsOf(2)).toBe(first);
  });

  it('start no worker for metrics that train nothing', async () => {
    const { engine, asked, released } = inOneThread();
    await judged({ metrics: ['ks', 'mmd'], engine, workers: 2 });
    expect([asked.length, released()]).toEqual([0, 0]);
  });

  it('are given up at once when the evaluation is interrupted', async () => {
    const { engine, released } = inOneThread();
    const controller = new AbortController();
    const metrics = ['random-convolutions'];
    const work = (async () => {
      for await (const event of evaluate(real, generated, {
        metrics,
        engine,
        workers: 2,
        signal: controller.signal,
      }))
        if (event.type === 'progress' && event.share > 0) controller.abort(new Error('enough'));
    })();
    await expect(work).rejects.toThrow('enough');
    expect(released()).toBe(1);
  });
});

describe('the shares of parts', () => {
  it('add up to one by their weights and never go back', () => {
    const shares = partShares([6, 2]);
    shares.reach(0, 0.5);
    expect(shares.total()).toBeCloseTo(3 / 8);
    shares.reach(0, 0.2);
    shares.reach(1, 1);
    expect(shares.total()).toBeCloseTo(5 / 8);
    shares.reach(0, 7);
    expect(shares.total()).toBe(1);
  });
});
