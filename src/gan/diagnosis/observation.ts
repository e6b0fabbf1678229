/**
 * What detectors see: one look at both players with the state of the moment. It is a program of its own, compiled when
 * the first look is due, so the training step holds nothing of it. All its random choices depend on (seed, step), so a
 * resumed run sees the same.
 *
 *     P generated sequences G(z), P real ones of the training set, and R others: held out, or real ones again
 *     D of all of them;   dL/dv_t by step, v_t what the first recurrent layer reads at step t, so that what arrives
 *         there has gone back through time:
 *         generator: L is the part of its loss that comes through its last step
 *         critic:    L is its logits of real sequences (a recurrent critic reads off the last step)
 *     the deviation of every unit over sequences and steps
 */
import {
  abs,
  add,
  ancestors,
  concat,
  expand,
  input,
  mean,
  type Node,
  type Program,
  program,
  reshape,
  type Shape,
  scalar,
  slice,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  vectorJacobianProduct,
} from '../../graph/index.ts';
import type { ScanBody } from '../../graph/scan/scan.ts';
import { type Scope, within } from '../../nn/index.ts';
import { drawNoise } from '../generating.ts';
import type { Gan } from '../iteration.ts';
import { lossOf } from '../losses.ts';
import type { Signal } from '../privacy/signal.ts';
import { activeStabilisers } from '../stabilisers/index.ts';
import { view } from '../views.ts';

/** Sequences as rows of all their values. */
export interface Rows {
  readonly count: number;
  readonly width: number;
  readonly values: Float32Array;
}

export interface Observation {
  readonly step: number;
  readonly progress: number;
  readonly length: number;
  readonly features: number;
  readonly generated: Rows;
  readonly real: Rows;
  readonly others: Rows;
  /** Whether `others` were kept out of training. */
  readonly isHeldOut: boolean;
  readonly logits: {
    readonly generated: Float32Array;
    readonly real: Float32Array;
    readonly others: Float32Array;
  };
  /** Sum over the batch of |dL/d logit|: how much a player's loss asks of its logits. */
  readonly asks: { readonly critic: number; readonly generator: number };
  /** |dL/dv_t| by step t; empty where there is no recurrence to look at. */
  readonly throughTime: { readonly critic: Float32Array; readonly generator: Float32Array };
  readonly unitDeviations: { readonly critic: Float32Array; readonly generator: Float32Array };
  /** E D(G(z)) of the last iterations, oldest first. */
  readonly recent: readonly number[];
  /** The share of the real sequences whose kind is hardly made any more (kinds.ts); undefined with too little data. */
  readonly lost: number | undefined;
  /** Under differential privacy, once enough updates were seen. */
  readonly signal?: Signal;
}

/** How many sequences of each kind are looked at, at the most. */
export const LOOKED_AT = 64;

export interface ProbeSizes {
  readonly looked: number;
  readonly others: number;
}

/** As many as there are, but no part of a pack or group of the critic. */
export function probeSizes(gan: Gan, training: number, heldOut: number): ProbeSizes {
  const unit = activeStabilisers(gan.config).reduce(
    (product, { record, amount }) => product * (record.batchMultiple?.(amount) ?? 1),
    1,
  );
  const whole = (count: number) => Math.floor(Math.min(LOOKED_AT, count) / unit) * unit;
  const looked = Math.max(unit, whole(training));
  return { looked, others: heldOut >= unit ? Math.max(unit, whole(heldOut)) : looked };
}

