/**
 * A run as one JSON object a line. The first line names the format; of the steps about five hundred are told, evenly
 * spread, and always the last. What is not finite stands as text, as in the journal.
 */
import type { RunEvent, UserError } from '../../src/index.ts';
import type { RunFacts, RunReader } from './runReader.ts';
import { write } from './terminal.ts';

const STEPS_TOLD = 500;

/** `onClosed` is called when nobody reads any more. */
export function runAsJson(facts: RunFacts, version: string, onClosed: () => void): RunReader {
  let hasBegun = false;
  let steps = 1;
  const line = async (value: unknown) => {
    if (!(await write(process.stdout, `${JSON.stringify(value, finiteOrText)}\n`))) onClosed();
  };
  return {
    async tell(event: RunEvent) {
      if (!hasBegun) await line({ schemaVersion: 1, type: 'run', version, ...facts });
      hasBegun = true;
      if (event.type === 'start') steps = event.settings.steps;
      const stride = Math.ceil(steps / STEPS_TOLD);
      if (event.type !== 'step' || event.step % stride === 0 || event.step === steps) await line(event);
    },
    end() {},
  };
}

/** The last line of a run that failed by a mistake of the user, which standard error tells in words. */
export async function tellFailure({ kind, problems }: UserError): Promise<void> {
  await write(process.stdout, `${JSON.stringify({ type: 'error', kind, problems })}\n`);
}

export function finiteOrText(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
