/**
 * The port through which a run touches the world: files, the clock, and the lock that keeps two runs apart. The
 * library knows only this interface; `hostNode.ts` stands for a real disk, `hostMemory.ts` for tests and the page.
 *
 * Paths are joined by `/`. Every failure of a file is a `UserError` of kind `file` with a remedy (`errors/fileFault.ts`).
 * One conformance suite (`host.test.ts`) holds for every host.
 */
export interface Host {
  /** Milliseconds since 1970, for what people read; never for what a run computes. */
  clock(): number;
  /** So many bytes that nobody can guess, others at every call: keys that a guarantee of privacy rests on. */
  secret(bytes: number): Uint8Array;
  readFile(path: string): Promise<Uint8Array>;
  /**
   * Replaces a file as a whole and durably: whoever reads sees the old bytes or the new ones, also after a crash
   * at any moment. On failure the old file stays and no temporary file is left.
   */
  writeFileAtomic(path: string, content: FileContent): Promise<void>;
  /** Appends text, making the file if absent. On failure nothing of the text remains. */
  append(path: string, text: string): Promise<void>;
  /** Returns when all bytes appended to the file so far would survive a power cut. */
  sync(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Names of the files and folders in a folder, in code-unit order. */
  list(folder: string): Promise<readonly string[]>;
  /** Makes a folder and those above it; one that exists is fine. */
  makeFolder(folder: string): Promise<void>;
  /** Removes a file, or a folder with all in it; an absent path is fine. */
  remove(path: string): Promise<void>;
  /**
   * Takes a folder for one run, or fails if a living run has it. A lock left by a dead process is taken over, and
   * the temporary files that dead processes left in the folder and below are removed.
   */
  lock(folder: string): Promise<Lock>;
}

export interface Lock {
  /** Gives the folder back; a second call does nothing. */
  release(): Promise<void>;
}

export type FileContent = string | Uint8Array | AsyncIterable<Uint8Array>;
