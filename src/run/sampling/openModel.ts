/** A trained generator in one form, loaded when it is first wanted, for batches of any size. */
import type { Recurrence } from '../../nn/index.ts';
import { randomStream } from '../../random/stream.ts';
import { type Engine, type Executable, emptyValue, type Value } from '../../runtime/engine.ts';
import { generatorOnnx, generatorProgram, type TrainedGenerator } from '../generatorModel.ts';
import type { Places } from './batches.ts';
import { drawSequences } from './pagedNoise.ts';

export interface OpenModel {
  /** [count, T, C] in the user's units, an array of its own. */
  run(places: Places): Promise<Float32Array>;
  release(): Promise<void>;
}

type Held = Readonly<Record<string, Value>>;

export function openModel(engine: Engine, generator: TrainedGenerator, form: Recurrence): OpenModel {
  const { gan, weights, columns } = generator;
  let loading: Promise<Executable> | undefined;
  const sizes = new Map<number, Promise<Executable>>();
  /** What the last run read and wrote: memory that is new costs as much as a tenth of the work. */
  let spare: { readonly size: number; readonly inputs: Held; readonly outputs: Held } | undefined;

  async function resized(size: number): Promise<Executable> {
    const program = generatorProgram(gan, weights, columns, size, form);
    loading ??= engine.load(generatorOnnx(generator, form), program);
    return (await loading).resized(program);
  }
  function executableOf(size: number): Promise<Executable> {
    const known = sizes.get(size) ?? resized(size);
    sizes.set(size, known);
    return known;
  }
  function take(size: number, { program }: Executable) {
    const taken = spare?.size === size ? spare : undefined;
    spare = undefined; // a run that begins before this one is over needs others
    return taken ?? { size, inputs: held(program.inputs), outputs: held(program.outputs) };
  }
  return {
    async run(places) {
      const executable = await executableOf(places.count);
      const buffers = take(places.count, executable);
      fill(buffers.inputs, places);
      const { sequences } = await executable.run(buffers.inputs, buffers.outputs);
      spare = buffers;
      return (sequences!.data as Float32Array).slice();
    },
    async release() {
      await (await loading)?.release();
    },
  };
}

const held = (tensors: Executable['program']['inputs']): Held =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape }]) => [name, emptyValue(dtype, shape)]),
  );

function fill(inputs: Held, { seed, first, draw = 0, given = {} }: Places): void {
  const again = draw === 0 ? '' : ` again ${draw}`;
  for (const [name, { data, shape }] of Object.entries(inputs)) {
    const values = data as Float32Array;
    const attribute = given[name];
    if (name.startsWith('noise.')) {
      drawSequences(randomStream(seed, `sample ${name}${again}`), values, shape, first);
    } else for (let i = 0; i < values.length; i++) values[i] = attribute?.(first + i) ?? Number.NaN; // to be drawn
  }
}
