/**
 * What the two builds of ONNX Runtime share. The session options are measured choices (docs/notes/0002-engine.md):
 * one thread each, because parallelism is over shards of the batch; sequential execution; no graph
 * optimisations, because a program has its fused forms already and looking for more doubles the time to compile.
 */
import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-common';
import type { Program } from '../graph/index.ts';
import { lowerProgram } from '../onnx/lower.ts';
import { valueChecker } from './checkValues.ts';
import type { Data, Engine, Executable, Value } from './engine.ts';

interface Build {
  readonly name: string;
  readonly executionProvider: 'cpu' | 'wasm';
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor;
  /** Whether a run can write into the caller's buffers; otherwise results are copied there. */
  readonly writesInPlace: boolean;
}

export function onnxruntimeEngine(build: Build): Engine {
  const wrapped = new WeakMap<Value, OrtTensor>();
  const wrap = (value: Value): OrtTensor => {
    let tensor = wrapped.get(value);
    if (!tensor) {
      tensor = new build.Tensor(value.dtype, value.data as never, value.shape);
      wrapped.set(value, tensor);
    }
    return tensor;
  };

  async function load(model: Uint8Array, program: Program): Promise<Executable> {
    const session = await build.InferenceSession.create(model, {
      executionProviders: [build.executionProvider],
      graphOptimizationLevel: 'disabled',
      executionMode: 'sequential',
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      enableMemPattern: true,
      logSeverityLevel: 3,
    });
    const check = valueChecker(program, session.inputNames);
    return {
      program,
      async run(inputs, into = {}) {
        check(inputs, into);
        const feeds: Record<string, OrtTensor> = {};
        for (const name of session.inputNames) feeds[name] = wrap(inputs[name]!);
        const fetches = build.writesInPlace
          ? Object.fromEntries(
              session.outputNames.map((name) => [name, into[name] ? wrap(into[name]) : null]),
            )
          : session.outputNames;
        const results = await session.run(feeds, fetches as InferenceSession.NullableOnnxValueMapType);
        const values: Record<string, Value> = {};
        for (const name of session.outputNames) {
          const known = into[name];
          if (known) {
            if (!build.writesInPlace) known.data.set(results[name]!.data as Data);
            values[name] = known;
          } else {
            const { type, dims, data } = results[name]!;
            values[name] = { dtype: type as Value['dtype'], shape: dims, data: data as Data };
          }
        }
        return values;
      },
      release: () => session.release(),
    };
  }
  return { name: build.name, load, compile: (program) => load(lowerProgram(program), program) };
}
