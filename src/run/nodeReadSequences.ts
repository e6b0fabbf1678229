/** A table from any file that a set of sequences comes in: what `readTableFile` reads, and one array of an NPZ file. */
import { readFile } from 'node:fs/promises';
import { asFileError } from '../errors/fileFault.ts';
import { type DataOptions, readTable, type Table } from '../sequence/timeseries/index.ts';
import { readTableFile } from '../sequence/timeseries/nodeReadTable.ts';
import { arrayOfNpz } from './nodeNpz.ts';

/** `data.npz`, or `data.npz:name` where it holds several arrays. */
export async function readSequencesFile(path: string, options: DataOptions = {}): Promise<Table> {
  const [, file, name] = /^(.*\.npz)(?::([^/\\]+))?$/i.exec(path) ?? [];
  if (file === undefined) return readTableFile(path, options);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw asFileError(file, error);
  }
  const array = await arrayOfNpz(bytes, file, name);
  return readTable(array.bytes, `${file}:${array.name}`, options);
}
