/** What a run's guarantee of privacy is, in numbers and in words: for the card, the report and `inspect`. */
import { heldOutCount, ledgerOf } from '../gan/index.ts';
import { ganConfigOf } from './configuration.ts';
import type { RunSettings } from './settings.ts';

export interface PrivacyStatement {
  /** Spent by the steps so far, and the budget. */
  readonly epsilon: number;
  readonly budget: number;
  readonly delta: number;
  readonly noise: number;
  readonly clip: number;
  /** With which probability a sequence is in an update of the critic. */
  readonly rate: number;
  /** Updates of the critic so far. */
  readonly updates: number;
  /** Iterations that the budget allows in all. */
  readonly affordableSteps: number;
}

/** Undefined where none is given. `count`: all sequences of the data. */
export function privacyStatement(
  settings: RunSettings,
  count: number,
  step: number,
): PrivacyStatement | undefined {
  const { privacyEpsilon, privacyDelta, privacyNoise, privacyClip, criticSteps, heldOut } = settings;
  const ledger = ledgerOf(ganConfigOf(settings), count - heldOutCount(count, heldOut));
  return (
    ledger && {
      epsilon: ledger.spent(step),
      budget: privacyEpsilon,
      delta: privacyDelta,
      noise: privacyNoise,
      clip: privacyClip,
      rate: ledger.rate,
      updates: step * criticSteps,
      affordableSteps: ledger.steps,
    }
  );
}

/** Rounded up, so that no less is told than was spent. */
export function shownEpsilon(epsilon: number): string {
  if (epsilon === 0) return '0';
  const unit = 10 ** (Math.floor(Math.log10(epsilon)) - 2);
  return `${Number((Math.ceil(epsilon / unit - 1e-9) * unit).toPrecision(3))}`;
}

/** One line for lists of facts. */
export const privacyLine = ({ epsilon, budget, delta }: PrivacyStatement, unit: string): string =>
  `epsilon ${shownEpsilon(epsilon)} of ${budget}, delta ${delta}, for ${unit}`;

/** The section of the model card. */
export function privacySection(
  { epsilon, delta, noise, clip, rate, updates }: PrivacyStatement,
  unit: string,
  hasAttributes: boolean,
): string {
  const shown = (value: number) => `${Number(value.toPrecision(4))}`;
  return `## Privacy

This model is (epsilon, delta)-differentially private, with **epsilon ${shownEpsilon(epsilon)}** and **delta ${delta}**, for ${unit}:
but for that delta, no weights, and nothing made with them, would be more than e^epsilon times as likely with one of these in the
data as without it.${epsilon > 10 ? ' So large an epsilon says little.' : ''}
It was trained by DP-SGD (Abadi et al. 2016, arXiv:1607.00133): the critic${hasAttributes ? ' and the part that draws attributes' : ''} alone learned from real
sequences, by ${updates} sums of gradients clipped to norm ${shown(clip)} with noise of ${shown(noise)} times that, each sequence being in each sum
with probability ${shown(rate)}. Epsilon was added up by Renyi divergences (Mironov, Talwar and Zhang 2019, arXiv:1908.10530;
Canonne, Kamath and Steinke 2020, arXiv:2004.00010).

Not covered:

- **What reading the table found**: names and kinds of columns, the least and greatest values, decimals, frequent values, levels, which columns follow from others and
  what holds in every row, means that stand for missing values${hasAttributes ? ', the values and ranges of attributes' : ''}, the length
  of sequences, and how many there are. It is in \`config.json\`, \`codec.json\`${hasAttributes ? ', `attributes.json`' : ''} and partly in \`generator.onnx\`, and it shapes what is
  made: the most extreme values that can come out are those of real sequences. \`config.json\` has a hash of the data too, by
  which whoever guesses all of it can tell that the guess is right.
- **\`report.html\`, \`journal.jsonl\` and \`checkpoints\`**: they show the data, or figures made of it without noise. Keep them with the data.
- **Choices made by looking at them**, and other models trained on the same data: their epsilons add up.
- What several sequences have in common: somebody who is in k of them is protected about k times less.
- Attacks on the rounding of floating-point noise (Mironov 2012), which is drawn by a cryptographic generator from a key that is not kept.
`;
}
