/** Bytes to text: UTF-8 with or without a byte order mark, and a clear word about anything else. */
import { UserError } from '../../../errors/userError.ts';

const remedyOf = (bytes: Uint8Array): string =>
  `save the file as UTF-8 (for example: iconv -f ${likelyEncoding(bytes)} -t utf-8 old.csv > new.csv)`;

/** Chinese characters in pairs of bytes, or single letters of Western Europe. */
function likelyEncoding(bytes: Uint8Array): string {
  const text = new TextDecoder('gb18030').decode(bytes);
  const [chinese, broken] = [/\p{Script=Han}/gu, /[^\p{ASCII}\p{Script=Han}\p{P}\p{S}\s\uff00-\uffef]/gu].map(
    (pattern) => text.match(pattern)?.length ?? 0,
  );
  return chinese! > 10 * broken! && /\p{Script=Han}{2}/u.test(text) ? 'gb18030' : 'windows-1252';
}

/** The longest string of the JavaScript engine is about 512 MB. */
const MAX_BYTES = 500_000_000;

export function decodeText(bytes: Uint8Array, source: string): string {
  const fail = (what: string, remedy: string, cause?: unknown): never => {
    throw new UserError('data', [{ where: source, what, remedy }], { cause });
  };
  if (bytes.length > MAX_BYTES)
    fail(
      `holds ${Math.round(bytes.length / 1e6)} MB of text, more than ${MAX_BYTES / 1e6}`,
      'split it, or store it as Parquet',
    );
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16)
    fail(
      'is UTF-16 text',
      'save the file as UTF-8 (for example: iconv -f utf-16 -t utf-8 old.csv > new.csv)',
    );
  const zero = bytes.subarray(0, 65_536).indexOf(0);
  if (zero >= 0) fail(`is no text: byte ${zero + 1} is zero`, 'give a CSV, .ts, Parquet or NPY file');
  try {
    return decode(bytes); // drops a byte order mark
  } catch (error) {
    return fail(`line ${firstBadLine(bytes)} is not valid UTF-8`, remedyOf(bytes), error);
  }
}

const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

function firstBadLine(bytes: Uint8Array): number {
  for (let start = 0, line = 1; ; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    try {
      decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (newline < 0) return line;
    start = newline + 1;
  }
}
