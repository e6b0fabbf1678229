/** `gan-lstm evaluate`: two sets of sequences in; a report, figures for programs, and a verdict in words out. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  applyGate,
  dataOptionsOf,
  type EvaluateRunEvent,
  evaluateRun,
  type Gate,
  type GateOutcome,
  metrics,
  metricWords,
  parseGate,
  resultJson,
  translated,
  translatedProblem,
  UserError,
} from '../../../src/index.ts';
import { nodeEngine, nodeHost, readSequencesFile } from '../../../src/node.ts';
import { type Context, isOn, type Options, textOf } from '../context.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { dataSettingNames, givenSettings, wholeNumberOf } from '../flags.ts';
import { requireFree } from '../freeFile.ts';
import { listenForInterruption } from '../interruption.ts';
import { namingOptions } from '../namingOptions.ts';
import { duration, grouped } from '../numbers.ts';
import { collectingProblems, problemLine } from '../problems.ts';
import { createProgress, noProgress } from '../progress.ts';
import { tellStopping } from '../runForPeople.ts';
import { stemOf } from '../stem.ts';
import { wrapped, write } from '../terminal.ts';
import { textTable } from '../textTable.ts';
import type { Words } from '../words.ts';

type Done = Extract<EvaluateRunEvent, { type: 'done' }>;

export async function evaluate(
  real: string | undefined,
  generated: string | undefined,
  options: Options,
  { words, version }: Context,
): Promise<ExitCode> {
  if (isOn(options, 'list')) return list(words);
  if (real === undefined || generated === undefined) {
    const what = real === undefined ? 'there is nothing to judge' : 'there is only one set';
    const remedy =
      'name both: gan-lstm evaluate data.csv new.csv, or a model: gan-lstm evaluate data.csv runs/data';
    throw new UserError('usage', [{ where: 'evaluate', what, remedy }]);
  }
  const wanted = wantedOf(options);
  const isModel = await isFolder(generated);
  if (await isFolder(real)) {
    const remedy = isModel
      ? 'name the real data first'
      : `if it is a model: gan-lstm evaluate ${generated} ${real}`;
    throw new UserError('usage', [
      { where: real, what: 'is a folder where the real data are wanted', remedy },
    ]);
  }
  const out = textOf(options, 'out') ?? besides(generated, isModel);
  const files = [out, wanted.json, wanted.markdown].filter((path) => path !== undefined && path !== '-');
  for (const file of files) await requireFree(file!, isOn(options, 'force'));

  const { given, naming } = await givenSettings(
    nodeHost,
    Object.fromEntries(dataSettingNames.map((name) => [name, options[name]])),
    undefined,
  );
  const done = await namingOptions(naming, () =>
    inWords(words, async () => {
      const data = dataOptionsOf(given);
      const heldOut = textOf(options, 'heldOut');
      return follow({ words, options }, async (signal) =>
        evaluateRun({
          host: nodeHost,
          engine: nodeEngine(),
          real: await readSequencesFile(real, data),
          generated: isModel ? { folder: generated } : await readSequencesFile(generated, separating(data)),
          heldOut: heldOut === undefined ? undefined : await readSequencesFile(heldOut, separating(data)),
          data,
          label: textOf(options, 'label'),
          language: words.language,
          cache: textOf(options, 'cache'),
          version,
          isFast: isOn(options, 'fast'),
          always: wanted.gates.map(({ metric }) => metric),
          signal,
          ...wanted,
        }),
      );
    }),
  );
  if (typeof done === 'number') return done;
  const outcomes = wanted.gates.map((gate) => applyGate(gate, done.result));
  await nodeHost.writeFileAtomic(out, done.page);
  await put(wanted.json, resultJson(done.result));
  await put(wanted.markdown, done.card);
  const takesOutput = wanted.json === '-' || wanted.markdown === '-';
  await tell(done, outcomes, out, words, takesOutput ? process.stderr : process.stdout);
  return outcomes.every(({ passes }) => passes) ? EXIT.done : EXIT.gate;
}

/** Refusals in the user's language; what the library calls by the name of an option, a user gave as a flag. */
async function inWords<T>({ language }: Words, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { kind, cause } = error;
    const isUsage = kind === 'usage';
    const problems = error.problems.map(({ where, ...problem }) =>
      translatedProblem(
        {
          ...problem,
          where: isUsage ? where.replace(/^(metrics|generated-stride|label|workers)$/, '--$1') : where,
        },
        language,
      ),
    );
    throw new UserError(kind, problems, { cause });
  }
}

interface Wanted {
  readonly gates: readonly Gate[];
  readonly metrics: readonly string[] | undefined;
  readonly repetitions: number | undefined;
  readonly workers: number | 'auto' | undefined;
  readonly generatedStride: number | undefined;
  readonly seed: number;
  readonly json: string | undefined;
  readonly markdown: string | undefined;
}

