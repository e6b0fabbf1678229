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

/**
 * Walks the tokens of text that JSON.parse accepted, with the keys seen in each object that is open. The end of a
 * string is searched for: an expression that matches whole strings overflows the stack on one of megabytes.
 */
function checkTokens(text: string, fail: (what: string) => never): void {
  const open: (Set<string> | undefined)[] = []; // undefined for a list
  const tokens = /["{}[\]]|[^\s{}[\]:,"]+/g;
  const colon = /\s*:/y;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const [token] = match;
    if (token === '"') {
      const end = endOfString(text, match.index);
      tokens.lastIndex = end;
      colon.lastIndex = end;
      const string: string = JSON.parse(text.slice(match.index, end));
      if (/\p{Surrogate}/u.test(string)) fail(`holds half a surrogate pair in ${shown(string)}`);
      if (!colon.test(text)) continue;
      const keys = open.at(-1)!;
      if (keys.has(string)) fail(`holds the key ${shown(string)} twice`);
      keys.add(string);
    } else if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (!/^(0|[1-9]\d*)$/.test(token)) fail(`holds ${shown(token)} where only counts are allowed`);
  }
}

/** After the quote that closes the string opened at `start`: the next one with an even number of \ before it. */
function endOfString(text: string, start: number): number {
  let end = start;
  let escapes: number;
  do {
    end = text.indexOf('"', end + 1);
    escapes = 0;
    while (text[end - 1 - escapes] === '\\') escapes++;
  } while (escapes % 2 === 1);
  return end + 1;
}

function shown(text: string): string {
  return JSON.stringify(text.length <= 80 ? text : `${text.slice(0, 77)}...`);
}
