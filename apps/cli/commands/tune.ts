/** `gan-lstm tune`: a search for settings, or one that goes on. */
import {
  dataOptionsOf,
  type Problem,
  parseSpaceFile,
  shownSettings,
  type TuneEvent,
  tuneRun,
  UserError,
} from '../../../src/index.ts';
import { nodeEngine, nodeHost } from '../../../src/node.ts';
import { type Context, isOn, type Options, textOf } from '../context.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { givenSettings, wholeNumberOf } from '../flags.ts';
import { listenForInterruption } from '../interruption.ts';
import { namingOptions } from '../namingOptions.ts';
import { duration, grouped } from '../numbers.ts';
import { collectingProblems } from '../problems.ts';
import { createProgress, noProgress, type Progress } from '../progress.ts';
import { readData } from '../readData.ts';
import { tellStopping } from '../runForPeople.ts';
import { shellWord } from '../shell.ts';
import { stemOf } from '../stem.ts';
import { write } from '../terminal.ts';
import { textTable } from '../textTable.ts';
import type { Words } from '../words.ts';

const CANDIDATES = 9;
const STEPS = 1500;
/** What a search decides itself. */
const DECIDED = ['heldOut', 'checkpointEvery'] as const;

export async function tune(data: string, options: Options, { words }: Context): Promise<ExitCode> {
  const spacePath = textOf(options, 'space');
  const { given: said, naming } = await givenSettings(nodeHost, options, textOf(options, 'config'));
  const spaceText =
    spacePath === undefined ? '' : new TextDecoder().decode(await nodeHost.readFile(spacePath));
  const { problems, attempt } = collectingProblems();
  const space = attempt(() =>
    spacePath === undefined ? undefined : { values: parseSpaceFile(spaceText, spacePath), where: spacePath },
  );
  const whole = (name: string, usual: number) => attempt(() => wholeNumberOf(options, name, 1)) ?? usual;
  const [candidates, seeds] = [whole('candidates', CANDIDATES), whole('seeds', 1)];
  for (const name of DECIDED) {
    if (said[name] === undefined) continue;
    const problem: Problem = {
      where: naming(name),
      what: 'is decided by the search',
      remedy: 'leave it out, or give it to train',
    };
    problems.push(problem);
  }
  if (problems.length > 0) throw new UserError('usage', problems);
  const { steps = STEPS, seed = 1, ...given } = said;
  const folder = textOf(options, 'out') ?? `runs/${stemOf(data) || 'data'}-tune`;
  return namingOptions(naming, async () => {
    const table = await readData(data, dataOptionsOf(given), options, words);
    const interruption = listenForInterruption(() => tellStopping(words));
    const showsProgress = !isOn(options, 'quiet') && options.progress !== false;
    const reader = tellSearch(data, words, { isQuiet: isOn(options, 'quiet'), showsProgress });
    let isStopped = false;
    try {
      const events = tuneRun({
        host: nodeHost,
        engine: nodeEngine(),
        folder,
        table,
        data,
        given,
        naming,
        space,
        candidates,
        seeds,
        seed,
        steps,
        overwrites: isOn(options, 'force'),
        signal: interruption.signal,
      });
      for await (const event of events) {
        await reader.tell(event);
        if (event.type === 'stopped') isStopped = true;
      }
    } finally {
      reader.end();
      interruption.end();
    }
    if (!isStopped) return EXIT.done;
    process.stderr.write(
      `${words.tune.stopped}\n  gan-lstm ${process.argv
        .slice(2)
        .filter((word) => word !== '--force')
        .map(shellWord)
        .join(' ')}\n`,
    );
    return interruption.code() ?? EXIT.interrupted;
  });
}

interface Manner {
  readonly isQuiet: boolean;
  readonly showsProgress: boolean;
}

/** The plan, a line a trial, and the table at the end. */
function tellSearch(
  data: string,
  { tune: words, progress: stepWords }: Words,
  { isQuiet, showsProgress }: Manner,
) {
  const { stderr } = process;
  const say = (line: string) => {
    if (!isQuiet) stderr.write(`${line}\n`);
  };
  const figure = (value: number) => value.toFixed(3);
  let progress: Progress = noProgress;
  let whole = 1;
  return {
    async tell(event: TuneEvent): Promise<void> {
      switch (event.type) {
        case 'plan': {
          const { rungs, steps, done, searched, heldOut } = event;
          whole = rungs.at(-1)!.steps;
          say(words.searching(searched.join(', ')));
          const parts = rungs.map((rung) => words.upTo(grouped(rung.candidates), grouped(rung.steps)));
          say(words.halving(parts.join(', ')));
          say(words.budget(grouped(steps), (steps / whole).toFixed(1), grouped(done)));
          say(words.scoring(grouped(heldOut)));
          return;
        }
        case 'trial': {
          const { candidate, seed, settings, from, to } = event;
          say(`${words.trial(candidate, seed, grouped(to))}: ${shownSettings(settings) || words.byDefault}`);
          if (showsProgress) progress = createProgress(stderr, to, from);
          return;
        }
        case 'step':
          progress.update(event.step, ({ secondsLeft }) =>
            [`${stepWords.step} ${grouped(event.step)}`, stepWords.left(duration(secondsLeft))].join('  '),
          );
          return;
        case 'result': {
          progress.finish();
          progress = noProgress;
          const { score, floor } = event.result;
          say(`  ${score === null ? words.diverged : words.score(figure(score), figure(floor!))}`);
          return;
        }
        case 'estimate':
          if (event.secondsLeft > 0) say(`  ${words.left(duration(event.secondsLeft))}`);
          return;
        case 'done': {
          const rows = event.ranked.map(({ candidate, settings, steps, score, floor, seconds }, i) => [
            `${i + 1}`,
            `${candidate}`,
            shownSettings(settings) || words.byDefault,
            grouped(steps),
            score === null ? words.diverged : figure(score),
            floor === null ? '-' : figure(floor),
            seconds.toFixed(1),
          ]);
          const ends = [
            [words.table, event.table],
            [words.best, event.best],
            [words.next, `gan-lstm train ${shellWord(data)} --config ${shellWord(event.best)}`],
          ];
          const text = `${textTable([words.columns, ...rows], { right: [0, 1, 3, 4, 5, 6] })}\n${textTable(ends, { indent: '' })}`;
          if (!isQuiet) await write(process.stdout, text);
          return;
        }
        case 'stopped':
          return;
        default:
          event satisfies never;
      }
    },
    end() {
      progress.finish();
    },
  };
}
