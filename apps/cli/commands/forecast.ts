/** `gan-lstm forecast`: what follows a history, and how such forecasts did at earlier places of it. */
import { forecastRun, UserError } from '../../../src/index.ts';
import { nodeEngine, nodeHost, readTableFile } from '../../../src/node.ts';
import { type Context, isOn, type Options, textOf } from '../context.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { numberOfText, wholeNumberOf } from '../flags.ts';
import { grouped } from '../numbers.ts';
import { outputOf, requireWritable, writeTable } from '../outputFile.ts';
import { collectingProblems, problemLine } from '../problems.ts';
import { searching, tellScore } from '../searching.ts';
import { tellCorrections } from '../tellCorrections.ts';

const USUAL_PATHS = 100;
const USUAL_SEED = 1;

export async function forecast(
  folder: string,
  history: string,
  options: Options,
  { words }: Context,
): Promise<ExitCode> {
  const { problems, attempt } = collectingProblems();
  const number = (name: string, least: number) => attempt(() => wholeNumberOf(options, name, least));
  const [steps, paths, seed] = [number('steps', 1), number('paths', 1), number('seed', 0)];
  const quantiles = attempt(() => quantilesOf(textOf(options, 'quantiles')));
  const output = attempt(() => outputOf(options));
  if (problems.length > 0) throw new UserError('usage', problems);
  await requireWritable(output!, isOn(options, 'force'));
  const table = await readTableFile(history, {});
  return searching(options, words.forecast.searching, async (watch) => {
    const made = await forecastRun({
      host: nodeHost,
      engine: nodeEngine(),
      folder,
      history: table,
      steps,
      paths: paths ?? USUAL_PATHS,
      quantiles,
      format: output!.format,
      seed: seed ?? USUAL_SEED,
      ...watch,
    });
    for (const warning of made.warnings)
      process.stderr.write(problemLine('warning', warning, process.stderr));
    if (!(await writeTable(made.bytes, output!)) || isOn(options, 'quiet')) return EXIT.done;
    if (output!.output !== undefined) {
      const count = grouped(quantiles?.length ?? paths ?? USUAL_PATHS);
      const wrote = quantiles ? words.forecast.wroteQuantiles : words.forecast.wrote;
      process.stderr.write(`${wrote(count, grouped(made.steps), output!.output)}\n`);
    }
    tellCorrections(made.corrections(), words);
    tellScore(made.score, words.forecast, words);
    return EXIT.done;
  });
}

/** `0.1,0.5,0.9`. */
function quantilesOf(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const values = text.split(',').map((part) => numberOfText(part));
  if (values.every((value) => value !== undefined && value > 0 && value < 1)) return values as number[];
  const what = `${JSON.stringify(text)} will not do`;
  const remedy = 'give shares between 0 and 1 with commas, such as 0.1,0.5,0.9';
  throw new UserError('usage', [{ where: '--quantiles', what, remedy }]);
}
