/** What forecast and impute share: progress, Ctrl-C, and the sentence on how good the result is. */
import type { HeldOutScore } from '../../src/index.ts';
import { isOn, type Options } from './context.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';
import { listenForInterruption } from './interruption.ts';
import { createProgress, noProgress } from './progress.ts';
import { canRedraw } from './terminal.ts';
import type { Words } from './words.ts';

export interface Watching {
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Runs `work` under a line of progress; Ctrl-C ends it with nothing written. */
export async function searching(
  options: Options,
  doing: string,
  work: (watch: Watching) => Promise<ExitCode>,
): Promise<ExitCode> {
  const shows = !isOn(options, 'quiet') && options.progress !== false && canRedraw(process.stderr);
  const progress = shows ? createProgress(process.stderr, 100) : noProgress;
  const interruption = listenForInterruption(() => progress.clear());
  const { signal } = interruption;
  const onProgress = (share: number) =>
    progress.update(Math.min(99, Math.floor(100 * share)), () => `${doing} ${Math.floor(100 * share)} %`);
  try {
    return await work({ onProgress, signal });
  } catch (error) {
    if (signal.aborted) return interruption.code() ?? EXIT.interrupted;
    throw error;
  } finally {
    progress.clear();
    interruption.end();
  }
}

export function tellScore(
  score: HeldOutScore | undefined,
  { simple, notMeasured }: { readonly simple: string; readonly notMeasured: string },
  { score: sentence }: Words,
): void {
  const text = score
    ? sentence(
        `${score.pieces}`,
        score.error.toFixed(2),
        simple,
        score.simpleError.toFixed(2),
        `${Math.round(100 * score.inBand)}`,
      )
    : notMeasured;
  process.stderr.write(`${text}\n`);
}
