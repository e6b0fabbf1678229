import { describe, expect, it } from 'vitest';
import { value } from '../runtime/engine.ts';
import { fromStored, samplingWeights, toStored, weightFiles } from './weightFiles.ts';

const scalar = (x: number) => value(Float32Array.of(x), [1]);
const plain = {
  'generator.w': scalar(1),
  'generator.b': scalar(2),
  'critic.w': scalar(3),
  'optimizer.generator.w.m': scalar(4),
};
const averaged = { ...plain, 'average.w': scalar(5) };

function namesAndFirsts(state: typeof plain) {
  return weightFiles(state, 7).map(({ name, tensors, metadata }) => {
    const firsts = Object.entries(tensors).map(([key, { data }]) => [key, data[0]]);
    return { name, metadata, tensors: Object.fromEntries(firsts) };
  });
}

describe('the files of weights', () => {
  it('hold the generator as it is where there is no average', () => {
    expect(namesAndFirsts(plain)).toEqual([
      {
        name: 'generator.safetensors',
        metadata: { format: 'pt', step: '7', weights: 'last' },
        tensors: { 'generator.w': 1, 'generator.b': 2 },
      },
      { name: 'critic.safetensors', metadata: { format: 'pt', step: '7' }, tensors: { 'critic.w': 3 } },
      {
        name: 'optimizer.safetensors',
        metadata: { format: 'pt', step: '7' },
        tensors: { 'optimizer.generator.w.m': 4 },
      },
    ]);
  });

  it('hold the average under the names of the generator, and what training moves with the optimiser', () => {
    const [generator, , optimizer] = namesAndFirsts(averaged);
    expect(generator!.metadata.weights).toBe('average');
    expect(generator!.tensors).toEqual({ 'generator.w': 5, 'generator.b': 2 });
    expect(optimizer!.tensors).toEqual({ 'optimizer.generator.w.m': 4, 'training.w': 1 });
  });

  it('agree with the weights that sampling uses', () => {
    expect(fromStored(weightFiles(averaged, 7)[0]!.tensors, 'm')).toEqual(samplingWeights(averaged));
    expect(samplingWeights(averaged)['generator.w']).toBe(averaged['average.w']);
  });
});

describe('tensors of a state', () => {
  it('keep their type when stored', () => {
    const values = {
      real: scalar(0.5),
      whole: value(Int32Array.of(-1, 2), [2]),
      truth: value(Uint8Array.of(1, 0), [1, 2]),
    };
    expect(fromStored(toStored(values), 'm')).toEqual(values);
  });

  it('of a type that no program computes with are refused by name, all at once', () => {
    const half = { dtype: 'F16', shape: [1], data: Uint16Array.of(1) } as const;
    expect(() => fromStored({ a: half, ...toStored(plain), b: half }, 'm')).toThrow(
      'm, tensor "a": is F16, but only F32, I32, BOOL are computed with; convert it, or restore the file\nm, tensor "b"',
    );
  });
});
