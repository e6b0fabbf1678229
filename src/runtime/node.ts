/** The engine of servers and laptops: onnxruntime-node, native kernels. */
import * as ort from 'onnxruntime-node';
import type { Engine } from './engine.ts';
import { onnxruntimeEngine } from './onnxruntime.ts';

export function nodeEngine(): Engine {
  return onnxruntimeEngine({
    name: `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}`,
    executionProvider: 'cpu',
    InferenceSession: ort.InferenceSession,
    Tensor: ort.Tensor,
    writesInPlace: true,
  });
}
