/**
 * NumPy's .npy, version 1: one array [N, T, F], row-major, of the columns with values in order, in the user's units and
 * rounded like the other formats; a text is the place of its level, a missing value is NaN. Times and keys have no
 * place in it.
 */
import { gridOf, roundTo } from '../grid.ts';
import type { Writer } from './writer.ts';

export const npyWriter: Writer = {
  extension: 'npy',
  isText: false,
  async *write(codec, batches, count, { dtype = 'float32', flow }) {
    const { valued, length } = codec;
    const shown = valued.flatMap((column, v) => (column.isHidden ? [] : [{ column, v }]));
    yield npyHeader(dtype === 'float32' ? '<f4' : '<f8', [count, length, shown.length]);
    const size = dtype === 'float32' ? 4 : 8;
    let rows = 0;
    for await (const batch of batches) {
      const values = codec.complete(batch, flow);
      const own = values.length / valued.length;
      const view = new DataView(new ArrayBuffer(own * shown.length * size));
      for (let row = 0, at = 0; row < own; row++)
        for (const { column, v } of shown) {
          const value = roundTo(values[row * valued.length + v]!, gridOf(column));
          if (size === 4) view.setFloat32(at, value, true);
          else view.setFloat64(at, value, true);
          at += size;
        }
      rows += own;
      yield new Uint8Array(view.buffer);
    }
    const made = rows / length;
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
