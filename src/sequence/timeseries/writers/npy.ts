/**
 * NumPy's .npy, version 1: one array [N, T, F], row-major, of the learned columns and the numbers that
 * follow from them in order, in the user's units and rounded like the other formats; a text is the place of its level, a missing value is NaN. Times and keys have no
 * place in it.
 */
import { roundFeature } from '../roundFeature.ts';
import type { Writer } from './writer.ts';

export const npyWriter: Writer = {
  extension: 'npy',
  isText: false,
  async *write(codec, batches, count, { dtype = 'float32', flow }) {
    const { valued, length } = codec;
    yield npyHeader(dtype === 'float32' ? '<f4' : '<f8', [count, length, valued.length]);
    let written = 0;
    for await (const batch of batches) {
      const values = codec.complete(batch, flow);
      const size = dtype === 'float32' ? 4 : 8;
      const view = new DataView(new ArrayBuffer(values.length * size));
      for (let i = 0, f = 0; i < values.length; i++, f = f + 1 === valued.length ? 0 : f + 1) {
        const value = roundFeature(values[i]!, valued[f]!);
        if (size === 4) view.setFloat32(i * 4, value, true);
        else view.setFloat64(i * 8, value, true);
      }
      written += values.length;
      yield new Uint8Array(view.buffer);
    }
    const made = written / (length * valued.length);
    if (made !== count)
      throw new Error(`npyWriter: the header says ${count} sequences, the batches hold ${made}`);
  },
};

/** The header, padded with spaces so that the values start at a multiple of 64 bytes. */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const padding = (64 - ((10 + dictionary.length + 1) % 64)) % 64;
  const header = `${dictionary}${' '.repeat(padding)}\n`;
  const bytes = new Uint8Array(10 + header.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  return bytes;
}
