/** The engine of the page: onnxruntime-web, WebAssembly, which runs in Node too. */
import * as ort from 'onnxruntime-web';
import type { Engine } from './engine.ts';
import { onnxruntimeEngine } from './onnxruntime.ts';

export function webEngine(): Engine {
  ort.env.wasm.numThreads = 1;
  return onnxruntimeEngine({
    name: `onnxruntime-web ${ort.env.versions.web ?? ort.env.versions.common}`,
    executionProvider: 'wasm',
    InferenceSession: ort.InferenceSession,
    Tensor: ort.Tensor,
    writesInPlace: false,
  });
}
