/** Judges and learners that are built as PyTorch builds them, against PyTorch from the same weights (fixtures/). */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { engineValue, expectClose, type Recorded, type RecordedSet } from '../../../test/fixtures/fixture.ts';
import { gradients, input, mean, program, reshape } from '../../graph/index.ts';
import { adam } from '../../nn/index.ts';
import { nodeEngine } from '../../runtime/node.ts';
import { taskLoss } from '../utility/convolutionalLearner.ts';
import { convolutionalNetwork, convolutionalProtocol } from './convolutional.ts';
import { discriminativeLoss, type Judge } from './discriminative.ts';
import { imagentimeJudge, paperJudge, sbtsJudge } from './discriminativeVariants.ts';
import type { Predictor } from './predictive.ts';
import { paperPredictor, sbtsPredictor } from './predictiveVariants.ts';
import { compileTrainer, inputScope, type TrainerSpec, type Weights } from './training.ts';

interface ModuleCase {
  readonly title: string;
  readonly judge: keyof typeof built;
  readonly parameters: RecordedSet;
  readonly x: Recorded;
  readonly y?: Recorded;
  readonly loss: number;
  readonly gradients: RecordedSet;
  readonly after: RecordedSet;
}

type Built = Pick<TrainerSpec, 'parameters' | 'loss'>;

const ofJudge = ({ parameters, apply }: Judge): Built => ({
  parameters,
  loss: (scope, { x }) => discriminativeLoss(apply(scope, x!), x!.shape[1]! / 2),
});
const ofPredictor = ({ parameters, errors }: Predictor): Built => ({
  parameters,
  loss: (scope, { x }) => mean(errors(scope, x!)),
});
/** The published network with fewer channels: the fixture would be ten times as long. */
const network = (features: number, outputs: number) =>
  convolutionalNetwork({ ...convolutionalProtocol.settings, channels: 4, features, outputs });
const ofTask = (kind: 'class' | 'number', features: number, outputs: number): Built => {
  const { parameters, apply } = network(features, outputs);
  return { parameters, loss: (scope, { x, y }) => taskLoss(kind, apply(scope, x!), y!) };
};

const built = {
  imagentime: (features: number) => ofJudge(imagentimeJudge(features)),
  paper: (features: number) => ofJudge(paperJudge(features)),
  sbts: (features: number) => ofJudge(sbtsJudge(features)),
  'paper next': (features: number) => ofPredictor(paperPredictor(features)),
  'sbts next': (features: number) => ofPredictor(sbtsPredictor(features)),
  convolutional: (features: number) => {
    const { parameters, apply } = network(features, 1);
    return ofJudge({ parameters, apply: (scope, x) => reshape(apply(scope, x), [x.shape[1]!]) });
  },
  class: (features: number, outputs: number) => ofTask('class', features, outputs),
  number: (features: number, outputs: number) => ofTask('number', features, outputs),
} as const;

const { modules } = JSON.parse(
  await readFile(new URL('../fixtures/judges.json', import.meta.url), 'utf8'),
) as { readonly modules: readonly ModuleCase[] };
const engine = nodeEngine();
const recordedValues = (set: RecordedSet): Weights =>
  Object.fromEntries(Object.entries(set).map(([name, one]) => [name, engineValue(one)]));

describe('what is built as PyTorch builds it equals PyTorch from the same weights', () => {
  it.each(modules)('$title', async ({ judge, parameters, x, y, loss, gradients: slopes, after }) => {
    const { loss: lossOf, ...rest } = built[judge](x.shape[2]!, y?.shape[1] ?? 1);
    const names = Object.keys(rest.parameters);
    expect(names.toSorted()).toEqual(Object.keys(parameters).sort());
    const inputs = { x: x.shape, ...(y && { y: y.shape }) };
    const given = { x: engineValue(x), ...(y && { y: engineValue(y) }) };
    const start = recordedValues(parameters);

    const scope = inputScope(rest.parameters, false);
    const total = lossOf(
      scope,
      Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, input(name, shape)])),
    );
    const found = gradients(
      total,
      names.map((name) => scope.parameter(name)),
    );
    const outputs = Object.fromEntries(names.map((name, i) => [`d ${name}`, found[i]!]));
    const executable = await engine.compile(program({ loss: total, ...outputs }));
    const results = await executable.run({ ...start, ...given });
    await executable.release();
    expectClose(results.loss!.data, [loss], 'loss', 1e-5);
    for (const name of names)
      expectClose(results[`d ${name}`]!.data, slopes[name]!.data, `gradient of ${name}`, 1e-4);

    const trainer = await compileTrainer(engine, {
      ...rest,
      loss: lossOf,
      optimizer: adam({}),
      rate: 0.01,
      inputs,
    });
    const weights = await trainer.train({
      seed: 1,
      steps: 5,
      initial: start,
      feed: (_, into) => {
        for (const [name, { data }] of Object.entries(given)) into[name]!.data.set(data);
      },
    });
    await trainer.release();
    for (const name of names) expectClose(weights[name]!.data, after[name]!.data, name, 1e-4);
  });
});
