/**
 * A training state as the three files at the top of a model folder, which other tools read:
 *
 *     generator.safetensors   generator.*   the weights that `sample` uses
 *     critic.safetensors      critic.*
 *     optimizer.safetensors   optimizer.*   the optimiser's moments, and all else that only training needs
 *
 * Where the training keeps a running average of the generator, samples are drawn from the average. So it is the
 * average (`average.*` in the state) that stands in generator.safetensors under the generator's names, with
 * `weights: average` in the metadata, and the weights that the optimiser moves stand in optimizer.safetensors as
 * `training.*`. Without an average the generator is stored as it is, with `weights: last`.
 */
import { UserError } from '../errors/userError.ts';
import { type Value, type Values, value } from '../runtime/engine.ts';
import type { StoredDtype, StoredTensor } from './safetensors.ts';

export interface WeightFile {
  readonly name: string;
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export const GENERATOR_FILE = 'generator.safetensors';

export function weightFiles(state: Values, step: number): readonly WeightFile[] {
  const generator = samplingWeights(state);
  const critic: Record<string, Value> = {};
  const others: Record<string, Value> = {};
  for (const [name, tensor] of Object.entries(state)) {
    if (name.startsWith('critic.')) critic[name] = tensor;
    else if (!name.startsWith('generator.') && !name.startsWith('average.')) others[name] = tensor;
    else if (generator[name] && generator[name] !== tensor) others[renamed(name, 'training')] = tensor;
  }
  const weights = Object.keys(state).some((name) => name.startsWith('average.')) ? 'average' : 'last';
  const common = { format: 'pt', step: `${step}` };
  return [
    { name: GENERATOR_FILE, tensors: toStored(generator), metadata: { ...common, weights } },
    { name: 'critic.safetensors', tensors: toStored(critic), metadata: common },
    { name: 'optimizer.safetensors', tensors: toStored(others), metadata: common },
  ];
}

/** What samples are drawn from, named `generator.*`: the running average of each weight that has one. */
export function samplingWeights(state: Values): Values {
  const names = Object.keys(state).filter((name) => name.startsWith('generator.'));
  return Object.fromEntries(names.map((name) => [name, state[renamed(name, 'average')] ?? state[name]!]));
}

export function toStored(values: Values): Record<string, StoredTensor> {
  const stored = Object.entries(values).map(([name, { dtype, shape, data }]) => {
    return [name, { dtype: STORED[dtype], shape, data }] as const;
  });
  return Object.fromEntries(stored);
}

/** Throws a UserError about the file `where` on a type that no program computes with. */
export function fromStored(tensors: Readonly<Record<string, StoredTensor>>, where: string): Values {
  const known: readonly StoredDtype[] = Object.values(STORED);
  const problems = Object.entries(tensors)
    .filter(([, { dtype }]) => !known.includes(dtype))
    .map(([name, { dtype }]) => ({
      where: `${where}, tensor ${JSON.stringify(name)}`,
      what: `is ${dtype}, but only ${known.join(', ')} are computed with`,
      remedy: 'convert it, or restore the file',
    }));
  if (problems.length > 0) throw new UserError('file', problems);
  const values = Object.entries(tensors).map(([name, { shape, data }]) => {
    return [name, value(data as Value['data'], shape)] as const;
  });
  return Object.fromEntries(values);
}

const STORED = { float32: 'F32', int32: 'I32', bool: 'BOOL' } as const satisfies Record<
  Value['dtype'],
  StoredDtype
>;

function renamed(name: string, part: string): string {
  return part + name.slice(name.indexOf('.'));
}
