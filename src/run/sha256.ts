/**
 * Lower-case hexadecimal SHA-256 of a text, or of the bytes of an array, by the Web Crypto of Node and of browsers
 * (there on https and localhost only).
 */
export async function sha256(data: string | Uint8Array | Float32Array): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
