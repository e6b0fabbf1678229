/** The engine of servers and laptops: onnxruntime-node, native kernels. */
import * as ort from 'onnxruntime-node';
import type { Engine } from './engine.ts';
import { nodeShards } from './nodeShards.ts';
import { onnxruntimeEngine } from './onnxruntime.ts';

export function nodeEngine(): Engine {
  const engine = onnxruntimeEngine({
    name: `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}`,
    executionProvider: 'cpu',
    InferenceSession: ort.InferenceSession,
    Tensor: ort.Tensor,
    writesInPlace: true,
  });
  return nodeShards ? { ...engine, shards: nodeShards } : engine;
}
