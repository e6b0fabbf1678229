import { describe, expect, it } from 'vitest';
import { nodeEngine } from '../../runtime/node.ts';
import { readTable } from '../../sequence/timeseries/index.ts';
import { recipes } from '../../zoo/index.ts';
import { memoryHost } from '../hostMemory.ts';
import { recipeSettings } from './fitRecipe.ts';
import { npyBytes, parseNpyValues } from './npyValues.ts';
import { madeSines, tableWindows } from './zooData.ts';
import { RECORDS_FILE, readRecords, type ZooRecord } from './zooRecord.ts';
import { type ZooEvent, type ZooRunOptions, zooRun } from './zooRun.ts';
import { zooMarkdown, zooTable } from './zooTable.ts';

const engine = nodeEngine();
const named = (...names: string[]) => recipes.filter(({ name }) => names.includes(name));
let tick = 0;
const host = memoryHost({ clock: () => 1000 * tick++ });

async function runOf(given: Partial<ZooRunOptions>): Promise<readonly ZooEvent[]> {
  const events: ZooEvent[] = [];
  const usual = {
    host,
    engine,
    folder: 'zoo',
    recipes: named('article-cnn', 'block-bootstrap'),
    datasets: [await madeSines(8, 60)],
    seeds: 1,
    steps: 2,
    count: 40,
    metrics: ['discriminative'] as const,
    repetitions: 1,
    jobs: 1,
  };
  for await (const event of zooRun({ ...usual, ...given })) events.push(event);
  return events;
}
const recordsIn = (events: readonly ZooEvent[]): readonly ZooRecord[] =>
  events.flatMap((event) => (event.type === 'record' ? [event.record] : []));
const told = (events: readonly ZooEvent[]) =>
  recordsIn(events).map(({ type, recipe, seed }) => `${type} ${recipe} ${seed}`);

describe('a run of the zoo', () => {
  const first = runOf({});

  it('measures floor and ceiling, trains every recipe, and judges what it makes', async () => {
    const events = await first;
    expect(events[0]).toEqual({ type: 'plan', total: 4, open: 4 });
    expect(told(events)).toEqual([
      'judged floor 1',
      'judged ceiling 1',
      'trained article-cnn 1',
      'judged article-cnn 1',
      'trained block-bootstrap 1',
      'judged block-bootstrap 1',
    ]);
    expect(events.at(-1)).toEqual({ type: 'done', isWhole: true });
    const { records } = await readRecords(host, 'zoo');
    expect(records).toEqual(recordsIn(events));
    const judged = records.filter((record) => record.type === 'judged');
    for (const { scores } of judged) expect(Object.keys(scores)).toEqual(['discriminative']);
    const score = (name: string) =>
      judged.find(({ recipe }) => recipe === name)!.scores.discriminative!.value;
    expect(score('floor')).toBeLessThan(score('ceiling'));
    expect(records.find((r) => r.type === 'trained' && r.recipe === 'article-cnn')).toMatchObject({
      steps: 2,
      count: 40,
    });
  });

  it('keeps what was generated as NPY, from which another judgement is made without training', async () => {
    await first;
    const again = await runOf({ recipes: named('article-cnn'), repetitions: 2 });
    expect(told(again)).toEqual(['judged floor 1', 'judged ceiling 1', 'judged article-cnn 1']);
    const values = parseNpyValues(
      await host.readFile(
        `zoo/sines/${(await host.list('zoo/sines')).find((name) => name.startsWith('article-cnn-1-'))}`,
      ),
      'file',
    );
    expect(values.length).toBe(40 * 8 * 5);
    expect(values.every((x) => x >= 0 && x <= 1)).toBe(true);
  });

  it('does nothing twice, and goes on after a torn line', async () => {
    await first;
    expect(told(await runOf({}))).toEqual([]);
    await host.append(`zoo/${RECORDS_FILE}`, '{"type":"judg');
    const more = await runOf({ seeds: 2, recipes: named('block-bootstrap') });
    expect(more[0]).toMatchObject({ type: 'warning' });
    expect(told(more)).toEqual([
      'judged floor 2',
      'judged ceiling 2',
      'trained block-bootstrap 2',
      'judged block-bootstrap 2',
    ]);
    expect(told(await runOf({ seeds: 2, recipes: named('block-bootstrap') }))).toEqual([]);
  });

  it('measures what else is asked of the same windows, and the table has both', async () => {
    await first;
    const more = await runOf({ recipes: [], metrics: ['discriminative', 'context-fid'] });
    expect(recordsIn(more).map((record) => record.type === 'judged' && Object.keys(record.scores))).toEqual([
      ['context-fid'],
      ['context-fid'],
    ]);
    const { floor } = zooTable((await readRecords(host, 'zoo')).records).sections[0]!.controls;
    expect(Object.keys(floor)).toEqual(['discriminative', 'context-fid']);
  });

  it('another number of steps is another run', async () => {
    await first;
    expect(told(await runOf({ recipes: named('article-cnn'), steps: 3 }))).toEqual([
      'trained article-cnn 1',
      'judged article-cnn 1',
    ]);
  });

  it('a training that fails is recorded, and the others go on', async () => {
    const datasets = [await madeSines(8, 60)];
    datasets[0]!.windows.values.fill(Number.NaN, 0, 500);
    const events = await runOf({
      recipes: named('rcgan', 'block-bootstrap'),
      datasets,
      folder: 'broken',
    });
    const records = recordsIn(events);
    expect(records.map(({ type }) => type)).toContain('failed');
    expect(records.find((r) => r.type === 'failed' && r.recipe === 'rcgan')).toMatchObject({
      message: expect.stringMatching(/critic: the loss 'critic' became NaN/),
    });
    expect(records.some((r) => r.type === 'trained' && r.recipe === 'block-bootstrap')).toBe(true);
  });

  it('stops between two pieces of work when it is asked to', async () => {
    const events = await runOf({ folder: 'stopped', signal: AbortSignal.abort() });
    expect(told(events)).toEqual([]);
    expect(events.at(-1)).toEqual({ type: 'done', isWhole: false });
  });
});

