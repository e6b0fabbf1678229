/**
 * JSON (RFC 8259) as a safetensors header must be, where JSON.parse is too kind: a key may occur once in an object,
 * numbers are plain counts (`1.0`, `1e2` and `-0` are refused), text is valid UTF-8 without half surrogate pairs.
 */

/** `fail` gets the rest of a sentence that begins "has a header that ..." and must throw. */
export function parseStrictJson(bytes: Uint8Array, fail: (what: string) => never): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail('is not valid UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail(`is not valid JSON (${(error as Error).message})`);
  }
  checkTokens(text, fail);
  return value;
}

/** Walks the tokens of text that JSON.parse accepted, with the keys seen in each object that is open. */
function checkTokens(text: string, fail: (what: string) => never): void {
  const open: (Set<string> | undefined)[] = []; // undefined for a list
  const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]|[^\s{}[\]:,"]+/g;
  for (const [token, string, colon] of text.matchAll(tokens)) {
    if (string !== undefined) {
      const key: string = JSON.parse(string);
      if (/\p{Surrogate}/u.test(key)) fail(`holds half a surrogate pair in ${string}`);
      if (colon === undefined) continue;
      const keys = open.at(-1)!;
      if (keys.has(key)) fail(`holds the key ${string} twice`);
      keys.add(key);
    } else if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (!/^(0|[1-9]\d*)$/.test(token)) fail(`holds ${token} where only counts are allowed`);
  }
}
