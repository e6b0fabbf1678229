/** The door of the graph: everything a program is written with. */
export { ancestors, gradients, vectorJacobianProduct } from './differentiate.ts';
export { evaluate } from './evaluate.ts';
export { liveTensors } from './liveness.ts';
export type { AttributeValue, Lowering, Subgraph } from './lowering.ts';
export { operationsOf } from './operations.ts';
export * from './operators/arithmetic.ts';
export * from './operators/convolution.ts';
export * from './operators/extension.ts';
export * from './operators/indexing.ts';
export * from './operators/math.ts';
export * from './operators/matmul.ts';
export * from './operators/normalization.ts';
export * from './operators/pooling.ts';
export { expand, reshape, sum, sumTo, transpose } from './operators/shape.ts';
export * from './operators/softmax.ts';
export * from './operators/source.ts';
export { evaluateProgram, type Program, program } from './program.ts';
export { scan } from './scan/scan.ts';
export { exchangedName, inStages } from './stages.ts';
export {
  type DType,
  type Node,
  type Operator,
  type ReferenceValue,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type TensorType,
} from './tensor.ts';
