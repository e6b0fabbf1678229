/**
 * Small JSON files that carry the SHA-256 of their own content, so that a damaged one is known for damaged. The seal
 * is the last member, `sha256`, taken over the compact JSON of the record without it.
 */
import { UserError } from '../errors/userError.ts';

const REMEDY = 'the file is damaged; restore it, or remove it if an older state will do';

/** Throws a TypeError (a bug of the caller) where JSON would lose a value: NaN and the infinities. */
export async function sealJson(record: object): Promise<string> {
  const compact = JSON.stringify(record, requireLossless);
  const sealed = { ...JSON.parse(compact), sha256: await sha256(new TextEncoder().encode(compact)) };
  return `${JSON.stringify(sealed, null, 2)}\n`;
}

/** The record of a sealed file, without its seal. */
export async function unsealJson(bytes: Uint8Array, where: string): Promise<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new UserError('file', [{ where, what: 'is not valid JSON', remedy: REMEDY }], { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new UserError('file', [{ where, what: 'is no JSON object', remedy: REMEDY }]);
  }
  const { sha256: seal, ...record } = parsed as Record<string, unknown>;
  if (seal !== (await sha256(new TextEncoder().encode(JSON.stringify(record))))) {
    throw new UserError('file', [{ where, what: 'does not match its own checksum', remedy: REMEDY }]);
  }
  return record;
}

/** Lower-case hexadecimal SHA-256, by the Web Crypto of Node and of browsers (there on https and localhost only). */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function requireLossless(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`sealJson: ${key} is ${value}, which JSON cannot hold`);
  }
  return value;
}