/** Reads the flags; a UserError lists every mistake. */
function wantedOf(options: Options): Wanted {
  const { problems, attempt } = collectingProblems();
  const number = (name: string, least: number) => attempt(() => wholeNumberOf(options, name, least));
  const told = (options.gate ?? []) as readonly string[];
  const gates = told.flatMap((text) => attempt(() => parseGate(text)) ?? []);
  const ids = textOf(options, 'metrics')
    ?.split(',')
    .map((id) => id.trim());
  const [json, markdown] = [textOf(options, 'json'), textOf(options, 'markdown')];
  if (json === '-' && markdown === '-') {
    const what = 'standard output is given to --json already';
    problems.push({ where: '--markdown', what, remedy: 'name a file for one of them' });
  }
  const wanted: Wanted = {
    gates,
    metrics: ids,
    repetitions: number('repetitions', 1),
    workers: textOf(options, 'workers') === 'auto' ? 'auto' : number('workers', 1),
    generatedStride: number('generatedStride', 1),
    seed: number('seed', 0) ?? 1,
    json,
    markdown,
  };
  if (problems.length > 0) throw new UserError('usage', problems);
  return wanted;
}

/** Columns and lengths are for REAL to decide; how cells are separated may hold for all files. */
const separating = ({ delimiter, header }: ReturnType<typeof dataOptionsOf>) => ({
  ...(delimiter !== undefined && { delimiter }),
  ...(header !== undefined && { header }),
});

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

/** `new.csv.gz` gives `new.evaluation.html`, a model `evaluation.html` in its folder. */
function besides(generated: string, isModel: boolean): string {
  if (isModel) return join(generated, 'evaluation.html');
  const stem = stemOf(basename(generated).replace(/:[^:]*$/, ''));
  return join(dirname(generated), `${stem || 'generated'}.evaluation.html`);
}

/** The last event, or the exit code of an interruption. */
async function follow(
  { words, options }: { readonly words: Words; readonly options: Options },
  begin: (signal: AbortSignal) => Promise<AsyncGenerator<EvaluateRunEvent, void, void>>,
): Promise<Done | ExitCode> {
  const { stderr } = process;
  const isQuiet = isOn(options, 'quiet');
  const progress = isQuiet || options.progress === false ? noProgress : createProgress(stderr, 1);
  const interruption = listenForInterruption(() => tellStopping(words));
  let startedAt = performance.now();
  let cached = 0;
  try {
    for await (const event of await begin(interruption.signal)) {
      switch (event.type) {
        case 'sets': {
          startedAt = performance.now();
          const { real, generated, featureNames } = event;
          const sizes = [real.count, generated.count, real.length, featureNames.length].map(grouped);
          if (!isQuiet)
            stderr.write(`${words.evaluate.judging(sizes[0]!, sizes[1]!, sizes[2]!, sizes[3]!)}\n`);
          break;
        }
        case 'warning':
          progress.clear();
          stderr.write(problemLine('warning', translatedProblem(event.problem, words.language), stderr));
          break;
        case 'progress':
          progress.update(event.share, () => {
            const name = metricWords(event.metric, words.language).name;
            // over the whole run, as what is measured takes very different times
            const seconds = ((performance.now() - startedAt) / 1000) * (1 / event.share - 1);
            const left = event.share > 0.01 ? `  ${words.progress.left(duration(seconds))}` : '';
            const share = words.evaluate.done(`${Math.floor(100 * event.share)}`);
            return `${share}  ${words.evaluate.measuring(name, translated(event.part, words.language))}${left}`;
          });
          break;
        case 'metric':
          cached += Number(event.isCached);
          break;
        case 'done':
          progress.clear();
          if (cached > 0 && !isQuiet) stderr.write(`${words.evaluate.kept(`${cached}`)}\n`);
          return event;
        default:
          event satisfies never;
      }
      await setImmediate(); // what takes no engine would otherwise leave Ctrl-C unheard
      interruption.signal.throwIfAborted();
    }
  } catch (error) {
    if (interruption.signal.aborted) return interruption.code() ?? EXIT.interrupted;
    throw error;
  } finally {
    progress.clear();
    interruption.end();
  }
  throw new Error('evaluate: the evaluation ended without a result');
}

async function put(path: string | undefined, content: string): Promise<void> {
  if (path === '-') await write(process.stdout, content);
  else if (path !== undefined) await nodeHost.writeFileAtomic(path, content);
}

async function tell(
  { verdict }: Done,
  outcomes: readonly GateOutcome[],
  out: string,
  { evaluate: words, language }: Words,
  stream: NodeJS.WriteStream,
): Promise<void> {
  const sentences = verdict.sentences.map((sentence) => `${wrapped(sentence, stream)}\n`).join('');
  const rows = [
    [words.report, out],
    ...outcomes.map(({ passes, sentence }) => [
      words.gateWord,
      `${passes ? words.passed : words.failed}: ${translated(sentence, language)}`,
    ]),
  ];
  await write(stream, `${sentences}\n${textTable(rows, { indent: '' })}`);
}

async function list(words: Words): Promise<ExitCode> {
  const rows = metrics.map(({ id, isSlow }) => [
    id,
    metricWords(id, words.language).name,
    isSlow ? words.evaluate.slow : '',
  ]);
  const lines = textTable(rows, { indent: '' })
    .trimEnd()
    .split('\n')
    .map((line, i) => `${line}\n    ${metricWords(metrics[i]!.id, words.language).explanation}\n`);
  await write(process.stdout, lines.join(''));
  return EXIT.done;
}
