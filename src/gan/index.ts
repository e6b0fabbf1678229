/** The door of the training of a GAN. */
export { batchReader, type Sequences } from './batches.ts';
export type { GanConfig, Shapes } from './config.ts';
export { type Critic, type CriticConfig, createCritic } from './critic.ts';
export { createGenerator, type Generator, type GeneratorConfig, type Noise } from './generator.ts';
export {
  averageName,
  createGan,
  type Gan,
  generateSequences,
  iterationProgram,
  noiseInputs,
  slotName,
} from './iteration.ts';
export { type Loss, type LossName, losses, lossNames } from './losses.ts';
export { type Penalty, type PenaltyName, penalties, penaltyNames } from './penalties.ts';
export { initialState, type TrainingState } from './state.ts';
export { type Measures, type TrainingEvent, type TrainOptions, train } from './train.ts';
