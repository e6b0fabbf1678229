/**
 * A run for a person: what was understood, the settings, progress and warnings on standard error; the verdict and
 * where the result is on standard output.
 */
import { type RunEvent, shownEpsilon } from '../../src/index.ts';
import { describeData } from './describeData.ts';
import { describeTraining } from './describeTraining.ts';
import { lossChart } from './lossChart.ts';
import { duration, grouped, short } from './numbers.ts';
import { printable, problemLine } from './problems.ts';
import { createProgress, noProgress, type Progress } from './progress.ts';
import type { RunFacts, RunReader } from './runReader.ts';
import { shellWord } from './shell.ts';
import { canRedraw, styled, wrapped, write } from './terminal.ts';
import { textTable } from './textTable.ts';
import type { Words } from './words.ts';

/** Columns of the data that are shown before training. */
const COLUMNS_SHOWN = 12;
/** Points of the loss curves that are kept for the chart. */
const LOSSES_KEPT = 400;

export interface Manner {
  readonly isQuiet: boolean;
  readonly showsProgress: boolean;
  /** Whether the run was asked to stop. */
  readonly isStopping: () => boolean;
}

export function runForPeople(facts: RunFacts, words: Words, manner: Manner): RunReader {
  const { stderr } = process;
  const say = (text: string) => {
    if (!manner.isQuiet) stderr.write(text);
  };
  let progress: Progress = noProgress;
  let steps = 0;
  let budget = 0;
  let verdict: readonly string[] = [];
  let report: string | undefined;
  const losses: { readonly critic: number; readonly generator: number }[] = [];

  function tellStep({ step, measures, epsilon }: Extract<RunEvent, { type: 'step' }>): void {
    const { criticLoss, generatorLoss } = measures;
    if (step % Math.ceil(steps / LOSSES_KEPT) === 0)
      losses.push({ critic: criticLoss, generator: generatorLoss });
    const { step: stepWord, critic, generator, rate, left, spent } = words.progress;
    progress.update(step, ({ perSecond, secondsLeft }) => {
      const parts = [
        `${stepWord} ${grouped(step)}/${grouped(steps)}`,
        `${critic} ${short(criticLoss)}`,
        `${generator} ${short(generatorLoss)}`,
        ...(epsilon === undefined ? [] : [spent(shownEpsilon(epsilon), short(budget))]),
        ...(perSecond > 0 ? [rate(short(perSecond)), left(duration(secondsLeft))] : []),
      ];
      return parts.join('  ');
    });
    if (step === steps) tellFinishing();
  }

  const placeOf = (step: number) => (step > 0 ? `${words.progress.step} ${grouped(step)}` : '');

  function warn(step: number, what: string, remedy: string): void {
    progress.clear();
    const problem = { where: placeOf(step), what: what.replace(/\.$/, ''), remedy };
    stderr.write(problemLine('warning', problem, stderr));
  }

  function remedyLine(step: number, sentence: string): string {
    const mark = styled(stderr, ['bold', 'cyan'], `${words.progress.remedy}:`);
    return `${mark} ${placeOf(step)}: ${printable(sentence)}\n`;
  }

  function tellFinishing(): void {
    progress.finish();
    progress = noProgress;
    say(`${words.progress.finishing}\n`);
  }

  async function tellEnd({ step, reason }: Extract<RunEvent, { type: 'done' }>): Promise<void> {
    if (reason === 'interrupted') {
      stderr.write(`${words.end.stopped(grouped(step), grouped(steps))}\n  ${facts.resumeCommand}\n`);
      return;
    }
    if (manner.isQuiet) return;
    if (canRedraw(stderr)) stderr.write(lossChart(losses, words, stderr));
    const rows = [
      [words.end.model, facts.folder],
      ...(report === undefined ? [] : [[words.end.report, report]]),
      [words.end.next, `gan-lstm sample ${shellWord(facts.folder)} -o new.csv`],
    ];
    const lines = verdict.map((line) => `${wrapped(line, process.stdout)}\n`).join('');
    await write(process.stdout, `${lines}${lines ? '\n' : ''}${textTable(rows, { indent: '' })}`);
  }

  return {
    async tell(event) {
      switch (event.type) {
        case 'data':
          return say(`${describeData(event.description, words, COLUMNS_SHOWN)}\n`);
        case 'start': {
          steps = event.settings.steps;
          budget = event.settings.privacyEpsilon;
          const { folder } = facts;
          say(`${describeTraining(event.settings, words, { sizes: event, folder, engine: event.engine })}\n`);
          if (manner.showsProgress) progress = createProgress(stderr, steps, event.step);
          return;
        }
        case 'step':
          return tellStep(event);
        case 'warning':
          return warn(event.step, event.message, event.remedy);
        case 'finding':
          return warn(event.step, event.sentence, event.remedy);
        case 'remedy':
          progress.clear();
          stderr.write(remedyLine(event.step, event.sentence));
          return;
        case 'diagnosis': // the journal and the report have its figures
          return;
        case 'checkpoint':
          if (event.step < steps && manner.isStopping()) tellFinishing();
          return;
        case 'report':
          verdict = event.verdict;
          report = event.file;
          return;
        case 'done':
          return tellEnd(event);
        default:
          event satisfies never;
      }
    },
    end() {
      progress.finish();
    },
  };
}

/** What is said when the first Ctrl-C arrives. */
export function tellStopping(words: Words): void {
  const clear = canRedraw(process.stderr) ? '\r\x1b[K' : '';
  process.stderr.write(`${clear}${styled(process.stderr, 'yellow', words.progress.stopping)}\n`);
}
