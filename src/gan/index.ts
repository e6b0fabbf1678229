/** The door of the training of a GAN. */
export { attributeRanges } from './attributeRanges.ts';
export type { GivenAttributes } from './attributes.ts';
export { batchReader, placeSequence, type Sequences } from './batches.ts';
export type { GanConfig, Privacy, Shapes } from './config.ts';
export { type Critic, type CriticConfig, createCritic } from './critic.ts';
export type { Evidence } from './diagnosis/detector.ts';
export type { ClassFigures, Finding, Look } from './diagnosis/diagnosis.ts';
export { detectors, type FindingKind, findingKinds } from './diagnosis/index.ts';
export type { Changes } from './diagnosis/remedies.ts';
export { arePlain, type FeatureGroup, groupWidth, movingFeatures } from './featureGroups.ts';
export { generateSequences, noiseInputs } from './generating.ts';
export { createGenerator, type Generator, type GeneratorConfig, type Noise } from './generator.ts';
export { heldOutCount, splitSequences } from './heldOut.ts';
export { averageName, createGan, type Gan, iterationProgram, slotName } from './iteration.ts';
export { levelMemory } from './levelMemory.ts';
export { continueSequences, driftingNoise } from './longSeries.ts';
export { type Loss, type LossName, losses, lossNames } from './losses.ts';
export { type Penalty, type PenaltyName, penalties, penaltyNames } from './penalties.ts';
export { closeness, createSearch, type Known, type Search } from './posteriorSearch.ts';
export { type Accountant, accountant, type Mechanism, noiseFor } from './privacy/accountant.ts';
export { type Ledger, ledgerOf } from './privacy/ledger.ts';
export { type PrivacyObjection, privacyObjections } from './privacy/objections.ts';
export { couplings, usualWorkers } from './sharding.ts';
export {
  type StabiliserAmounts,
  type StabiliserName,
  stabiliserNames,
  stabiliserObjections,
  stabilisers,
} from './stabilisers/index.ts';
export { initialState, parameterCounts, type TrainingState } from './state.ts';
export { type Measures, type TrainingEvent, type TrainingMemory, type TrainOptions, train } from './train.ts';
export { publicChanges, typicalChanges } from './views.ts';
