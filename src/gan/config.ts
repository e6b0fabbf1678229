import type { OptimizerName, OptimizerSettings, ScheduleName } from '../nn/index.ts';
import type { Range } from './attributeRanges.ts';
import type { ClassFeatures } from './classCritic.ts';
import type { CriticConfig } from './critic.ts';
import type { FeatureGroup } from './featureGroups.ts';
import type { GeneratorConfig } from './generator.ts';
import type { LossName } from './losses.ts';
import type { PenaltyName } from './penalties.ts';
import type { StabiliserAmounts } from './stabilisers/index.ts';

/** A guarantee of (epsilon, delta)-differential privacy for one training sequence, and how it is kept. */
export interface Privacy {
  /** Training ends before more than this is spent. */
  readonly epsilon: number;
  readonly delta: number;
  /** The greatest norm of what one sequence adds to a gradient. */
  readonly clip: number;
  /** Deviation of the noise on the sum of those gradients, in units of the clip. */
  readonly noise: number;
}

/** Everything that decides how a GAN trains, and nothing about where its data comes from. */
export interface GanConfig {
  readonly generator: GeneratorConfig;
  readonly critic: CriticConfig;
  readonly loss: LossName;
  readonly penalty: PenaltyName | 'none';
  readonly penaltyWeight: number;
  /** Clips the critic's weights to +-limit after each update (Wasserstein GAN's first form); 0 is off. */
  readonly weightClip: number;
  /** Critic updates per generator update. */
  readonly criticSteps: number;
  readonly batch: number;
  readonly optimizer: OptimizerName;
  readonly optimizerSettings: OptimizerSettings;
  readonly criticRate: number;
  readonly generatorRate: number;
  readonly schedule: ScheduleName;
  /** Limit of the joint gradient norm of each player; 0 is off. */
  readonly gradientClip: number;
  /** Decay of the running average of the generator's weights, which samples are drawn from; 0 is off. */
  readonly averageDecay: number;
  /** Weight of the class losses where sequences have labels (classCritic.ts); 0 or absent is off. */
  readonly classWeight?: number;
  /** How much of each stabiliser; none when absent. */
  readonly stabilisers?: StabiliserAmounts;
  /** Share of the sequences that is kept out of training, for diagnosis; none when absent. */
  readonly heldOut?: number;
  /** Iterations between two diagnoses; never when absent or 0. */
  readonly diagnoseEvery?: number;
  /** Whether the remedy of a finding is applied. */
  readonly autoRemedy?: boolean;
  /** How many workers share every batch; one when absent. Another number gives the same but for rounding. */
  readonly workers?: number;
  /** Differential privacy of the training sequences (privacy/); none when absent. */
  readonly privacy?: Privacy;
  readonly steps: number;
  readonly seed: number;
}

/** The sequences that a GAN is trained on: numbers in [-1, 1], choices of 0 and 1. */
export interface Shapes {
  readonly length: number;
  readonly features: number;
  /** How much each feature moves from step to step (views.ts): for a critic that looks at differences. */
  readonly changes?: readonly number[];
  /** What the features are; plain numbers when absent. */
  readonly groups?: readonly FeatureGroup[];
  /** Where the label of a sequence stands, for a critic that tells classes. */
  readonly classes?: ClassFeatures | undefined;
  /** The ranges of numbers that hold for a whole sequence (attributeRanges.ts): wanted where there are any. */
  readonly ranges?: readonly (readonly Range[])[] | undefined;
  /** Of windows of one long series: how much of its level is left after a step (levelMemory.ts), for long series. */
  readonly memory?: number | undefined;
}
