/**
 * The semi-supervised class critic (SGAN): besides real from generated, the critic tells K classes of real sequences,
 * of which only some need be labelled. It has K logits l_k in the place of one:
 *
 *     p(class k | x) = e^{l_k} / (Z + 1),   p(generated | x) = 1 / (Z + 1),   Z = sum_k e^{l_k}
 *
 * which is a softmax over K + 1 classes with the last logit fixed at 0, as it may be. So D(x) = Z / (Z + 1) is the
 * sigmoid of log Z, and log Z is the logit that every loss, penalty and stabiliser takes, labelled or not. Where there
 * is a label y the critic's loss has w (-log p(y | x, real)) besides, and the generator's w (-log p(y | G(z), real))
 * for the label that it gives its own sequence, which is held constant there: labels are attributes, and learned as
 * such (attributes.ts). The label itself is hidden from the critic, or it would read it off.
 *
 * Sources: Salimans et al. 2016, arXiv:1606.03498, section 5 (the critic); Odena 2016, arXiv:1606.01583 (the name);
 * Odena, Olah and Shlens 2017, arXiv:1610.09585 (the generator's term, which these two do not need, since they make no
 * labels).
 */
import {
  add,
  concat,
  constant,
  divide,
  exp,
  expand,
  log,
  logSoftmax,
  max,
  multiply,
  negate,
  reshape,
  slice,
  stopGradient,
  subtract,
  sum,
  type Tensor,
} from '../graph/index.ts';
import { attributesOf } from './attributes.ts';
import type { GanConfig, Shapes } from './config.ts';

/** The features of a sequence that hold its label: 1 in the place of its class. */
export interface ClassFeatures {
  readonly start: number;
  readonly width: number;
  /** The place among them that says that there is no label. */
  readonly unlabelled?: number | undefined;
}

export const classCount = ({ width, unlabelled }: ClassFeatures): number =>
  unlabelled === undefined ? width : width - 1;

/** Undefined where the critic tells no classes. */
export const classesOf = (config: GanConfig, { classes }: Shapes): ClassFeatures | undefined =>
  (config.classWeight ?? 0) > 0 ? classes : undefined;

/** x [T, B, F] without the label. */
export function hideClass({ start, width }: ClassFeatures, x: Tensor): Tensor {
  const features = x.shape[2]!;
  const seen = Array.from({ length: features }, (_, f) => (f < start || f >= start + width ? 1 : 0));
  return multiply(x, constant(seen, [features]));
}

/** log Z of logits [B, K], [B]; exact as long as the logits themselves are finite. */
export function logSumExp(logits: Tensor): Tensor {
  const top = stopGradient(max(logits, { axes: [1], keep: true }));
  const total = sum(exp(subtract(logits, expand(top, logits.shape))), { axes: [1] });
  return add(reshape(top, [logits.shape[0]!]), log(total));
}

/** The labels of x [T, B, F], [B, K]: 1 in the place of the class, all 0 without a label. */
export function labelsOf({ start, width, unlabelled }: ClassFeatures, x: Tensor): Tensor {
  const marks = attributesOf(x, start, width);
  if (unlabelled === undefined) return marks;
  const around = [
    { start: 0, size: unlabelled },
    { start: unlabelled + 1, size: width - 1 - unlabelled },
  ].filter(({ size }) => size > 0);
  return concat(
    around.map((places) => slice(marks, 1, places)),
    1,
  );
}

/** E -log p(y | x, real) over those with a label, 0 where none has one. */
export function classLoss(logits: Tensor, labels: Tensor): Tensor {
  const said = negate(sum(multiply(labels, logSoftmax(logits))));
  return divide(said, add(sum(labels), 1e-6));
}
