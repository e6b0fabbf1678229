/**
 * What is done to both sets before any metric sees them, learned from the real set alone.
 *
 *   minmax   (x - low) / (high - low + 1e-7) per feature over all sequences and steps, as TimeGAN's code does; judges
 *            with a sigmoid and the published figures need it
 *   none     the values as they are
 */
import { extremesOf, rescale, type SequenceSet } from './sequenceSet.ts';

export interface Preparation {
  readonly id: 'minmax' | 'none';
  readonly explanation: string;
  learn(real: SequenceSet): (set: SequenceSet) => SequenceSet;
}

export const preparations = {
  minmax: {
    id: 'minmax',
    explanation: 'each feature scaled so that the real set runs from 0 to 1',
    learn: (real) => {
      const { low, high } = extremesOf(real);
      const scale = low.map((least, f) => 1 / (high[f]! - least + 1e-7));
      return (set) => rescale(set, low, scale);
    },
  },
  none: { id: 'none', explanation: 'values as given', learn: () => (set) => set },
} as const satisfies Readonly<Record<string, Preparation>>;

export type PreparationId = keyof typeof preparations;
export const preparationIds = Object.keys(preparations) as readonly PreparationId[];
