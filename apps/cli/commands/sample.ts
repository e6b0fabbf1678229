/** `gan-lstm sample`: new sequences to a file or to standard output, a batch at a time. */
import { extname } from 'node:path';
import {
  didYouMean,
  type OutputFormat,
  openModel,
  outputFormats,
  type Sample,
  sampleRun,
  UserError,
} from '../../../src/index.ts';
import { nodeEngine, nodeHost } from '../../../src/node.ts';
import { type Context, isOn, type Options, textOf } from '../context.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { wholeNumber } from '../flags.ts';
import { requireFree } from '../freeFile.ts';
import { type Interruption, listenForInterruption } from '../interruption.ts';
import { grouped, short } from '../numbers.ts';
import { collectingProblems, printable, problemLine } from '../problems.ts';
import { createProgress, noProgress, type Progress } from '../progress.ts';
import { canRedraw, write } from '../terminal.ts';
import type { Words } from '../words.ts';

const USUAL_COUNT = 100;
const USUAL_SEED = 1;
/** Endings that stand for a format besides its name. */
const ENDINGS: Readonly<Record<string, OutputFormat>> = { ndjson: 'jsonl', pq: 'parquet' };
const BINARY: readonly OutputFormat[] = ['npy', 'parquet'];

export async function sample(folder: string, options: Options, { words }: Context): Promise<ExitCode> {
  const wanted = wantedOf(options);
  const { format, output } = wanted;
  if (output === undefined && BINARY.includes(format) && process.stdout.isTTY) {
    const remedy = 'name a file with -o, or send standard output to a program or file';
    throw new UserError('usage', [{ where: '--format', what: `${format} is not for a terminal`, remedy }]);
  }
  if (output !== undefined) await requireFree(output, isOn(options, 'force'));
  const count = wanted.count ?? Math.ceil(wanted.rows! / (await rowsInSequence(folder)));
  const made = await sampleRun({
    host: nodeHost,
    engine: nodeEngine(),
    folder,
    format,
    count,
    seed: wanted.seed,
    from: textOf(options, 'from'),
  });
  for (const warning of made.warnings) process.stderr.write(problemLine('warning', warning, process.stderr));

  const isQuiet = isOn(options, 'quiet');
  const shows = !isQuiet && options.progress !== false && !(output === undefined && process.stdout.isTTY);
  const progress = shows && canRedraw(process.stderr) ? createProgress(process.stderr, count) : noProgress;
  const interruption = listenForInterruption(() => progress.clear());
  try {
    const bytes = watched(made, count, words, progress, interruption);
    if (output === undefined) {
      for await (const chunk of bytes) if (!(await write(process.stdout, chunk))) return EXIT.done;
    } else await nodeHost.writeFileAtomic(output, bytes);
  } catch (error) {
    if (error instanceof Interrupted) return interruption.code() ?? EXIT.interrupted;
    throw error;
  } finally {
    progress.clear();
    interruption.end();
  }
  if (!isQuiet) tellCorrections(made, words);
  if (!isQuiet && output !== undefined)
    process.stderr.write(
      `${words.sample.wrote(grouped(count), made.isRagged ? words.data.upTo(grouped(made.length)) : grouped(made.length), output)}\n`,
    );
  return EXIT.done;
}

/** What was changed so that the constraints hold. */
function tellCorrections({ corrections, redrawn }: Sample, { sample }: Words): void {
  for (const { constraint, rows, change } of corrections())
    if (rows > 0)
      process.stderr.write(
        `${printable(sample.corrected(constraint, grouped(rows), short(change / rows)))}\n`,
      );
  if (redrawn() > 0) process.stderr.write(`${sample.redrawn(grouped(redrawn()))}\n`);
}

interface Wanted {
  readonly format: OutputFormat;
  readonly output: string | undefined;
  readonly count: number | undefined;
  readonly rows: number | undefined;
  readonly seed: number;
}

/** Reads the flags; a UserError lists every mistake. */
function wantedOf(options: Options): Wanted {
  const { problems, attempt } = collectingProblems();
  const number = (name: string, least: number) => {
    const text = textOf(options, name);
    return text === undefined ? undefined : attempt(() => wholeNumber(`--${name}`, text, least));
  };
  const [rows, count, seed] = [number('rows', 1), number('count', 1), number('seed', 0)];
  if (textOf(options, 'rows') !== undefined && textOf(options, 'count') !== undefined) {
    problems.push({ where: '--rows', what: 'says the same as --count', remedy: 'give one of the two' });
  }
  const named = textOf(options, 'output');
  const output = named === '-' ? undefined : named;
  const format = attempt(() => formatOf(textOf(options, 'format'), output));
  if (problems.length > 0) throw new UserError('usage', problems);
  const usual = rows === undefined ? USUAL_COUNT : undefined;
  return { format: format!, output, count: count ?? usual, rows, seed: seed ?? USUAL_SEED };
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

/** One for a table whose rows are whole sequences. */
async function rowsInSequence(folder: string): Promise<number> {
  const { codec } = await openModel(nodeHost, folder);
  if (codec.isRagged) {
    const what = 'cannot be told beforehand: the sequences of this model differ in length';
    throw new UserError('usage', [{ where: '--rows', what, remedy: 'say --count, in sequences' }]);
  }
  return codec.rows(new Float32Array(codec.length * codec.learned.length), 0).rowCount;
}

class Interrupted extends Error {}

/** An error in the middle makes writeFileAtomic take its half-written file away. */
async function* watched(
  { bytes, made }: Sample,
  count: number,
  words: Words,
  progress: Progress,
  { signal }: Interruption,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of bytes) {
    if (signal.aborted) throw new Interrupted();
    yield chunk;
    progress.update(
      made(),
      ({ perSecond }) => `${words.sample.making} ${grouped(made())}/${grouped(count)}  ${short(perSecond)}/s`,
    );
  }
}