describe('the table', () => {
  const key = { dataset: 'stocks', steps: 10, count: 100, data: 'x', settings: '' };
  let moment = 0;
  const score = (value: number) => ({ discriminative: { value, runs: [value] } });
  const judged = (recipe: string, seed: number, value: number, steps = 10): ZooRecord => ({
    ...key,
    steps,
    type: 'judged',
    recipe,
    seed,
    repetitions: 1,
    metrics: ['discriminative'],
    scores: score(value),
    seconds: 1,
    time: ++moment,
  });
  const records: readonly ZooRecord[] = [
    judged('rcgan', 2, 0.3),
    judged('rcgan', 1, 0.9),
    judged('rcgan', 1, 0.1), // judged again: the last one counts
    { ...judged('default', 1, 0.4, 20), settings: 'old' },
    judged('default', 1, 0.05, 20),
    judged('floor', 1, 0.01, 0),
    judged('ceiling', 1, 0.5, 0),
    {
      ...key,
      type: 'trained',
      recipe: 'rcgan',
      seed: 1,
      seconds: 30,
      engine: 'e',
      jobs: 1,
      file: 'f',
      losses: [],
      time: 0,
    },
    { ...key, type: 'failed', recipe: 'rcgan', seed: 3, message: 'broken', time: 0 },
  ];
  const [section] = zooTable(records).sections;

  it('has mean and deviation over seeds, by hand, beside what was published, in the order of the zoo', () => {
    expect(section!.rows.map(({ recipe }) => recipe)).toEqual(['default', 'rcgan']);
    const rcgan = section!.rows[1]!;
    expect(rcgan.seeds).toEqual([1, 2]);
    expect(rcgan.scores.discriminative!.values).toEqual([0.1, 0.3]);
    expect(rcgan.scores.discriminative!.mean).toBeCloseTo(0.2, 12);
    expect(rcgan.scores.discriminative!.deviation).toBeCloseTo(Math.SQRT2 / 10, 12);
    expect(rcgan.published.discriminative).toMatchObject({ value: 0.196, spread: 0.027 });
    expect(rcgan.seconds).toMatchObject({ mean: 30, deviation: null });
    expect(rcgan.failures).toEqual({ 3: 'broken' });
    expect(section!.rows[0]!.scores.discriminative!.values).toEqual([0.05]); // not what older settings gave
    expect(section!.controls.ceiling.discriminative!.mean).toBe(0.5);
  });

  it('is told in Markdown, with what failed', () => {
    const markdown = zooMarkdown(zooTable(records));
    expect(markdown).toContain('| rcgan | 10 | 2, 1 failed | 0.196 ± 0.027 | 0.200 ± 0.141 |');
    expect(markdown).toContain('| Diffusion-TS (not ours) |');
    expect(markdown).toContain('| *floor: real against real* |  |  |  | 0.010 |');
    expect(markdown).toContain('100 windows of 24 steps generated');
  });

  it('sets nothing published beside windows of another length', () => {
    const table = zooTable(records.map((record) => ({ ...record, length: 64 })));
    expect(table.sections[0]!.rows[1]!.published).toEqual({});
    expect(zooMarkdown(table)).not.toContain('not ours');
  });
});

it.each(
  recipes.filter(({ procedure }) => procedure.kind === 'settings').map((one) => [one.name, one] as const),
)('the settings of %s are settings of a run', (_, recipe) => {
  const settings = recipeSettings(recipe, { count: 1000, length: 24, features: 5 });
  if (recipe.procedure.kind === 'settings') expect(settings).toMatchObject(recipe.procedure.settings);
  expect(settings.heldOut).toBe(0);
});

it('windows of a table are all there are, each column between 0 and 1', async () => {
  const lines = Array.from({ length: 30 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)}`);
  const table = await readTable(new TextEncoder().encode(`a,b\n${lines.join('\n')}`), 'table');
  const { windows, featureNames } = await tableWindows('table', table, 5);
  expect([windows.count, windows.length, windows.features]).toEqual([26, 5, 2]);
  expect(featureNames).toEqual(['a', 'b']);
  expect(Math.min(...windows.values)).toBe(0);
  expect(Math.max(...windows.values)).toBeCloseTo(1, 6);
});

it('NPY comes back, and another file is refused', () => {
  const windows = { count: 2, length: 1, features: 2, values: Float32Array.of(1, -2.5, 0.1, 4) };
  expect(parseNpyValues(npyBytes(windows), 'x')).toEqual(windows.values);
  expect(() => parseNpyValues(new Uint8Array(20), 'x.npy')).toThrow(/x\.npy: is not what the zoo wrote/);
});
