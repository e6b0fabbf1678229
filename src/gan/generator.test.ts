import { describe, expect, it } from 'vitest';
import { constant, evaluateProgram, program, sizeOf } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { createGenerator, type GeneratorConfig } from './generator.ts';

const [T, B, F] = [3, 2, 2];
const config: GeneratorConfig = {
  cell: 'lstm',
  hidden: 4,
  layers: 2,
  noise: 2,
  sequenceNoise: 3,
  start: 'noise',
};

/** Sequences for given noise, with weights drawn by their names. */
function generate(settings: GeneratorConfig, steps: readonly number[], sequence: readonly number[]) {
  const generator = createGenerator(settings, F);
  const scope = {
    isTraining: false,
    parameter: (name: string) => {
      const { shape } = generator.parameters[name]!;
      const values = new Float32Array(sizeOf(shape));
      randomStream(1, name).normal(0, values);
      return constant(values, shape);
    },
    update: () => {},
    uniform: () => expect.fail('no uniform noise is asked for'),
  };
  const noise = {
    steps: constant(steps, [T, B, settings.noise]),
    sequence: settings.sequenceNoise > 0 ? constant(sequence, [B, settings.sequenceNoise]) : undefined,
  };
  const { x } = evaluateProgram(program({ x: generator.apply(scope, noise) }), {});
  expect(x!.shape).toEqual([T, B, F]);
  return [...x!.data];
}

const still = new Array(T * B * 2).fill(0);

describe('a generator', () => {
  it.each(['lstm', 'gru'] as const)(
    'with %s cells gives values within (-1, 1) for every sequence',
    (cell) => {
      const values = generate({ ...config, cell }, still, [1, 2, 3, -1, 0, 1]);
      expect(values.every((value) => Math.abs(value) < 1)).toBe(true);
      expect(values.slice(0, F)).not.toEqual(values.slice(F, 2 * F));
    },
  );

  it('that starts from the noise of the sequence differs from one that starts from zero, already at the first step', () => {
    const noise = [1, 2, 3, -1, 0, 1];
    const [learned, zero] = [
      generate(config, still, noise),
      generate({ ...config, start: 'zero' }, still, noise),
    ];
    expect(learned.slice(0, F)).not.toEqual(zero.slice(0, F));
  });

  it('without noise per sequence has no start to learn', () => {
    const alone: GeneratorConfig = { ...config, sequenceNoise: 0, start: 'zero' };
    expect(Object.keys(createGenerator(alone, F).parameters).some((name) => name.startsWith('start'))).toBe(
      false,
    );
    expect(generate(alone, still, [])).toHaveLength(T * B * F);
  });
});
