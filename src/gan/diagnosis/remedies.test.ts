import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { nodeEngine } from '../../runtime/node.ts';
import type { Sequences } from '../batches.ts';
import type { GanConfig } from '../config.ts';
import { createGan } from '../iteration.ts';
import { cloneState, type TrainingEvent, type TrainOptions, train } from '../train.ts';
import { detectors, findingKinds } from './index.ts';
import {
  clipGradients,
  holdBackGenerator,
  needsCompiling,
  penalise,
  showChanges,
  slowDown,
} from './remedies.ts';

const engine = nodeEngine();
const base: GanConfig = {
  generator: { cell: 'lstm', hidden: 8, layers: 1, noise: 1, sequenceNoise: 2, start: 'zero' },
  critic: { kind: 'cnn', hidden: 8, layers: 1, spectralNorm: false, differences: 0 },
  loss: 'minimax',
  penalty: 'none',
  penaltyWeight: 0,
  weightClip: 0,
  criticSteps: 1,
  batch: 16,
  optimizer: 'adam',
  optimizerSettings: { beta1: 0.5, beta2: 0.9 },
  criticRate: 5e-2,
  generatorRate: 1e-3,
  schedule: 'constant',
  gradientClip: 0,
  averageDecay: 0,
  diagnoseEvery: 10,
  autoRemedy: true,
  steps: 120,
  seed: 1,
};
const shapes = { length: 4, features: 1, changes: [1] };

function levels(): Sequences {
  const values = new Float32Array(64 * 4);
  randomStream(1, 'levels').normal(0, values);
  return { count: 64, length: 4, features: 1, values: values.map((e) => 0.7 + 0.05 * e) };
}

interface Run {
  readonly events: readonly TrainingEvent[];
  readonly checkpoints: readonly Extract<TrainingEvent, { type: 'checkpoint' }>[];
}

async function run(config: Partial<GanConfig> = {}, options: Partial<TrainOptions> = {}): Promise<Run> {
  const gan = createGan({ ...base, ...config }, shapes);
  const events: TrainingEvent[] = [];
  for await (const event of train({ engine, gan, data: levels(), checkpointEvery: 20, ...options })) {
    events.push(event.type === 'checkpoint' ? { ...event, state: cloneState(event.state) } : event);
  }
  const checkpoints = events.filter((event) => event.type === 'checkpoint');
  return { events, checkpoints };
}

const of = <T extends TrainingEvent['type']>({ events }: Run, type: T) =>
  events.filter((event): event is Extract<TrainingEvent, { type: T }> => event.type === type);

/** What a checkpoint's file keeps of the memory. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** Events after `step` of the first time that it was reached, and the state at the end. */
function goneOn({ events, checkpoints }: Run, step: number) {
  const start = events.findIndex((event) => event.type === 'checkpoint' && event.step === step);
  return { events: stored(events.slice(start + 1)), state: checkpoints.at(-1)!.state };
}

describe('a run with autoRemedy', () => {
  it('applies the remedy of a finding at once, says so, and the finding goes', async () => {
    const watched = await run();
    const [remedy] = of(watched, 'remedy');
    expect(remedy).toMatchObject({
      kind: 'criticSaturation',
      changes: { penalty: 'r1', penaltyWeight: 1 },
      sentence: 'changed: penalty none -> r1 with the weight 1',
    });
    const at = watched.events.indexOf(remedy!);
    expect(watched.events[at - 1]).toMatchObject({ type: 'finding', step: remedy!.step });
    const asks = (step: number) => {
      const evidence = of(watched, 'diagnosis').find((look) => look.step === step)!.figures.criticSaturation!;
      return Math.min(evidence.criticAsks!, evidence.generatorAsks!);
    };
    expect(asks(120)).toBeGreaterThan(3 * asks(remedy!.step));
    expect(of(watched, 'step').at(-1)!.measures.penalty).toBeGreaterThan(0);
  });

  it('changes nothing where it is off, and tells the same finding', async () => {
    const [on, off] = [await run(), await run({ autoRemedy: false })];
    expect(of(off, 'remedy')).toEqual([]);
    expect(of(off, 'finding')[0]).toEqual(of(on, 'finding')[0]);
    expect(off.checkpoints.at(-1)!.memory.changes).toEqual({});
  });

  it('resumed before or after the remedy equals never having stopped', async () => {
    const whole = await run();
    const applied = of(whole, 'remedy')[0]!.step;
    expect(applied).toBeGreaterThan(20);
    expect(applied).toBeLessThan(100);
    for (const step of [20, 40, 60, 80, 100]) {
      const { state, memory } = whole.checkpoints.find((checkpoint) => checkpoint.step === step)!;
      const rest = await run({}, { from: { step, state, memory: stored(memory) } });
      expect(stored(rest.events)).toEqual(goneOn(whole, step).events);
      expect(rest.checkpoints.at(-1)!.state).toEqual(goneOn(whole, step).state);
    }
  });
});

