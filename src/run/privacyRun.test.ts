import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { nodeEngine } from '../runtime/node.ts';
import { readTable } from '../sequence/timeseries/index.ts';
import { resolveSettings } from './configuration.ts';
import type { Host } from './host.ts';
import { memoryHost } from './hostMemory.ts';
import { inspectModel } from './inspectModel.ts';
import { readJournal } from './journal.ts';
import { privacyStatement, shownEpsilon } from './privacyStatement.ts';
import { requirePrivacyUnit } from './privacyUnit.ts';
import type { GivenSettings } from './settings.ts';
import { type RunEvent, resumeRun, trainRun } from './trainRun.ts';

const naming = (name: string) => `--${name}`;
const plenty = { count: 10_000, length: 24, features: 3 };
const resolved = (given: GivenSettings, data = plenty) => resolveSettings(given, data, naming);

function problemsOf(given: GivenSettings, data = plenty) {
  try {
    resolved(given, data);
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  return [];
}

describe('a budget of privacy', () => {
  it('decides noise, delta and all that would touch real sequences, and spends nearly all of itself', () => {
    const settings = resolved({ privacyEpsilon: 3 });
    expect(settings).toMatchObject({ privacyDelta: 1e-5, privacyClip: 1, loss: 'standard' });
    const { epsilon, affordableSteps } = privacyStatement(settings, plenty.count, settings.steps)!;
    expect(epsilon).toBeLessThanOrEqual(3);
    expect(epsilon).toBeGreaterThan(2.99);
    expect(affordableSteps).toBeGreaterThanOrEqual(settings.steps);
    expect(resolved({ privacyEpsilon: 1 }).privacyNoise).toBeGreaterThan(settings.privacyNoise);
  });

  it('leaves everything as it was where there is none', () => {
    const none = { privacyEpsilon: 0, privacyDelta: 0, privacyClip: 1, privacyNoise: 0 };
    expect(resolved({})).toMatchObject({ ...none, loss: 'relativistic' });
    expect(resolved({ privacyEpsilon: 0 })).toEqual(resolved({}));
  });

  it('with noise that was said plans as many steps as it allows', () => {
    const settings = resolved({ privacyEpsilon: 1, privacyNoise: 1.5 });
    expect(settings.steps).toBeGreaterThan(10);
    expect(settings.steps).toBeLessThan(500);
    expect(privacyStatement(settings, plenty.count, settings.steps)!.epsilon).toBeLessThanOrEqual(1);
    expect(privacyStatement(settings, plenty.count, settings.steps + 1)!.epsilon).toBeGreaterThan(1);
  });

  it('asks for a delta that means something: a tenth of 1 / sequences at the most', () => {
    expect(resolved({ privacyEpsilon: 3 }, { ...plenty, count: 200 }).privacyDelta).toBe(1e-5);
    expect(resolved({ privacyEpsilon: 3 }, { ...plenty, count: 1_000_000 }).privacyDelta).toBeCloseTo(
      1e-7,
      8,
    );
  });

  const refused: readonly (readonly [GivenSettings, string, RegExp])[] = [
    [{ privacyEpsilon: 3, privacyDelta: 0.01 }, '--privacyDelta', /no guarantee for 9744 sequences/],
    [{ privacyClip: 2 }, '--privacyClip', /means nothing without a budget/],
    [{ privacyEpsilon: 1e-6, steps: 1_000_000 }, '--privacyEpsilon', /cannot be kept over 1000000 steps/],
    [
      { privacyEpsilon: 1, privacyNoise: 1.5, steps: 100_000 },
      '--steps',
      /spend \d+(\.\d+)? of a budget of 1/,
    ],
    [{ privacyEpsilon: 0.1, privacyNoise: 0.2 }, '--steps', /of a budget of 0.1/],
    [{ privacyNoise: 1 }, '--privacyNoise', /means nothing without a budget/],
    [{ privacyEpsilon: 3, loss: 'relativistic' }, '--loss', /shows real sequences to the generator/],
    [{ privacyEpsilon: 3, packing: 2 }, '--packing', /depend on others/],
    [{ privacyEpsilon: 3, momentMatching: 1 }, '--momentMatching', /past the noise/],
    [{ privacyEpsilon: 3, autoRemedy: true }, '--autoRemedy', /past the noise/],
    [{ privacyEpsilon: 3, workers: 2 }, '--workers', /another number of sequences/],
  ];
  it.each(refused)('refuses %j, with the remedy', (given, where, what) => {
    const problems = problemsOf(given);
    expect(problems.map((problem) => problem.where)).toContain(where);
    const found = problems.find((problem) => problem.where === where)!;
    expect(found.what).toMatch(what);
    expect(found.remedy.length).toBeGreaterThan(5);
  });

  it('is shown rounded up', () => {
    expect([0, 0.99999, 1.2341, 12.341, 0.0012341, 3].map(shownEpsilon)).toEqual([
      ...['0', '1', '1.24', '12.4', '0.00124', '3'],
    ]);
  });
});

describe('whom a guarantee speaks of', () => {
  const settings = resolved({ privacyEpsilon: 3 });
  const described = (
    layout: 'one series' | 'one series per key',
    [count, longest]: readonly [number, number],
    [length, stride, isRagged = false]: readonly [number, number, boolean?],
  ) => ({
    layout,
    series: { count, shortest: longest, longest },
    sequences: { count: 1, length, stride, isRagged, why: '' },
  });
  const saidOf = (description: ReturnType<typeof described>) =>
    requirePrivacyUnit(settings, description, naming).map(({ what }) => what);

  it('is a whole series where each is one sequence: then only what is never covered is said', () => {
    expect(saidOf(described('one series per key', [500, 24], [24, 1]))).toHaveLength(1);
    expect(saidOf(described('one series per key', [500, 26], [26, 26, true]))).toHaveLength(1);
    expect(saidOf(described('one series per key', [500, 24], [24, 1]))[0]).toMatch(/report\.html/);
  });

  it('is a window where series are cut, and that is said', () => {
    expect(saidOf(described('one series', [1, 2400], [24, 24]))[0]).toMatch(/not for the series/);
    const [first] = saidOf(described('one series per key', [50, 240], [24, 24]));
    expect(first).toMatch(/up to 10 windows.*about 10 times weaker/);
    expect(saidOf(described('one series per key', [50, 240], [128, 128, true]))[0]).toMatch(
      /up to 2 windows/,
    );
  });

  it('is nobody where windows overlap, so that is refused', () => {
    for (const layout of ['one series', 'one series per key'] as const) {
      const overlapping = described(layout, [1, 2400], [24, 5]);
      expect(() => requirePrivacyUnit(settings, overlapping, naming)).toThrow(
        /up to 5 of them.*give --stride 24 or more/,
      );
      expect(requirePrivacyUnit(resolved({}), overlapping, naming)).toEqual([]);
    }
  });
});

describe('a private run', () => {
  const engine = nodeEngine();
  const given: GivenSettings = {
    privacyEpsilon: 5,
    steps: 6,
    checkpointEvery: 3,
    batch: 10,
    criticSteps: 2,
    generatorHidden: 4,
    criticHidden: 4,
    criticLayers: 1,
  };
  /** Eighty people with a level, a group, and six steps each. */
  const csv = [
    'person,group,level',
    ...Array.from({ length: 480 }, (_, i) => {
      const person = Math.floor(i / 6);
      return `p${person},${['north', 'south'][person % 2]},${(3 + Math.sin(person) + 0.1 * (i % 6)).toFixed(3)}`;
    }),
  ].join('\n');
  const table = () => readTable(new TextEncoder().encode(csv), 'people.csv');
  const secret = (bytes: number) => new Uint8Array(bytes).fill(9);

  async function trained(host: Host, more: GivenSettings = {}, stopAt?: number) {
    const controller = new AbortController();
    const options = { host, engine, folder: 'model', table: await table(), data: 'people.csv', naming };
    const events: RunEvent[] = [];
    for await (const event of trainRun({
      ...options,
      given: { ...given, ...more },
      signal: controller.signal,
    })) {
      events.push(event);
      if (event.type === 'step' && event.step === stopAt) controller.abort();
    }
    return events;
  }
  const read = async (host: Host, name: string) =>
    new TextDecoder().decode(await host.readFile(`model/${name}`));

  it('tells what is spent in every step, in the journal, on the card, in the report and to whoever inspects', async () => {
    const host = memoryHost({ secret });
    const events = await trained(host);
    const spent = events.flatMap((event) => (event.type === 'step' ? [event.epsilon!] : []));
    expect(spent).toHaveLength(6);
    expect(spent.every((epsilon, i) => epsilon > (spent[i - 1] ?? 0))).toBe(true);
    expect(spent.at(-1)).toBeLessThanOrEqual(5);
    const { events: journalled } = await readJournal(host, 'model');
    expect(journalled.flatMap(({ type, epsilon }) => (type === 'step' ? [epsilon] : []))).toEqual(spent);
    const { privacy } = await inspectModel(host, 'model');
    expect(privacy).toMatchObject({ epsilon: spent.at(-1), budget: 5, updates: 12 });
    const shown = shownEpsilon(spent.at(-1)!);
    const line = `epsilon ${shown} of 5, delta 0.00001, for one sequence, which is one whole series`;
    expect(await read(host, 'README.md')).toContain(line);
    expect(await read(host, 'report.html')).toContain(line);
  });

  it('has a card without a figure that was made of the data, and says what is not covered', async () => {
    const [open, closed] = [memoryHost(), memoryHost({ secret })];
    await trained(open, { privacyEpsilon: 0 });
    await trained(closed);
    const [free, card] = [await read(open, 'README.md'), await read(closed, 'README.md')];
    expect(free).toMatch(/mean, real/);
    expect(free).toMatch(/No formal privacy guarantee/);
    expect(card).not.toMatch(/mean, real|range, real|floor|No formal privacy guarantee/);
    expect(card).toMatch(/Not covered:[\s\S]*what holds in every row/);
    expect(card).toMatch(/\*\*epsilon [\d.]+\*\* and \*\*delta 0\.00001\*\*/);
    expect(card).toMatch(
      /Not covered:[\s\S]*least and greatest values[\s\S]*report\.html[\s\S]*epsilons add up/,
    );
  });

  it('keeps nothing that was measured on the data in its shapes, nor the key anywhere', async () => {
    const host = memoryHost({ secret });
    await trained(host);
    const { shapes } = JSON.parse(await read(host, 'config.json'));
    expect(new Set(shapes.changes)).toEqual(new Set([0.1]));
    expect(shapes.memory).toBeUndefined();
    const key = Buffer.from(secret(32));
    for (const name of await host.list('model')) {
      if (name === 'checkpoints') continue;
      expect(Buffer.from(await host.readFile(`model/${name}`)).includes(key), name).toBe(false);
    }
    for (const name of await host.list('model/checkpoints')) {
      expect(Buffer.from(await host.readFile(`model/checkpoints/${name}`)).includes(key), name).toBe(false);
    }
  });

  it('goes on where it stopped with what it had spent, and not beyond its budget', async () => {
    const host = memoryHost({ secret });
    const whole = await trained(memoryHost({ secret }));
    await trained(host, {}, 4);
    expect((await inspectModel(host, 'model')).privacy!.updates).toBe(8);
    const place = { host, engine, folder: 'model' };
    const goOn = async (steps?: number) => {
      const events: RunEvent[] = [];
      for await (const event of resumeRun({ ...place, table: await table(), steps })) events.push(event);
      return events;
    };
    await expect(goOn(50)).rejects.toThrow(/50 steps would spend epsilon .* of the budget of 5/);
    const spent = (events: readonly RunEvent[]) =>
      events.flatMap((event) => (event.type === 'step' ? [event.epsilon] : []));
    expect(spent(await goOn())).toEqual(spent(whole).slice(4));
  });
});
