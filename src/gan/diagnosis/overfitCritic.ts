/**
 * Overfit critic: it knows the training sequences by heart and takes others for generated ones. Told by how far the
 * held-out logits have gone from the training ones towards the generated ones (Karras et al. 2020, arXiv:2006.06676,
 * equation 1): 0 where it takes both for real, 1 where it takes held-out ones for generated. A critic that can tell
 * nothing apart has logits that differ by hundredths, and their quotient says nothing; so the gap must also matter: a
 * fifth of a logit moves P(real) by 0.05 at the most (the slope of the sigmoid is 1/4), and half of the logits' spread
 * is what Cohen 1988 calls a medium effect.
 */
import type { Detector } from './detector.ts';
import { penalise, slowDown } from './remedies.ts';

const GONE = 0.5;
const ERRORS = 4;
const GAP = 0.2;
const SPREADS = 0.5;

function momentsOf(values: Float32Array) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((total, v) => total + (v - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return { mean, variance, errorSquare: variance / values.length };
}

export const overfitCritic: Detector = {
  tells: `(E D(x) - E D(held out)) / (E D(x) - E D(G(z))) above ${GONE}, the gap above ${ERRORS} standard errors, ${SPREADS} deviations and ${GAP} logits (Karras et al. 2020, arXiv:2006.06676)`,
  patience: 3,
  warmUp: 0.1,
  measure({ logits, isHeldOut }) {
    if (!isHeldOut || logits.others.length < 4) return undefined;
    const [real, held, generated] = [logits.real, logits.others, logits.generated].map(momentsOf);
    const gap = real!.mean - held!.mean;
    return {
      training: real!.mean,
      heldOut: held!.mean,
      generated: generated!.mean,
      gone: real!.mean > generated!.mean ? gap / (real!.mean - generated!.mean) : 0,
      standardErrors: gap / Math.sqrt(real!.errorSquare + held!.errorSquare + 1e-18),
      deviations: gap / Math.sqrt((real!.variance + held!.variance) / 2 + 1e-18),
    };
  },
  isFound: ({ gone, standardErrors, deviations, training, heldOut, generated }) =>
    training! > generated! &&
    gone! > GONE &&
    standardErrors! > ERRORS &&
    deviations! > SPREADS &&
    training! - heldOut! > GAP,
  sentence: ({ training, heldOut, generated }) =>
    `The critic knows the training sequences by heart: its mean logit is ${show(training!)} for them, ` +
    `${show(heldOut!)} for real sequences kept out of training, and ${show(generated!)} for generated ones.`,
  advice: ({ penalty }) =>
    penalty === 'none'
      ? 'give more data, switch on the penalty r1, make the critic smaller, or train for fewer steps'
      : 'give more data, make the critic smaller, raise penaltyWeight, or train for fewer steps',
  remedies: [penalise('r1', 1), slowDown(2, 'criticRate')],
};

const show = (logit: number): string => logit.toPrecision(3);