describe('a value that is not finite', () => {
  const wild: Partial<GanConfig> = {
    loss: 'wasserstein',
    optimizer: 'sgd',
    criticRate: 3,
    generatorRate: 3,
    diagnoseEvery: 0,
    steps: 60,
  };

  it('ends the run with the last good state where remedies are off', async () => {
    const ended = await run({ ...wild, autoRemedy: false });
    expect(of(ended, 'finding')[0]).toMatchObject({
      kind: 'notFinite',
      remedy: expect.stringContaining('rate'),
    });
    expect(ended.events.at(-1)).toMatchObject({ type: 'done', reason: 'diverged' });
  });

  it('sends training back to the last good state with smaller steps, and the run comes to its end', async () => {
    const saved = await run(wild);
    const remedies = of(saved, 'remedy');
    expect(remedies.length).toBeGreaterThanOrEqual(1);
    expect(remedies[0]).toMatchObject({
      kind: 'notFinite',
      changes: { criticRate: 0.75, generatorRate: 0.75 },
    });
    expect(remedies[0]!.sentence).toMatch(/^went back to iteration \d+; changed: criticRate 3 -> 0.75/);
    expect(saved.events.at(-1)).toEqual({ type: 'done', step: 60, reason: 'finished' });
    for (const { data } of Object.values(saved.checkpoints.at(-1)!.state)) {
      expect([...data].every(Number.isFinite)).toBe(true);
    }
    expect(saved.checkpoints.at(-1)!.memory.returns).toBe(remedies.length);
  });

  it('met again after a resume is met in the same way', async () => {
    const whole = await run(wild);
    for (const { step, state, memory, isLast } of whole.checkpoints) {
      if (isLast) continue;
      const rest = await run(wild, { from: { step, state, memory: stored(memory) } });
      expect(stored(rest.events)).toEqual(goneOn(whole, step).events);
    }
  });

  it('that comes at any rate ends the run after three returns', async () => {
    const hopeless = await run({ ...wild, criticRate: 1e30 });
    expect(of(hopeless, 'remedy')).toHaveLength(3);
    expect(of(hopeless, 'finding')).toHaveLength(4);
    expect(hopeless.events.at(-1)).toMatchObject({ type: 'done', reason: 'diverged' });
  });
});

describe('remedies', () => {
  it('halve a rate until a 64th of it is left', () => {
    let now = base;
    let count = 0;
    for (
      let change = slowDown(2, 'criticRate')(now, base);
      change;
      change = slowDown(2, 'criticRate')(now, base)
    ) {
      now = { ...now, ...change };
      count++;
    }
    expect(count).toBe(6);
    expect(now.criticRate).toBeCloseTo(base.criticRate / 64, 12);
    expect(now.generatorRate).toBe(base.generatorRate);
  });

  it('leave alone what is so already', () => {
    expect(penalise('r1', 1)({ ...base, penalty: 'r1' }, base)).toBeUndefined();
    expect(penalise('r1', 1)({ ...base, weightClip: 0.01 }, base)).toBeUndefined();
    expect(clipGradients(1)({ ...base, gradientClip: 0.5 }, base)).toBeUndefined();
    expect(clipGradients(1)(base, base)).toEqual({ gradientClip: 1 });
    expect(holdBackGenerator(base, base)).toBeUndefined();
    expect(holdBackGenerator({ ...base, generatorRate: 1 }, base)).toEqual({
      generatorRate: base.criticRate,
    });
  });

  it('of rates need no compiling, those of the program do', () => {
    expect(needsCompiling({ criticRate: 1, generatorRate: 1, penaltyWeight: 2 })).toBe(false);
    expect(needsCompiling({ penalty: 'r1', penaltyWeight: 1 })).toBe(true);
    expect(needsCompiling({ gradientClip: 1 })).toBe(true);
  });

  it('are shown as what was and what is', () => {
    expect(showChanges(base, { criticRate: 0.025, gradientClip: 1 })).toBe(
      'criticRate 0.05 -> 0.025, gradientClip 0 -> 1',
    );
  });

  it('every detector advises something, whatever the configuration', () => {
    for (const kind of findingKinds) {
      for (const penalty of ['none', 'r1r2'] as const) {
        for (const gradientClip of [0, 1]) {
          expect(detectors[kind].advice({ ...base, penalty, gradientClip }).length).toBeGreaterThan(10);
        }
      }
    }
  });
});
