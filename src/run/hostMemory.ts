/** A host that keeps files in memory, for tests and for the page; same rules and same errors as the disk. */
import { fileError } from '../errors/fileFault.ts';
import type { FileContent, Host } from './host.ts';

export interface MemoryHostOptions {
  /** Milliseconds since 1970; stands still at 0 where absent. */
  readonly clock?: () => number;
  /** The size of the disk in bytes, all files together; writing beyond it fails as a full disk does. */
  readonly capacity?: number;
  /** The machine's own secrets where absent; tests give known ones. */
  readonly secret?: (bytes: number) => Uint8Array;
}

export function memoryHost({
  clock = () => 0,
  capacity = Infinity,
  secret = (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
}: MemoryHostOptions = {}): Host {
  /** The pieces of every file, in order: appending copies nothing. */
  const files = new Map<string, readonly Uint8Array[]>();
  const folders = new Set<string>(['']);
  const locked = new Set<string>();
  let used = 0;

  function requireNoFileAbove(path: string, key: string): void {
    if (ancestorsOf(key).some((ancestor) => files.has(ancestor))) throw fileError(path, 'notFolder');
  }
  function requireFolder(path: string, key: string): void {
    requireNoFileAbove(path, key);
    if (files.has(key)) throw fileError(path, 'notFolder');
    if (!folders.has(key)) throw fileError(path, 'missing');
  }
  function requireWritable(path: string, key: string): void {
    requireNoFileAbove(path, key);
    if (folders.has(key)) throw fileError(path, 'isFolder');
    if (!folders.has(key.slice(0, Math.max(0, key.lastIndexOf('/'))))) throw fileError(path, 'missing');
  }
  function drop(key: string): void {
    used -= lengthOf(files.get(key) ?? []);
    files.delete(key);
  }
  /** Room is needed beside the old file, as on a disk. */
  function take(path: string, bytes: Uint8Array): Uint8Array {
    if (used + bytes.length > capacity) throw fileError(path, 'full');
    used += bytes.length;
    return bytes;
  }

  return {
    clock,
    secret,
    async readFile(path) {
      const key = keyOf(path);
      requireNoFileAbove(path, key);
      if (folders.has(key)) throw fileError(path, 'isFolder');
      const pieces = files.get(key);
      if (pieces === undefined) throw fileError(path, 'missing');
      return concatenate(pieces);
    },
    async writeFileAtomic(path, content) {
      const key = keyOf(path);
      requireWritable(path, key);
      const pieces = [take(path, await bytesOf(content))];
      drop(key);
      files.set(key, pieces);
    },
    async append(path, text) {
      const key = keyOf(path);
      requireWritable(path, key);
      const piece = take(path, new TextEncoder().encode(text));
      files.set(key, [...(files.get(key) ?? []), piece]);
    },
    async sync(path) {
      if (!files.has(keyOf(path))) throw fileError(path, 'missing');
    },
    async exists(path) {
      return files.has(keyOf(path)) || folders.has(keyOf(path));
    },
    async list(folder) {
      const key = keyOf(folder);
      requireFolder(folder, key);
      const prefix = key === '' ? '' : `${key}/`;
      return [...files.keys(), ...folders]
        .filter((other) => other !== key && other.startsWith(prefix))
        .map((other) => other.slice(prefix.length))
        .filter((name) => !name.includes('/'))
        .sort();
    },
    async makeFolder(folder) {
      const key = keyOf(folder);
      requireNoFileAbove(folder, key);
      if (files.has(key)) throw fileError(folder, 'notFolder');
      for (const one of [...ancestorsOf(key), key]) folders.add(one);
    },
    async remove(path) {
      const key = keyOf(path);
      const isInside = (other: string) => other === key || key === '' || other.startsWith(`${key}/`);
      for (const other of [...files.keys()]) if (isInside(other)) drop(other);
      for (const other of [...folders]) if (other !== '' && isInside(other)) folders.delete(other);
    },
    async lock(folder) {
      const key = keyOf(folder);
      requireFolder(folder, key);
      if (locked.has(key)) throw fileError(folder, 'locked');
      locked.add(key);
      let isHeld = true;
      return {
        async release() {
          if (isHeld) locked.delete(key);
          isHeld = false;
        },
      };
    },
  };
}

/** `/a//b/./c` and `a/b/c` are the same path: the memory has one root and nothing above it. */
function keyOf(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function ancestorsOf(key: string): string[] {
  const parts = key.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** Always a copy, so that the file does not change with the caller's buffer. */
async function bytesOf(content: FileContent): Promise<Uint8Array> {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return content.slice();
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk.slice());
  return concatenate(chunks);
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(lengthOf(pieces));
  let offset = 0;
  for (const piece of pieces) {
    out.set(piece, offset);
    offset += piece.length;
  }
  return out;
}
