/** `gan-lstm impute`: the gaps of a table filled in, and how such gaps are filled where the truth is known. */
import { imputeRun, UserError } from '../../../src/index.ts';
import { nodeEngine, nodeHost, readTableFile } from '../../../src/node.ts';
import { type Context, isOn, type Options } from '../context.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { wholeNumberOf } from '../flags.ts';
import { grouped } from '../numbers.ts';
import { outputOf, requireWritable, writeTable } from '../outputFile.ts';
import { collectingProblems, problemLine } from '../problems.ts';
import { searching, tellScore } from '../searching.ts';
import { tellCorrections } from '../tellCorrections.ts';

const USUAL_SEED = 1;

export async function impute(
  folder: string,
  path: string,
  options: Options,
  { words }: Context,
): Promise<ExitCode> {
  const { problems, attempt } = collectingProblems();
  const seed = attempt(() => wholeNumberOf(options, 'seed', 0)) ?? USUAL_SEED;
  const output = attempt(() => outputOf(options));
  if (problems.length > 0) throw new UserError('usage', problems);
  await requireWritable(output!, isOn(options, 'force'));
  const table = await readTableFile(path, {});
  return searching(options, words.impute.searching, async (watch) => {
    const made = await imputeRun({
      host: nodeHost,
      engine: nodeEngine(),
      folder,
      table,
      draws: isOn(options, 'draw'),
      format: output!.format,
      seed,
      ...watch,
    });
    for (const warning of made.warnings)
      process.stderr.write(problemLine('warning', warning, process.stderr));
    if (!(await writeTable(made.bytes, output!)) || isOn(options, 'quiet')) return EXIT.done;
    const file = output!.output ?? '-';
    process.stderr.write(`${words.impute.filled(grouped(made.cells), grouped(made.gaps), file)}\n`);
    tellCorrections(made.corrections, words);
    if (made.cells > 0) tellScore(made.score, words.impute, words);
    return EXIT.done;
  });
}
