/**
 * The judges on real data against the published figures: minutes, so only with LONG=1, and only where the tables are
 * (they may not ship). Predictive scores of real data by Yoon et al. 2019 and Yuan and Qiao 2024; real against real
 * has to be at most 0.02 by the discriminative score.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeEngine } from '../../runtime/node.ts';
import { realSplit } from '../controls/realSplit.ts';
import { figureOf } from '../figure.ts';
import { discriminativeMetric } from '../judges/discriminative.ts';
import { predictiveMetric } from '../judges/predictive.ts';
import type { Metric } from '../metric.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { timeganSines } from './sines.ts';
import { timeganWindows } from './timeganWindows.ts';

const folder = new URL('../../../../shared/data/', import.meta.url);

interface Case {
  readonly name: string;
  readonly file?: string;
  readonly dropsFirstColumn?: boolean;
  readonly published: number;
  readonly within: number;
}

const cases: readonly Case[] = [
  { name: 'Sines', published: 0.094, within: 0.002 },
  { name: 'Stocks', file: 'timegan/stock_data.csv', published: 0.036, within: 0.002 },
  { name: 'Energy', file: 'timegan/energy_data_recovered.csv', published: 0.25, within: 0.003 },
  { name: 'ETTh1', file: 'ett/ETTh1.csv', dropsFirstColumn: true, published: 0.121, within: 0.005 },
];

function load({ file, dropsFirstColumn }: Case): SequenceSet {
  if (!file) return timeganSines();
  const lines = readFileSync(new URL(file, folder), 'utf8').trim().split('\n').slice(1);
  const rows = lines.map((line) =>
    line
      .split(',')
      .slice(dropsFirstColumn ? 1 : 0)
      .map(Number),
  );
  return timeganWindows(rows, { isReversed: !dropsFirstColumn });
}

async function measure(metric: Metric, real: SequenceSet, generated: SequenceSet, name: string) {
  const featureNames = Array.from({ length: real.features }, (_, f) => `feature ${f + 1}`);
  const memo = <T>(_: string, compute: () => T) => compute();
  const engine = nodeEngine();
  const context = { real, generated, featureNames, engine, seed: 7, progress: () => {}, memo };
  const before = process.cpuUsage();
  const measurement = await metric.compute(context);
  const { user, system } = process.cpuUsage(before);
  const { value, runs, spread } = figureOf(measurement);
  const seconds = ((user + system) / 1e6).toFixed(1);
  const shown = runs.map((run) => run.toFixed(4)).join(' ');
  process.stdout.write(
    `${name}, ${metric.id}: ${value.toFixed(5)} +- ${spread.toFixed(5)} (${shown}), ${seconds} s of processor\n`,
  );
  return measurement;
}

const isSkipped = process.env.LONG !== '1';

describe.skipIf(isSkipped).each(cases)('judges on $name (LONG=1)', (one) => {
  const isAbsent = one.file !== undefined && !existsSync(new URL(one.file, folder));

  it.skipIf(isAbsent)(
    `real data predict real data with an error of ${one.published} +- ${one.within}`,
    async () => {
      const real = load(one);
      const { value } = await measure(predictiveMetric, real, real, one.name);
      expect(Math.abs(value - one.published), `score ${value}`).toBeLessThanOrEqual(one.within);
    },
    900_000,
  );

  it.skipIf(isAbsent)(
    'half of the real sequences, dealt at random, cannot be told from the other half',
    async () => {
      const [a, b] = realSplit(load(one), 2, undefined, 7, 0);
      const { value } = await measure(discriminativeMetric, a!, b!, one.name);
      expect(value).toBeLessThanOrEqual(0.02);
    },
    900_000,
  );
});
