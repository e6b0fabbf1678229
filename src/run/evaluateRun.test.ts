import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { randomStream } from '../random/stream.ts';
import { nodeEngine } from '../runtime/node.ts';
import { parseCsv, readTable, type Table } from '../sequence/timeseries/index.ts';
import { type EvaluateRunEvent, type EvaluateRunOptions, evaluateRun } from './evaluateRun.ts';
import type { Host } from './host.ts';
import { memoryHost } from './hostMemory.ts';
import { trainRun } from './trainRun.ts';

const engine = nodeEngine();

/** Independent sequences of a noisy wave of random phase, and a column that follows it. */
function sequences(count: number, name: string, source: string, length = 12): Table {
  const draws = new Float32Array(count * (length + 1));
  randomStream(3, name).normal(0, draws);
  const rows = Array.from({ length: count * length }, (_, row) => {
    const [n, t] = [Math.floor(row / length), row % length];
    const value = Math.sin(t / 2 + draws[n * (length + 1)]!) + 0.1 * draws[n * (length + 1) + t + 1]!;
    return `s${n},${value.toFixed(3)},${(2 - value).toFixed(3)}`;
  });
  return parseCsv(`id,wave,mirror\n${rows.join('\n')}`, source);
}
const real = sequences(120, 'real', 'real.csv');
const fresh = sequences(120, 'fresh', 'fresh.csv');

async function run(options: Partial<EvaluateRunOptions> = {}) {
  const host = options.host ?? memoryHost();
  const metrics = ['wasserstein', 'acd', 'correlational', 'coverage', 'copies-exact', 'copies-near'];
  const events: EvaluateRunEvent[] = [];
  for await (const event of evaluateRun({ host, engine, real, generated: fresh, metrics, ...options })) {
    events.push(event);
  }
  const last = events.at(-1)!;
  if (last.type !== 'done') throw new Error(`the last event is ${last.type}`);
  return { ...last, events };
}

async function modelIn(host: Host, table = real): Promise<void> {
  const events = trainRun({
    host,
    engine,
    folder: 'model',
    table,
    data: 'real.csv',
    given: { steps: 4, batch: 8, generatorHidden: 4, criticHidden: 4, criticLayers: 1 },
    naming: (name) => name,
  });
  for await (const _ of events);
}

