/**
 * What does not go with a guarantee of privacy. A guarantee counts the noisy sums of gradients of single sequences and
 * nothing else, so whatever else would learn from real sequences, or would tie the gradients of several of them
 * together, is refused. Every stabiliser stands here: one that is added must say which of the two it does.
 */
import type { GanConfig } from '../config.ts';
import { lossOf } from '../losses.ts';
import { activeStabilisers, type StabiliserName } from '../stabilisers/index.ts';
import type { Objection } from '../stabilisers/stabiliser.ts';

const READS = 'shows real sequences to the generator, past the noise';
const TIES = 'makes the gradient of one sequence depend on others';
const APART = 'is not part of the private update, which has none of its state';

/** Why not; undefined where it is fine. */
const STABILISERS: Readonly<Record<StabiliserName, string | undefined>> = {
  featureMatching: READS,
  momentMatching: READS,
  modeSeeking: undefined, // generated sequences alone
  replay: APART,
  instanceNoise: APART,
  packing: TIES,
  minibatchDeviation: TIES,
  labelSmoothing: undefined, // a target, whatever the sequences
  historicalAveraging: APART,
  adaptiveCritic: 'sets the rate by the logits of real sequences, past the noise',
  unrolling: READS,
};

export interface PrivacyObjection extends Objection {
  /** The setting. */
  readonly name: string;
}

/** Empty where nothing stands against the guarantee, and where none is asked for. */
export function privacyObjections(config: GanConfig): readonly PrivacyObjection[] {
  if (!config.privacy) return [];
  const found: PrivacyObjection[] = [];
  const object = (name: string, what: string, remedy: string) => found.push({ name, what, remedy });
  if (lossOf(config.loss).comparesWithReal) {
    const remedy = 'choose standard, wasserstein, hinge or leastSquares';
    object('loss', `${config.loss} ${READS}`, remedy);
  }
  if (config.penalty === 'dragan') object('penalty', `dragan ${TIES}`, 'choose another one, or none');
  if (config.critic.spectralNorm) object('spectralNorm', APART, 'leave it out');
  if ((config.classWeight ?? 0) > 0) object('classes', TIES, 'leave it out');
  for (const { name } of activeStabilisers(config)) {
    if (STABILISERS[name]) object(name, STABILISERS[name], 'leave it out');
  }
  if (config.autoRemedy) {
    object(
      'autoRemedy',
      'changes settings by what it sees of real sequences, past the noise',
      'leave it out',
    );
  }
  if ((config.workers ?? 1) > 1) {
    const what =
      'share equal parts of a batch, but under privacy every update takes another number of sequences';
    object('workers', what, 'give 1, or leave it at auto');
  }
  return found;
}
