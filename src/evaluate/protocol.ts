/**
 * A protocol is everything that a figure depends on besides the two sets, frozen under an id: a change of any setting
 * is a new version. The hash is of the id, the version and the settings, so that two reports with equal hashes are
 * comparable and two with different hashes are not. It is FNV-1a in 64 bits: a fingerprint, not a seal.
 */
export type Setting = number | string | boolean | readonly number[] | readonly string[];
export type Settings = Readonly<Record<string, Setting>>;

export interface Protocol<S extends Settings = Settings> {
  readonly id: string;
  readonly version: number;
  readonly settings: S;
  /** Sixteen hexadecimal digits. */
  readonly hash: string;
}

export function protocol<const S extends Settings>(id: string, version: number, settings: S): Protocol<S> {
  const sorted = Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
  return Object.freeze({ id, version, settings, hash: fingerprint(JSON.stringify({ id, version, sorted })) });
}

function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
