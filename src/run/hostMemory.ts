/** A host that keeps files in memory, for tests and for the page; same rules and same errors as the disk. */
import { fileError } from './fileFault.ts';
import type { FileContent, Host } from './host.ts';

export interface MemoryHostOptions {
  /** Milliseconds since 1970; stands still at 0 where absent. */
  readonly clock?: () => number;
  /** The size of the disk in bytes, all files together; writing beyond it fails as a full disk does. */
  readonly capacity?: number;
}

export function memoryHost({ clock = () => 0, capacity = Infinity }: MemoryHostOptions = {}): Host {
  const files = new Map<string, Uint8Array>();
  const folders = new Set<string>(['']);
  const locked = new Set<string>();

  function parentOf(path: string, key: string): void {
    const parent = key.slice(0, Math.max(0, key.lastIndexOf('/')));
    requireNoFileAbove(path, key);
    if (!folders.has(parent)) throw fileError(path, 'missing');
  }
  function requireNoFileAbove(path: string, key: string): void {
    if (ancestorsOf(key).some((ancestor) => files.has(ancestor))) throw fileError(path, 'notFolder');
  }
  function requireFolder(path: string, key: string): void {
    requireNoFileAbove(path, key);
    if (files.has(key)) throw fileError(path, 'notFolder');
    if (!folders.has(key)) throw fileError(path, 'missing');
  }
  function put(path: string, key: string, bytes: Uint8Array): void {
    parentOf(path, key);
    if (folders.has(key)) throw fileError(path, 'isFolder');
    let used = bytes.byteLength;
    for (const [other, held] of files) if (other !== key) used += held.byteLength;
    if (used > capacity) throw fileError(path, 'full');
    files.set(key, bytes);
  }
  const inside = (key: string) => (other: string) =>
    other === key || other.startsWith(key === '' ? '' : `${key}/`);

  return {
    clock,
    async readFile(path) {
      const key = keyOf(path);
      requireNoFileAbove(path, key);
      if (folders.has(key)) throw fileError(path, 'isFolder');
      const bytes = files.get(key);
      if (bytes === undefined) throw fileError(path, 'missing');
      return bytes.slice();
    },
    async writeFileAtomic(path, content) {
      put(path, keyOf(path), await bytesOf(content));
    },
    async appendLine(path, line) {
      const key = keyOf(path);
      put(
        path,
        key,
        concatenate([files.get(key) ?? new Uint8Array(), new TextEncoder().encode(`${line}\n`)]),
      );
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
      const below = [...files.keys(), ...folders].filter(
        (other) => other !== key && other.startsWith(prefix),
      );
      return below
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
      const isInside = inside(keyOf(path));
      for (const key of [...files.keys()]) if (isInside(key)) files.delete(key);
      for (const key of [...folders]) if (key !== '' && isInside(key)) folders.delete(key);
    },
    async rename(from, to) {
      const source = keyOf(from);
      const target = keyOf(to);
      if (!files.has(source) && !folders.has(source)) throw fileError(from, 'missing');
      parentOf(to, target);
      const isFile = files.has(source);
      if (isFile && folders.has(target)) throw fileError(to, 'isFolder');
      if (!isFile && files.has(target)) throw fileError(to, 'notFolder');
      const isInTarget = inside(target);
      const isOccupied = [...files.keys(), ...folders].some((key) => key !== target && isInTarget(key));
      if (!isFile && source !== target && isOccupied) throw fileError(to, 'occupied');
      const isMoved = inside(source);
      const moved = (key: string) => target + key.slice(source.length);
      for (const [key, bytes] of [...files]) {
        if (isMoved(key)) {
          files.delete(key);
          files.set(moved(key), bytes);
        }
      }
      for (const key of [...folders]) {
        if (isMoved(key)) {
          folders.delete(key);
          folders.add(moved(key));
        }
      }
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

async function bytesOf(content: FileContent): Promise<Uint8Array> {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return content.slice();
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk.slice());
  return concatenate(chunks);
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    out.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return out;
}