/** Inputs: the parameters by name, `noise.*` for `looked` sequences, `real` and `others` [T, ., F]. */
export function probeProgram(gan: Gan, { looked, others }: ProbeSizes): Program {
  const { length, features } = gan.shapes;
  const joined = activeStabilisers(gan.config).reduce(
    (count, { record, amount }) => count * (record.joined?.(amount) ?? 1),
    1,
  );
  const parameters = new Map<string, Tensor>();
  const scope: Scope = {
    isTraining: false,
    parameter(name) {
      const known = parameters.get(name) ?? input(name, gan.parameters[name]!.shape);
      parameters.set(name, known);
      return known;
    },
    update: () => {},
    uniform: (name) => {
      throw new Error(`probeProgram: '${name}' asks for noise outside training`);
    },
  };
  const generated = gan.generator.apply(within(scope, 'generator'), drawNoise(gan, looked, input));
  const generatorScans = scansOf([generated]);

  const shown = concat(
    [generated, input('real', [length, looked, features]), input('others', [length, others, features])],
    1,
  );
  const seen = view(gan.config, gan.shapes, shown);
  const packed: Shape = [length, seen.shape[1]! / joined, seen.shape[2]! * joined];
  const reading = gan.critic.read(within(scope, 'critic'), reshape(seen, packed));
  const judged = looked / joined;
  const [madeLogits, realLogits] = [
    slice(reading.logits, 0, { size: judged }),
    slice(reading.logits, 0, { start: judged, size: judged }),
  ];
  const loss = lossOf(gan.config.loss);
  const criticLoss = loss.critic(realLogits, madeLogits);
  const generatorLoss = loss.generator(madeLogits, realLogits);
  const asked = (of: Tensor, wrt: readonly Tensor[]) =>
    slopes(of, wrt)
      .map((slope) => sum(abs(slope)))
      .reduce((a, b) => add(a, b));

  const criticScans = scansOf([reading.logits]).filter((node) => !generatorScans.includes(node));
  const critic = slopesBySteps([sum(realLogits)], [scalar(1)], criticScans);
  const [pull] = vectorJacobianProduct([generatorLoss], [scalar(1)], [generated]);
  const last = { start: length - 1, size: 1 };
  const generator =
    length > 1 && pull
      ? slopesBySteps([slice(generated, 0, last)], [slice(pull, 0, last)], generatorScans)
      : undefined;
  return program({
    generated,
    logits: reading.logits,
    ...(reading.classes && { classes: reading.classes }),
    'asks.critic': asked(criticLoss, [realLogits, madeLogits]),
    'asks.generator': asked(generatorLoss, [madeLogits]),
    ...(length > 1 && critic && { 'throughTime.critic': critic }),
    ...(generator && { 'throughTime.generator': generator }),
    'units.critic': deviations(reading.features, [0]),
    'units.generator': concat(
      generatorScans.map((node) => deviations(outputsOf(node), [0, 1])),
      0,
    ),
  });
}

/** The recurrences that tensors are made with, first layer first. */
const scansOf = (tensors: readonly Tensor[]): readonly Node[] =>
  ancestors(tensors).filter(({ operator }) => operator.name === 'scan');

const carriedCount = (node: Node): number => (node.attributes as ScanBody).carriedIn.length;

/** h_t [T, B, H]. */
const outputsOf = (node: Node): Tensor => node.outputs[carriedCount(node)]!;

/**
 * The norm of the slope in what the first of some scans reads, by step, [T]: only of what goes through the scans, for
 * a critic may look at its input elsewhere too.
 */
function slopesBySteps(
  outputs: readonly Tensor[],
  cotangents: readonly Tensor[],
  scans: readonly Node[],
): Tensor | undefined {
  const [first, last] = [scans[0], scans.at(-1)];
  if (!first || !last) return undefined;
  // what is read off the last scan: its stack of outputs, or only what it carries out of the last step
  const said = last.outputs;
  const asked = vectorJacobianProduct(outputs, cotangents, said);
  const read = said.flatMap((tensor, i) => (asked[i] ? [{ tensor, cotangent: asked[i] }] : []));
  if (read.length === 0) return undefined;
  const [slope] = vectorJacobianProduct(
    read.map(({ tensor }) => tensor),
    read.map(({ cotangent }) => cotangent),
    [first.inputs[carriedCount(first)]!],
  );
  return slope && sqrt(sum(square(slope), { axes: [1, 2] }));
}

function slopes(loss: Tensor, wrt: readonly Tensor[]): readonly Tensor[] {
  return vectorJacobianProduct([loss], [scalar(1)], wrt).map(
    (slope, i) => slope ?? expand(scalar(0), wrt[i]!.shape),
  );
}

function deviations(x: Tensor, axes: readonly number[]): Tensor {
  return sqrt(mean(square(subtract(x, mean(x, { axes, keep: true }))), { axes }));
}
