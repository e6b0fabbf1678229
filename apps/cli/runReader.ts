/** Whoever reads a run's events: a person (runForPeople.ts) or a program (runAsJson.ts). */
import type { RunEvent } from '../../src/index.ts';

export interface RunReader {
  tell(event: RunEvent): Promise<void>;
  /** Ends what is half written, also where the run failed. */
  end(): void;
}

export interface RunFacts {
  readonly data: string;
  readonly folder: string;
  /** The command that goes on with the run. */
  readonly resumeCommand: string;
}
