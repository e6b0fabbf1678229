/**
 * What is measured: one critic and one generator step of an LSTM against an LSTM with Adam, in the shapes of
 * bench/shapes.ts, with the standard loss; and on two of them the steps that hold second derivatives.
 */
import { createGan, type Gan } from '../../src/gan/iteration.ts';
import type { LossName } from '../../src/gan/losses.ts';
import type { PenaltyName } from '../../src/gan/penalties.ts';
import { ganOf, STEP_SHAPES, type StepShape } from '../shapes.ts';

export interface PeerCase {
  /** `a`, `c GP`; names a folder too. */
  readonly id: string;
  readonly kind: string;
  readonly shape: StepShape;
  readonly loss: LossName;
  readonly penalty: PenaltyName | 'none';
  readonly penaltyWeight: number;
}

const LETTERS = ['a', 'b', 'c', 'd'];
const shapes = Object.fromEntries(STEP_SHAPES.map((shape, i) => [LETTERS[i]!, shape]));

/** The losses whose steps the peers have too. */
const KINDS = {
  standard: { suffix: '', kind: 'standard', loss: 'standard', penalty: 'none', penaltyWeight: 0 },
  gradientPenalty: {
    suffix: '-gp',
    kind: 'WGAN-GP',
    loss: 'wasserstein',
    penalty: 'gradientPenalty',
    penaltyWeight: 10,
  },
  r1r2: { suffix: '-r1r2', kind: 'RpGAN + R1 + R2', loss: 'relativistic', penalty: 'r1r2', penaltyWeight: 1 },
} as const;

export function caseOf(id: string, shape: StepShape, kind: keyof typeof KINDS = 'standard'): PeerCase {
  const { suffix, ...rest } = KINDS[kind];
  return { id: `${id}${suffix}`, shape, ...rest };
}

export const CASES: readonly PeerCase[] = [
  ...LETTERS.map((letter) => caseOf(letter, shapes[letter]!)),
  ...(['gradientPenalty', 'r1r2'] as const).flatMap((kind) =>
    ['a', 'c'].map((letter) => caseOf(letter, shapes[letter]!, kind)),
  ),
];

export function ganOfCase({ shape, loss, penalty, penaltyWeight }: PeerCase, workers: number): Gan {
  const { config, shapes: extents } = ganOf(shape, workers);
  return createGan({ ...config, loss, penalty, penaltyWeight }, extents);
}
