/**
 * Delimited text in blocks of whole records, as its bytes arrive: what is held is one block. A block ends at the last
 * line end outside quotes.
 */
import { UserError } from '../../../errors/userError.ts';
import { withoutPreamble } from './preamble.ts';

/** Texts of whole records, in order, without what stands before the table. Throws a UserError where bytes are no UTF-8. */
export async function* csvBlocks(
  chunks: AsyncIterable<Uint8Array>,
  source: string,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let held = '';
  let isFirst = true;
  const rows = (block: string): string => {
    const text = isFirst ? withoutPreamble(block).text : block;
    isFirst = false;
    return text;
  };
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (error) {
      const remedy = 'save the file as UTF-8 (for example: iconv -f latin1 -t utf-8 old.csv > new.csv)';
      throw new UserError('data', [{ where: source, what: 'is not valid UTF-8', remedy }], { cause: error });
    }
  };
  for await (const bytes of chunks) {
    held += decode(bytes);
    const end = lastLineEnd(held);
    if (end < 0) {
      if (held.length > LONGEST_RECORD) throw unclosed(source, held);
      continue;
    }
    yield rows(held.slice(0, end + 1));
    held = held.slice(end + 1);
  }
  held += decode();
  if (held.trim() !== '') yield rows(held);
}

/** More than this between two line ends is the mark of a quote that is never closed. */
const LONGEST_RECORD = 50_000_000;

/** Outside quotes: an even number of them stands before it. */
function lastLineEnd(text: string): number {
  if (!text.includes('"')) return text.lastIndexOf('\n');
  let [last, isQuoted] = [-1, false];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) isQuoted = !isQuoted;
    else if (code === 10 && !isQuoted) last = at;
  }
  return last;
}

function unclosed(source: string, held: string): UserError {
  const what = `has a record of more than ${LONGEST_RECORD / 1e6} MB, beginning ${JSON.stringify(held.slice(0, 40))}`;
  return new UserError('data', [{ where: source, what, remedy: 'look for a quote that is not closed' }]);
}
