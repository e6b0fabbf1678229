/** Windows as NPY and back: float32, little-endian, after a header of version 1. */
import { UserError } from '../../errors/userError.ts';
import type { Sequences } from '../../gan/index.ts';
import { isNpy, readNpyHeader } from '../../sequence/timeseries/read/npy.ts';
import { npyHeader } from '../../sequence/timeseries/writers/npy.ts';

export function npyBytes({ count, length, features, values }: Sequences): Uint8Array {
  const header = npyHeader('<f4', [count, length, features]);
  const bytes = new Uint8Array(header.length + values.byteLength);
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i]!, true);
  return bytes;
}

export function parseNpyValues(bytes: Uint8Array, source: string): Float32Array {
  const header = isNpy(bytes) ? readNpyHeader(bytes) : undefined;
  if (header?.descr !== '<f4' || (bytes.length - header.offset) % 4 !== 0) {
    const remedy = 'remove the lines of runs.jsonl that name it, and run again';
    throw new UserError('file', [{ where: source, what: 'is not what the zoo wrote', remedy }]);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + header.offset);
  return Float32Array.from({ length: (bytes.length - header.offset) / 4 }, (_, i) =>
    view.getFloat32(4 * i, true),
  );
}
