import { describe, expect, it } from 'vitest';
import { engineValue, type Recorded, type RecordedSet, readFixture } from '../../test/fixtures/fixture.ts';
import { evaluateProgram } from '../graph/index.ts';
import { value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import type { CriticConfig } from './critic.ts';
import { createGan, iterationProgram } from './iteration.ts';
import type { LossName } from './losses.ts';
import type { PenaltyName } from './penalties.ts';
import type { StabiliserAmounts } from './stabilisers/index.ts';

interface IterationCase {
  readonly title: string;
  readonly loss: LossName;
  readonly penalty: PenaltyName | 'none';
  readonly critic: CriticConfig['kind'];
  readonly stabilisers?: StabiliserAmounts;
  readonly weight: number;
  readonly rate: number;
  readonly parameters: RecordedSet;
  readonly inputs: RecordedSet;
  readonly next: RecordedSet;
  readonly measures: Readonly<Record<string, number>>;
}

const cases = await readFixture<IterationCase>('iteration');

function build({ loss, penalty, critic, stabilisers = {}, weight, rate, parameters }: IterationCase) {
  const config = {
    generator: { cell: 'lstm', hidden: 3, layers: 2, noise: 2, sequenceNoise: 1, start: 'zero' },
    critic: { kind: critic, hidden: 3, layers: 2, spectralNorm: false, differences: 0 },
    loss,
    penalty,
    penaltyWeight: weight,
    weightClip: 0,
    criticSteps: 1,
    batch: 3,
    optimizer: 'sgd',
    optimizerSettings: {},
    criticRate: rate,
    generatorRate: rate,
    schedule: 'constant',
    gradientClip: 0,
    averageDecay: 0,
    stabilisers,
    steps: 1,
    seed: 1,
  } as const;
  const gan = createGan(config, { length: 6, features: 2 });
  expect(Object.keys(gan.parameters).sort()).toEqual(Object.keys(parameters).sort());
  return iterationProgram(gan, { updatesGenerator: true });
}

const scalars = ({ stabilisers, weight, rate }: IterationCase) => ({
  'rate.critic': rate,
  'rate.generator': rate,
  penaltyWeight: weight,
  ...(stabilisers?.instanceNoise && { 'stabilise.instanceNoise.deviation': stabilisers.instanceNoise }),
});

function expectRecorded(
  actual: ArrayLike<number>,
  recorded: Recorded,
  tolerance: number,
  name: string,
): void {
  recorded.data.forEach((wanted, i) => {
    const difference = Math.abs(actual[i]! - wanted);
    expect(difference, `${name}[${i}]: ${actual[i]}, recorded ${wanted}`).toBeLessThanOrEqual(
      tolerance * (1 + Math.abs(wanted)),
    );
  });
}

describe.each(cases)('one iteration of $title', (recorded) => {
  const { parameters, inputs, next, measures } = recorded;

  it('gives the parameters and measures that PyTorch gives, in float64', () => {
    const flat = Object.fromEntries(
      Object.entries({ ...parameters, ...inputs }).map(([name, { data }]) => [name, data]),
    );
    const given = {
      ...flat,
      ...Object.fromEntries(Object.entries(scalars(recorded)).map(([k, v]) => [k, [v]])),
    };
    const results = evaluateProgram(build(recorded), given);
    for (const [name, tensor] of Object.entries(next)) {
      expectRecorded(results[`next.${name}`]!.data, tensor, 1e-7, name);
    }
    for (const [name, wanted] of Object.entries(measures)) {
      expectRecorded(results[`measure.${name}`]!.data, { shape: [], data: [wanted] }, 1e-7, name);
    }
  });

  it('and in float32 on ONNX Runtime', async () => {
    const executable = await nodeEngine().compile(build(recorded));
    const given = {
      ...Object.fromEntries(
        Object.entries({ ...parameters, ...inputs }).map(([name, held]) => [name, engineValue(held)]),
      ),
      ...Object.fromEntries(
        Object.entries(scalars(recorded)).map(([k, v]) => [k, value(Float32Array.of(v), [])]),
      ),
    };
    const results = await executable.run(given);
    for (const [name, tensor] of Object.entries(next)) {
      expectRecorded(results[`next.${name}`]!.data, tensor, 2e-5, name);
    }
    await executable.release();
  });
});
