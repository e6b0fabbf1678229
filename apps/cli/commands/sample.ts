/** `gan-lstm sample`: new sequences to a file or to standard output, a batch at a time. */
import { openModel, type Sample, sampleRun, UserError } from '../../../src/index.ts';
import { nodeEngine, nodeHost } from '../../../src/node.ts';
import { type Context, isOn, type Options, textOf } from '../context.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { wholeNumberOf } from '../flags.ts';
import { type Interruption, listenForInterruption } from '../interruption.ts';
import { grouped, short } from '../numbers.ts';
import { type Output, outputOf, requireWritable, writeTable } from '../outputFile.ts';
import { collectingProblems, problemLine } from '../problems.ts';
import { createProgress, noProgress, type Progress } from '../progress.ts';
import { tellCorrections } from '../tellCorrections.ts';
import { canRedraw } from '../terminal.ts';
import type { Words } from '../words.ts';

const USUAL_COUNT = 100;
const USUAL_SEED = 1;

export async function sample(folder: string, options: Options, { words }: Context): Promise<ExitCode> {
  const wanted = wantedOf(options);
  const { format, output } = wanted;
  await requireWritable(wanted, isOn(options, 'force'));
  const count = wanted.count ?? Math.ceil(wanted.rows! / (wanted.length ?? (await rowsInSequence(folder))));
  const made = await sampleRun({
    host: nodeHost,
    engine: nodeEngine(),
    folder,
    format,
    count,
    seed: wanted.seed,
    length: wanted.length,
    where: wanted.where,
    balance: textOf(options, 'balance'),
    from: textOf(options, 'from'),
    naming: (name) => `--${name}`,
  });
  for (const warning of made.warnings) process.stderr.write(problemLine('warning', warning, process.stderr));

  const isQuiet = isOn(options, 'quiet');
  const shows = !isQuiet && options.progress !== false && !(output === undefined && process.stdout.isTTY);
  const progress = shows && canRedraw(process.stderr) ? createProgress(process.stderr, count) : noProgress;
  const interruption = listenForInterruption(() => progress.clear());
  try {
    const bytes = watched(made, count, words, progress, interruption);
    if (!(await writeTable(bytes, wanted))) return EXIT.done;
  } catch (error) {
    if (error instanceof Interrupted) return interruption.code() ?? EXIT.interrupted;
    throw error;
  } finally {
    progress.clear();
    interruption.end();
  }
  if (!isQuiet) {
    tellCorrections(made.corrections(), words);
    const redrawn = made.redrawn();
    if (redrawn > 0) process.stderr.write(`${words.sample.redrawn(grouped(redrawn))}\n`);
  }
  if (!isQuiet && output !== undefined)
    process.stderr.write(
      `${words.sample.wrote(grouped(count), made.isRagged ? words.data.upTo(grouped(made.length)) : grouped(made.length), output)}\n`,
    );
  return EXIT.done;
}

interface Wanted extends Output {
  readonly count: number | undefined;
  readonly rows: number | undefined;
  readonly seed: number;
  readonly length: number | undefined;
  readonly where: readonly { readonly column: string; readonly value: string }[];
}

/** Reads the flags; a UserError lists every mistake. */
function wantedOf(options: Options): Wanted {
  const { problems, attempt } = collectingProblems();
  const number = (name: string, least: number) => attempt(() => wholeNumberOf(options, name, least));
  const [rows, count, seed] = [number('rows', 1), number('count', 1), number('seed', 0)];
  const length = number('length', 1);
  if (textOf(options, 'rows') !== undefined && textOf(options, 'count') !== undefined) {
    problems.push({ where: '--rows', what: 'says the same as --count', remedy: 'give one of the two' });
  }
  const where = ((options.where ?? []) as readonly string[]).flatMap(
    (text) => attempt(() => conditionOf(text)) ?? [],
  );
  const written = attempt(() => outputOf(options));
  if (problems.length > 0) throw new UserError('usage', problems);
  const usual = rows === undefined ? USUAL_COUNT : undefined;
  return { ...written!, count: count ?? usual, rows, seed: seed ?? USUAL_SEED, length, where };
}

/** `isp=Verizon`; the value may hold further signs of equality, and be blank. */
function conditionOf(text: string): { column: string; value: string } {
  const [column = '', value] = text.split(/=(.*)/s);
  if (column.trim() !== '' && value !== undefined) return { column: column.trim(), value: value.trim() };
  const remedy = 'write the column, a sign of equality and the value, such as isp=Verizon';
  throw new UserError('usage', [
    { where: '--where', what: `${JSON.stringify(text)} is no condition`, remedy },
  ]);
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
