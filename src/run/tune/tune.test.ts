import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors/userError.ts';
import { settingJsonSchema } from '../givenSettings.ts';
import { rungsOf, stepsOf } from './rungs.ts';
import { defaultSpace, drawSettings, parseSpaceFile } from './space.ts';
import type { TuneState } from './tuneState.ts';
import { rankedOf } from './tuneTable.ts';

describe('rungs', () => {
  it('halve by a factor of three: each costs as much as the one before', () => {
    const rungs = rungsOf(9, 900, 3);
    expect(rungs).toEqual([
      { steps: 100, candidates: 9 },
      { steps: 300, candidates: 3 },
      { steps: 900, candidates: 1 },
    ]);
    // candidates that go on do not begin anew: 9 x 100 + 3 x 200 + 1 x 600
    expect(stepsOf(rungs)).toBe(2100);
  });

  it('always end with all steps, and never begin with fewer than twenty', () => {
    for (const candidates of [1, 2, 3, 5, 27, 100]) {
      for (const steps of [1, 19, 50, 1500]) {
        const rungs = rungsOf(candidates, steps, 3);
        expect(rungs[0]!.candidates).toBe(candidates);
        expect(rungs.at(-1)!.steps).toBe(steps);
        expect(rungs[0]!.steps).toBeGreaterThanOrEqual(Math.min(20, steps));
        expect(rungs.every(({ steps: each }, i) => i === 0 || each > rungs[i - 1]!.steps)).toBe(true);
      }
    }
  });
});

describe('a space', () => {
  it('is drawn within its bounds, evenly over powers, whole where the setting is', () => {
    const space = parseSpaceFile(
      'criticRate: { from: 0.0001, to: 0.01 }\nbatch: { from: 8, to: 64 }\nspectralNorm: [true, false]',
      'space.yaml',
    );
    const drawn = Array.from({ length: 400 }, (_, i) => drawSettings(space, 1, i, 0));
    const rates = drawn.map(({ criticRate }) => criticRate!);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.0001);
    expect(Math.max(...rates)).toBeLessThanOrEqual(0.01);
    // half of them below the geometric middle
    expect(rates.filter((rate) => rate < 0.001).length / 400).toBeCloseTo(0.5, 1);
    expect(drawn.every(({ batch }) => Number.isInteger(batch))).toBe(true);
    expect(new Set(drawn.map(({ spectralNorm }) => spectralNorm))).toEqual(new Set([true, false]));
    expect(drawSettings(space, 1, 7, 0)).toEqual(drawn[7]);
    expect(drawSettings(space, 2, 7, 0)).not.toEqual(drawn[7]);
  });

  it('is by default one that a file could hold', () => {
    expect(parseSpaceFile(JSON.stringify(defaultSpace), 'default')).toEqual(defaultSpace);
    expect(settingJsonSchema('batch').type).toBe('integer');
  });

  it('in a file that YAML cannot read is refused with the file named, also where an alias has no anchor', () => {
    const refused = (text: string) => {
      try {
        parseSpaceFile(text, 'space.yaml');
      } catch (error) {
        return error instanceof UserError && error.problems[0]!.where;
      }
      return undefined;
    };
    expect(refused('loss: [hinge')).toBe('space.yaml, line 1');
    expect(refused('loss: *missing')).toBe('space.yaml');
  });
});

it('candidates are ranked by how long they were trained, then by the mean over seeds; one that diverged is last', () => {
  const result = (steps: number, score: number | null) => ({
    steps,
    score,
    floor: 0.1,
    figures: {},
    seconds: 1,
  });
  const trial = (candidate: number, seed: number, ...results: readonly ReturnType<typeof result>[]) => ({
    candidate,
    seed,
    results: [...results],
  });
  const state: TuneState = {
    version: 1,
    fingerprint: '',
    candidates: [{}, { batch: 8 }, { batch: 16 }, { batch: 32 }],
    trials: [
      trial(0, 1, result(10, 0.2)),
      trial(0, 2, result(10, 0.4)),
      trial(1, 1, result(10, 0.5), result(30, 0.45)),
      trial(1, 2, result(10, 0.5), result(30, 0.35)),
      trial(2, 1, result(10, 0.1), result(30, null)),
      trial(3, 1, result(10, 0.25)),
      trial(3, 2, result(10, 0.25)),
    ],
  };
  const ranked = rankedOf(state);
  expect(ranked.map(({ candidate }) => candidate)).toEqual([1, 3, 0, 2]);
  expect(ranked[0]!.score).toBeCloseTo(0.4, 12);
  expect(ranked[0]!.deviation).toBeCloseTo(Math.sqrt(2 * 0.05 ** 2), 12);
  expect(ranked[3]!.score).toBeNull();
});
