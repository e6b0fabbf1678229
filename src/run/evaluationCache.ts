/**
 * Floors and ceilings of a real set that were measured before. They do not depend on GENERATED, take most of the time,
 * and are the same for the same values, seed, protocol, engine and version of the program: each metric's are kept in a
 * file that is named by a hash of all of these.
 */
import * as z from 'zod/mini';
import { type Controls, controlGenerators, type Metric, type SequenceSet } from '../evaluate/index.ts';
import type { Host } from './host.ts';
import { sha256 } from './sha256.ts';

/** Raised when these files are written in another way. */
const FORMAT = 2;

export interface ControlsCache {
  read(metric: Metric): Promise<Controls | undefined>;
  write(metric: Metric, controls: Controls): Promise<void>;
}

export interface ControlsOrigin {
  readonly seed: number;
  /** Generated sequences: a floor's parts hold no more. */
  readonly generated: number;
  readonly repetitions: number;
  readonly engine: string | null;
  readonly preparation: string;
  /** Of the program: another one may measure in another way. */
  readonly version: string;
}

export async function controlsCache(
  host: Host,
  folder: string,
  real: SequenceSet,
  origin: ControlsOrigin,
): Promise<ControlsCache> {
  await host.makeFolder(folder);
  const { values, count, length, features, labels = null } = real;
  const data = await sha256(values);
  const told = await sha256(JSON.stringify(labels && { ...labels, of: [...labels.of] }));
  const generators = controlGenerators.map(({ id }) => id);
  const pathOf = async ({ id, protocol: { hash } }: Metric) => {
    const all = {
      format: FORMAT,
      data,
      labels: told,
      count,
      length,
      features,
      ...origin,
      generators,
      id,
      hash,
    };
    return `${folder}/${await sha256(JSON.stringify(all))}.json`;
  };
  return {
    async read(metric) {
      const path = await pathOf(metric);
      if (!(await host.exists(path))) return undefined;
      return controlsOf(new TextDecoder().decode(await host.readFile(path)), generators);
    },
    async write(metric, controls) {
      await host.writeFileAtomic(await pathOf(metric), `${JSON.stringify(controls, finiteOrName, 1)}\n`);
    },
  };
}

const NAMES = ['NaN', 'Infinity', '-Infinity'];
const finiteOrName = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
const numberOfName = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && NAMES.includes(value) ? Number(value) : value;

/** zod's own number refuses what is not finite. */
const number = () => z.custom<number>((value) => typeof value === 'number');
const figure = () =>
  z.object({
    value: number(),
    runs: z.array(number()),
    spread: number(),
    interval: z.optional(z.object({ kind: z.literal('t95 of the mean'), low: number(), high: number() })),
    details: z.record(z.string(), number()),
    warnings: z.array(z.string()),
  });
const schema = z.object({
  floor: figure(),
  floorByTime: z.optional(figure()),
  ceilings: z.record(z.string(), figure()),
  count: number(),
});

/** A file that does not read is as good as none: what it held can be measured again. */
function controlsOf(text: string, generators: readonly string[]): Controls | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text, numberOfName);
  } catch {
    return undefined;
  }
  const read = schema.safeParse(json);
  const isWhole = read.success && generators.every((id) => read.data.ceilings[id] !== undefined);
  return isWhole ? (read.data as Controls) : undefined;
}