describe('evaluateRun', () => {
  it('tells the sets, then progress that never falls, each metric once, and ends with page and verdict', async () => {
    const { events, result, page, verdict } = await run();
    expect(events[0]).toMatchObject({ type: 'sets', featureNames: ['wave', 'mirror'] });
    const shares = events.flatMap((event) => (event.type === 'progress' ? [event.share] : []));
    expect(shares).toEqual(shares.slice().sort((a, b) => a - b));
    expect(shares.at(-1)!).toBeLessThanOrEqual(1);
    expect(events.filter(({ type }) => type === 'metric')).toHaveLength(6);
    expect(result.sets).toMatchObject({ real: { count: 120, length: 12 }, generated: { count: 120 } });
    expect(page).toContain('fresh.csv against real.csv');
    expect(page).toContain(verdict.sentences[0]);
  });

  it('calls fresh data of the same source good, and a copy of the training data a copy', async () => {
    expect((await run()).verdict.level).not.toBe('poor');
    const copied = await run({ generated: { ...real, source: 'copy.csv' } });
    expect(copied.verdict.level).toBe('poor');
    expect(copied.verdict.sentences[0]).toContain('repeat the training data (100% of them');
    expect(copied.result.warnings.map(({ what }) => what).join()).toContain(
      '100 % of its sequences are real ones',
    );
  });

  it('lets a model make as many sequences as there are real ones, of the length that it knows', async () => {
    const host = memoryHost();
    await modelIn(host);
    const { result, page } = await run({ host, generated: { folder: 'model' } });
    expect(result.sets.generated).toEqual({ count: 120, length: 12, features: 2 });
    expect(page).toContain('model against real.csv');
  });

  it('refuses data that a model was not made for', async () => {
    const host = memoryHost();
    await modelIn(host);
    const other = parseCsv(
      `wave,other\n${Array.from({ length: 90 }, (_, i) => `${i % 7},${i % 5}`).join('\n')}`,
      'o.csv',
    );
    const refused = async (options: Partial<EvaluateRunOptions>) =>
      run({ host, generated: { folder: 'model' }, ...options }).then(
        () => 'nothing was refused',
        (error: unknown) => (error instanceof UserError ? error.message : String(error)),
      );
    expect(await refused({ real: other })).toContain('o.csv: lacks "mirror", which the model makes');
    expect(await refused({ data: { length: 6 } })).toContain('the model makes sequences of 12 steps');
    expect(await refused({ generatedStride: 3 })).toContain('generated-stride');
  });

  it('takes floors and ceilings from the cache, with the same result, and measures anew what differs', async () => {
    const host = memoryHost();
    const cachedIn = async (options: Partial<EvaluateRunOptions> = {}) => {
      const done = await run({ host, cache: 'cache', ...options });
      return {
        result: done.result,
        cached: done.events.flatMap((event) =>
          event.type === 'metric' && event.isCached ? [event.report.id] : [],
        ),
      };
    };
    const [first, second] = [await cachedIn(), await cachedIn()];
    expect(first.cached).toEqual([]);
    expect(second.cached).toHaveLength(6);
    expect(second.result).toEqual(first.result);
    expect((await cachedIn({ seed: 2 })).cached).toEqual([]);
    expect((await cachedIn({ version: '9.9' })).cached).toEqual([]);
    expect((await cachedIn({ real: fresh, generated: real })).cached).toEqual([]);
    const more = await cachedIn({ metrics: ['unique', 'wasserstein'] });
    expect(more.cached).toEqual(['wasserstein']);
    expect(more.result.metrics.map(({ id }) => id)).toEqual(['wasserstein', 'unique']);
    const [file] = await host.list('cache');
    for (const name of await host.list('cache')) await host.writeFileAtomic(`cache/${name}`, '{"floor":');
    expect(file).toMatch(/^[0-9a-f]{64}\.json$/);
    expect((await cachedIn()).cached).toEqual([]);
  });

  it('uses held-out data for what needs them', async () => {
    const metrics = ['dcr-share'];
    const without = await run({ metrics });
    expect(without.result.metrics[0]!.status).toBe('skipped');
    const heldOut = sequences(120, 'held out', 'rest.csv');
    const { result } = await run({ metrics, heldOut });
    expect(result.metrics[0]!.figure!.value).toBeGreaterThan(0.35);
    expect(result.metrics[0]!.figure!.value).toBeLessThan(0.65);
  });

  it('leaves out what is slow where told, but never what a gate asks for', async () => {
    const ids = async (options: Partial<EvaluateRunOptions>) => {
      const events = evaluateRun({ host: memoryHost(), engine, real, generated: fresh, ...options });
      const seen: string[] = [];
      for await (const event of events) {
        if (event.type === 'metric') seen.push(event.report.id);
        if (seen.length > 0) break; // the first metric of the registry is a judge that is trained
      }
      return seen;
    };
    expect(await ids({ isFast: true })).not.toContain('discriminative');
    const always = await run({ metrics: ['unique'], always: ['ks'] });
    expect(always.result.metrics.map(({ id }) => id)).toEqual(['ks', 'unique']);
  });

  it('refuses a metric that does not exist with the nearest one', async () => {
    await expect(run({ metrics: ['wassersten'] })).rejects.toThrow('did you mean "wasserstein"?');
  });
});

it('reads real numbers as the model that is judged does, where they do not show how they are meant', async () => {
  const tableOf = (x: (row: number) => string) => {
    const rows = Array.from(
      { length: 240 },
      (_, r) => `s${Math.floor(r / 12)};${1 + (r % 9)}.${200 + r};${x(r)}`,
    );
    return readTable(new TextEncoder().encode(`id;n;x\n${rows.join('\n')}`), 'thousands.csv');
  };
  const host = memoryHost();
  await modelIn(host, await tableOf((r) => `${(r * 7) % 30},5`));
  const plain = await tableOf((r) => `${(r * 7) % 30}`);
  expect(plain.form.notations).toBeUndefined();
  const { events } = await run({ host, real: plain, generated: { folder: 'model' } });
  expect(events[0]).toMatchObject({ type: 'sets', featureNames: ['n', 'x'] });
  expect(events[0]!.type === 'sets' && events[0]!.real.values[0]).toBe(1200);
});
