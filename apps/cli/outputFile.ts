/** Where a command writes a table, and in which format: `-o`, `--format`, or the ending of the file. */
import { extname } from 'node:path';
import { didYouMean, type OutputFormat, outputFormats, UserError } from '../../src/index.ts';
import { nodeHost } from '../../src/node.ts';
import { type Options, textOf } from './context.ts';
import { requireFree } from './freeFile.ts';
import { write } from './terminal.ts';

export interface Output {
  readonly format: OutputFormat;
  /** Standard output when undefined. */
  readonly output: string | undefined;
}

/** Endings that stand for a format besides its name. */
const ENDINGS: Readonly<Record<string, OutputFormat>> = { ndjson: 'jsonl', pq: 'parquet' };
const BINARY: readonly OutputFormat[] = ['npy', 'parquet'];

export function outputOf(options: Options): Output {
  const named = textOf(options, 'output');
  const output = named === '-' ? undefined : named;
  return { format: formatOf(textOf(options, 'format'), output), output };
}

/** Throws a UserError for what must not or cannot be written. */
export async function requireWritable({ format, output }: Output, overwrites: boolean): Promise<void> {
  if (output === undefined && BINARY.includes(format) && process.stdout.isTTY) {
    const remedy = 'name a file with -o, or send standard output to a program or file';
    throw new UserError('usage', [{ where: '--format', what: `${format} is not for a terminal`, remedy }]);
  }
  if (output !== undefined) await requireFree(output, overwrites);
}

/** False where the reader of standard output has gone. */
export async function writeTable(bytes: AsyncIterable<Uint8Array>, { output }: Output): Promise<boolean> {
  if (output !== undefined) await nodeHost.writeFileAtomic(output, bytes);
  else for await (const chunk of bytes) if (!(await write(process.stdout, chunk))) return false;
  return true;
}

function formatOf(told: string | undefined, output: string | undefined): OutputFormat {
  const known = outputFormats.join(', ');
  if (told !== undefined) {
    const format = formatNamed(told);
    if (format) return format;
    const near = didYouMean(told, outputFormats);
    const remedy = near ? `did you mean ${near}?` : `give one of ${known}`;
    throw new UserError('usage', [
      { where: '--format', what: `${JSON.stringify(told)} is no format`, remedy },
    ]);
  }
  const ending = output === undefined ? '' : extname(output).slice(1).toLowerCase();
  if (ending === '') return 'csv';
  const format = formatNamed(ending);
  if (format) return format;
  const remedy = `end the name in one of ${known}, or say --format`;
  throw new UserError('usage', [{ where: '--output', what: `".${ending}" is no format`, remedy }]);
}

function formatNamed(name: string): OutputFormat | undefined {
  const format = ENDINGS[name] ?? name;
  return outputFormats.find((known) => known === format);
}
