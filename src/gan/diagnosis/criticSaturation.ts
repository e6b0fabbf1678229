/**
 * Critic saturation: the critic tells every pair apart and its loss, or the generator's, asks next to nothing any
 * more: what it learns from is used up, and the generator is not told where to go. Losses without a bound (Wasserstein)
 * never stop asking, so they have no such state.
 */
import type { Detector } from './detector.ts';
import { penalise, slowDown } from './remedies.ts';

const LEAD = 0.99;
const ASKS = 0.05;

export const criticSaturation: Detector = {
  tells: `P(D(x) > D(G(z))) above ${LEAD}, and sum |dL/d logit| of a player below ${ASKS}`,
  patience: 3,
  warmUp: 0.1,
  measure: ({ logits: { real, generated }, asks }) => ({
    lead: leadOf(real, generated),
    criticAsks: asks.critic,
    generatorAsks: asks.generator,
    gap: average(real) - average(generated),
  }),
  isFound: ({ lead, criticAsks, generatorAsks }) =>
    lead! > LEAD && Math.min(criticAsks!, generatorAsks!) < ASKS,
  sentence: ({ lead, gap, criticAsks, generatorAsks }) =>
    `The critic tells ${(100 * lead!).toFixed(1)} % of real and generated pairs apart and ` +
    `${generatorAsks! < criticAsks! ? 'the generator' : 'it'} has next to nothing left to learn from (saturation): ` +
    `its logits lie ${gap!.toPrecision(3)} apart.`,
  advice: ({ penalty, loss }) =>
    loss === 'minimax'
      ? 'use the loss standard or relativistic, whose generator learns most where the critic is sure'
      : penalty === 'none'
        ? 'switch on the penalty r1, lower criticRate, or add instanceNoise 0.1'
        : 'lower criticRate, raise penaltyWeight, or make the critic smaller',
  remedies: [penalise('r1', 1), slowDown(2, 'criticRate')],
};

/** The share of pairs in which the real one has the greater logit; ties count half. */
export function leadOf(real: Float32Array, generated: Float32Array): number {
  let total = 0;
  for (const a of real) for (const b of generated) total += a > b ? 1 : a === b ? 0.5 : 0;
  return total / (real.length * generated.length);
}

const average = (values: Float32Array): number => values.reduce((a, b) => a + b, 0) / values.length;
