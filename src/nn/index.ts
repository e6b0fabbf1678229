/** The door of the layers. */
export * from './convolution.ts';
export * from './convolutionBlock.ts';
export * from './dense.ts';
export * from './dropout.ts';
export * from './embedding.ts';
export * from './gru.ts';
export * from './initializers.ts';
export * from './layer.ts';
export * from './lstm.ts';
export * from './normalization.ts';
export * from './optimizers.ts';
export * from './recurrent.ts';
export * from './schedules.ts';
export * from './spectralNorm.ts';
