/**
 * What the two builds of ONNX Runtime share. The session options are measured choices (docs/notes/0002-engine.md):
 * one thread each, because parallelism is over shards of the batch; sequential execution; the basic
 * graph optimisations where weights are constants of the program, as what is made of them is then folded and packed once,
 * and else none, because a program has its fused forms already and looking for more doubles the time to compile.
 */
import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-common';
import { ancestors, type Program, type Shape } from '../graph/index.ts';
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

  async function start(
    model: Uint8Array,
    program: Program,
    graphOptimizationLevel: 'disabled' | 'basic',
  ): Promise<Executable> {
    const session = await build.InferenceSession.create(model, {
      executionProviders: [build.executionProvider],
      graphOptimizationLevel,
      executionMode: 'sequential',
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      enableMemPattern: true,
      logSeverityLevel: 3,
    });
    const over = (program: Program): Executable => {
      const check = valueChecker(program, session.inputNames);
      return {
        program,
        resized: over,
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
    };
    return over(program);
  }
  return {
    name: build.name,
    load: (model, program) => start(model, program, 'basic'),
    compile: (program) => start(lowerProgram(program), program, holdsMatrix(program) ? 'basic' : 'disabled'),
  };
}

/** Whether a matrix of different numbers is part of the program, such as a weight of a generator that is only run. */
function holdsMatrix({ outputs }: Program): boolean {
  return ancestors(Object.values(outputs)).some(({ operator, attributes }) => {
    if (operator.name !== 'constant') return false;
    const { values, shape } = attributes as { values: ArrayLike<number>; shape: Shape };
    return shape.length > 1 && Array.prototype.some.call(values, (value) => value !== values[0]);
  });
}
