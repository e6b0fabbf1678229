import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ClassFigures } from '../gan/index.ts';
import { nodeEngine } from '../runtime/node.ts';
import { fitTimeSeries, readTable, type Table } from '../sequence/timeseries/index.ts';
import { classColumn } from './classColumn.ts';
import { memoryHost } from './hostMemory.ts';
import { readJournal } from './journal.ts';
import type { GivenSettings } from './settings.ts';
import { resumeRun, trainRun } from './trainRun.ts';

const engine = nodeEngine();
const naming = (name: string) => `--${name}`;
const given: GivenSettings = {
  key: 'who',
  steps: 60,
  batch: 16,
  generatorHidden: 8,
  criticHidden: 8,
  diagnoseEvery: 20,
  checkpointEvery: 20,
  heldOut: 0.25,
  classes: 'course',
};

/** Eighty sequences of six steps that rise or fall; every third has a label, the others a blank. */
const CSV = [
  'who,course,level,sky',
  ...Array.from({ length: 480 }, (_, i) => {
    const [who, t] = [Math.floor(i / 6), i % 6];
    const rises = who % 2 === 0;
    const course = who % 3 === 0 ? (rises ? 'up' : 'down') : '';
    const level = (rises ? t : 5 - t) + 0.5 * Math.sin(who * 7 + t * 3);
    return `${who},${course},${level.toFixed(3)},${(i * i) % 3 ? 'clear' : 'fog'}`;
  }),
].join('\n');
const tableOf = (text: string): Promise<Table> => readTable(new TextEncoder().encode(text), 'data.csv');

async function trained(table: Table, more: GivenSettings = {}, stopAt?: number) {
  const host = memoryHost();
  const controller = new AbortController();
  const options = {
    host,
    engine,
    folder: 'model',
    table,
    data: 'data.csv',
    naming,
    signal: controller.signal,
  };
  for await (const event of trainRun({ ...options, given: { ...given, ...more } })) {
    if (event.type === 'step' && event.step === stopAt) controller.abort();
  }
  const text = async (name: string) => Buffer.from(await host.readFile(`model/${name}`)).toString('latin1');
  const looks = (await readJournal(host, 'model')).events.filter(({ type }) => type === 'diagnosis');
  return { host, text, last: looks.at(-1)!.classes as ClassFigures };
}

describe('a run whose critic tells classes', () => {
  it('learns from blank cells as sequences without a label, and says how well it tells held-out ones', async () => {
    const run = await trained(await tableOf(CSV), { steps: 200, criticHidden: 16 });
    expect(run.last.labelled).toBeGreaterThanOrEqual(4);
    expect(run.last.labelled).toBeLessThan(12);
    expect(run.last.accuracy).toBeGreaterThan(run.last.chance);
    const told = `${Math.round(100 * run.last.accuracy)} % of ${run.last.labelled} held-out sequences`;
    expect(await run.text('report.html')).toContain(told);
  });

  it('resumed in the middle ends with the same weights', async () => {
    const table = await tableOf(CSV);
    const [whole, halved] = [await trained(table), await trained(table, {}, 30)];
    for await (const _ of resumeRun({ host: halved.host, engine, folder: 'model', table }));
    for (const name of ['generator.safetensors', 'critic.safetensors']) {
      expect(await halved.text(name)).toBe(await whole.text(name));
    }
  });
});

const MOTIONS = '../shared/data/ucr/BasicMotions_TRAIN.ts';
it.skipIf(!existsSync(MOTIONS))(`tells the four motions of BasicMotions (where ${MOTIONS} is)`, async () => {
  const table = await readTable(readFileSync(MOTIONS), 'BasicMotions_TRAIN.ts');
  const { key: _, ...rest } = given;
  const host = memoryHost();
  const settings = { ...rest, classes: 'class', steps: 60, criticHidden: 16 };
  const options = { host, engine, folder: 'model', table, data: 'motions', naming, given: settings };
  let last: ClassFigures | undefined;
  for await (const event of trainRun(options)) if (event.type === 'diagnosis') last = event.classes;
  expect(last!.labelled).toBe(10);
  expect(last!.accuracy).toBeGreaterThanOrEqual(0.7); // chance is 0.25 to 0.4
});

describe('a column of classes', () => {
  const refusal = async (name: string, csv = CSV): Promise<string> => {
    const { codec } = fitTimeSeries(await tableOf(csv), { key: 'who' });
    try {
      classColumn(codec, name, naming);
    } catch (error) {
      return (error as Error).message;
    }
    return 'none';
  };

  it('must be one text in each sequence, of two classes or more', async () => {
    expect(await refusal('course')).toBe('none');
    expect(await refusal('')).toBe('none');
    expect(await refusal('cours')).toBe('--classes: "cours" is no learned column; name one of "course"');
    expect(await refusal('sky')).toMatch(
      /^--classes: "sky" is not one text in each sequence; name one of "course"$/,
    );
    expect(await refusal('level')).toMatch(/is not one text in each sequence/);
    expect(await refusal('course', CSV.replaceAll(',down,', ',,'))).toMatch(
      /"course" is no learned column; no column of this data/,
    );
  });

  it('does not go with packs of sequences, nor a weight without it, and is told before anything is written', async () => {
    await expect(trained(await tableOf(CSV), { packing: 2 })).rejects.toThrow(
      /--packing: makes one of several sequences, each of which has a class of its own/,
    );
    await expect(trained(await tableOf(CSV), { classes: '', classWeight: 2 })).rejects.toThrow(
      /--classWeight: weighs classes, but there are none; leave it out, or name a column by --classes/,
    );
    await expect(trained(await tableOf(CSV), { workers: 2 })).rejects.toThrow(
      /cannot share what --classes does/,
    );
  });
});
