import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { randomStream } from '../random/stream.ts';
import { value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import { parseCsv, readTable } from '../sequence/timeseries/index.ts';
import { readGenerator } from './checkpoint.ts';
import type { Asked } from './conditions.ts';
import { generatorProgram } from './generatorModel.ts';
import { memoryHost } from './hostMemory.ts';
import { openModel } from './modelFolder.ts';
import { sampleRun } from './sampleRun.ts';
import { trainRun } from './trainRun.ts';

const engine = nodeEngine();
const host = memoryHost();

const LEVEL = { low: -3, middle: 0, high: 3 } as const;
type Kind = keyof typeof LEVEL;

/** The level of a sequence is that of its kind; its slope is its attribute `tilt`; the zone goes with the kind. */
function csv(): string {
  const rows = ['id,x,kind,tilt,zone,grade'];
  for (let id = 0; id < 240; id++) {
    const kind = (Object.keys(LEVEL) as Kind[])[(id * 7) % 3]!;
    const tilt = ((id * 37) % 100) / 100;
    const zone = id % 10 === 3 ? 'C' : kind === 'low' ? 'A' : 'B';
    for (let t = 0; t < 8; t++) {
      const noise = 0.3 * Math.sin(id * 12.9 + t * 78.2);
      rows.push(
        `s${id},${(LEVEL[kind] + tilt * (t - 3.5) + noise).toFixed(2)},${kind},${tilt},${zone},${kind === 'low' ? 1 : 5}`,
      );
    }
  }
  return rows.join('\n');
}

beforeAll(async () => {
  const table = await readTable(new TextEncoder().encode(csv()), 'data.csv');
  const given = {
    steps: 500,
    batch: 48,
    generatorHidden: 24,
    criticHidden: 24,
    generatorRate: 4e-3,
    diagnoseEvery: 0,
    key: 'id',
  };
  const naming = (name: string) => name;
  for await (const _ of trainRun({ host, engine, folder: 'model', table, data: 'data.csv', naming, given }));
}, 60_000);

async function sample(asked: Asked, count = 300) {
  const options = { host, engine, folder: 'model', format: 'csv' as const, count, seed: 5, ...asked };
  const { bytes, warnings } = await sampleRun({ ...options, naming: (name) => `--${name}` });
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  const table = parseCsv(Buffer.concat(chunks).toString(), 'new.csv');
  const cells = (name: string) => table.columns[table.names.indexOf(name)]!;
  const x = cells('x').map(Number);
  const sequences = Array.from({ length: count }, (_, n) => x.slice(8 * n, 8 * n + 8));
  const firsts = (name: string) => cells(name).filter((_, row) => row % 8 === 0);
  return { sequences, cells, firsts, warnings };
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const slopeOf = (sequence: readonly number[]) => sequence.reduce((sum, x, t) => sum + x * (t - 3.5), 0) / 42;
const where = (...conditions: string[]) => ({
  where: conditions.map((text) => {
    const [column = '', value = ''] = text.split('=');
    return { column, value };
  }),
});

/** The problems of a run that is refused. */
async function refusal(asked: Asked): Promise<string> {
  const error = await sample(asked, 1).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe('sequences for a given attribute', () => {
  it.each(['low', 'middle', 'high'] as const)(
    'have the level of the kind %s, and its zones',
    async (kind) => {
      const { sequences, cells, firsts } = await sample(where(`kind=${kind}`));
      expect(new Set(cells('kind'))).toEqual(new Set([kind]));
      expect(Math.abs(average(sequences.flat()) - LEVEL[kind])).toBeLessThan(0.5);
      const share = firsts('zone').filter((zone) => zone === 'A').length / 300;
      expect(Math.abs(share - (kind === 'low' ? 0.9 : 0))).toBeLessThan(0.2);
    },
  );

  it('have the slope that goes with a number', async () => {
    const slopes = await Promise.all(
      ['0.1', '0.9'].map(async (tilt) => {
        const { sequences, cells } = await sample(where(`tilt=${tilt}`, 'kind=middle'));
        expect(new Set(cells('tilt'))).toEqual(new Set([tilt]));
        return average(sequences.map(slopeOf));
      }),
    );
    expect(Math.abs(slopes[0]! - 0.1)).toBeLessThan(0.2);
    expect(Math.abs(slopes[1]! - 0.9)).toBeLessThan(0.2);
  });

  it('are as without, where nothing is asked: every kind as often as in the data', async () => {
    const { firsts, warnings } = await sample({});
    for (const kind of Object.keys(LEVEL))
      expect(Math.abs(firsts('kind').filter((cell) => cell === kind).length / 300 - 1 / 3)).toBeLessThan(
        0.15,
      );
    expect(warnings).toEqual([]);
  });

  it('are balanced by label, texts and whole numbers alike', async () => {
    const { firsts } = await sample({ balance: 'zone' }, 30);
    expect(['A', 'B', 'C'].map((zone) => firsts('zone').filter((cell) => cell === zone).length)).toEqual([
      10, 10, 10,
    ]);
    const { firsts: graded } = await sample({ balance: 'grade' }, 10);
    expect(graded('grade')).toEqual(['1', '5', '1', '5', '1', '5', '1', '5', '1', '5']);
  });
});

it('the exported file takes the same conditions as inputs in the units of the data, and the card tells them', async () => {
  const { codec, gan } = await openModel(host, 'model');
  const { weights } = await readGenerator(host, 'model');
  const size = 64;
  const { inputs, outputs } = generatorProgram(gan, weights, codec.learned, size);
  const executable = await engine.load(await host.readFile('model/generator.onnx'), { inputs, outputs });
  const [x, kind, tilt] = ['x', 'kind', 'tilt'].map((name) =>
    codec.learned.findIndex((column) => column.name === name),
  ) as [number, number, number];
  const levels = codec.attributes.find(({ column }) => column.name === 'kind')!.texts!;
  const asked: Record<string, number> = { 'given.kind': levels.indexOf('high'), 'given.tilt': 0.25 };
  const fed = Object.entries(inputs).map(([name, { shape }]) => {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    if (name.startsWith('noise.')) randomStream(9, name).normal(0, data);
    else data.fill(asked[name] ?? Number.NaN);
    return [name, value(data, shape)] as const;
  });
  const { sequences } = await executable.run(Object.fromEntries(fed));
  await executable.release();
  const cells = (c: number) => [...sequences!.data].filter((_, i) => i % codec.learned.length === c);
  expect(new Set(cells(kind))).toEqual(new Set([levels.indexOf('high')]));
  for (const cell of cells(tilt)) expect(cell).toBeCloseTo(0.25, 5);
  expect(Math.abs(average(cells(x)) - LEVEL.high)).toBeLessThan(0.6);
  const card = Buffer.from(await host.readFile('model/README.md')).toString();
  expect(card).toContain('| given.kind | batch x 1 |');
  expect(card).toContain('--where "kind=');
});

describe('a condition', () => {
  it('that occurred never is made and said to be so, with what did occur', async () => {
    const { warnings, cells } = await sample(where('kind=low', 'zone=B'), 3);
    expect(new Set(cells('zone'))).toEqual(new Set(['B']));
    expect(warnings).toEqual([
      {
        where: '--where',
        what: 'no sequence of the data had kind=low and zone=B together (kind=low had 80, zone=B had 144); it is made from what was learned of others',
        remedy: 'do not take it for something that was seen; zone that occurred with the rest: A (72), C (8)',
      },
    ]);
    expect((await sample(where('grade=3'), 1)).warnings[0]!.what).toMatch(
      /^no sequence of the data had grade=3;/,
    );
  });

  it('on a value or column that was not learned is refused with what would do', async () => {
    expect(await refusal(where('kind=hihg'))).toContain(
      '"hihg" is none of the 3 texts that the model learned; did you mean "high"? It may be one of "low", "middle", "high"',
    );
    expect(await refusal(where('knd=low'))).toContain('did you mean "kind"?');
    expect(await refusal(where('x=1'))).toContain('"x" changes within a sequence');
    expect(await refusal(where('tilt=1.5'))).toContain('give a number from 0 to 0.99');
    expect(await refusal(where('grade=1.5'))).toContain('give a whole number from 1 to 5');
    expect(await refusal(where('kind=low', 'kind=high'))).toContain('gives "kind" a second value');
    expect(await refusal({ ...where('kind=low'), balance: 'kind' })).toContain('whose value is fixed');
    expect(await refusal({ balance: 'tilt' })).toContain('balance by a column of texts');
  });

  it('mistakes are told all at once', async () => {
    const text = await refusal({ ...where('kind=no', 'grade=9'), balance: 'x' });
    expect(text.match(/--(where|balance) /g)).toHaveLength(3);
  });
});
