/** What a model folder holds, for people and programs. */
import type { Problem } from '../errors/userError.ts';
import { parameterCounts } from '../gan/index.ts';
import type { LearnedColumn } from '../sequence/timeseries/index.ts';
import { hasCheckpoint, readCheckpoint, readGenerator } from './checkpoint.ts';
import type { Host } from './host.ts';
import { readJournal } from './journal.ts';
import { type ModelConfig, openModel } from './modelFolder.ts';
import { type PrivacyStatement, privacyStatement } from './privacyStatement.ts';

export interface Inspection {
  readonly config: ModelConfig;
  readonly features: readonly LearnedColumn[];
  readonly outputColumns: readonly string[];
  readonly generatorParameters: number;
  readonly criticParameters: number;
  /** Iterations that the stored weights have seen; undefined where nothing says. */
  readonly step: number | undefined;
  /** `running` also where a run was killed: it can be resumed. */
  readonly state: 'finished' | 'interrupted' | 'diverged' | 'running';
  readonly canResume: boolean;
  /** Of differential privacy, where it was asked for. */
  readonly privacy?: PrivacyStatement;
  readonly warnings: readonly Problem[];
}

export async function inspectModel(host: Host, folder: string): Promise<Inspection> {
  const { config, codec, gan } = await openModel(host, folder);
  const { step, warnings } = await readGenerator(host, folder);
  const { events, warnings: torn } = await readJournal(host, folder);
  const end = events.at(-1);
  const privacy = privacyStatement(config.settings, config.count, step ?? config.settings.steps);
  return {
    config,
    features: codec.learned,
    outputColumns: codec.outputColumns,
    ...parameterCounts(gan),
    step,
    state: end?.type === 'done' ? (end.reason as Inspection['state']) : 'running',
    canResume:
      (await hasCheckpoint(host, folder)) &&
      (await readCheckpoint(host, folder)).step < config.settings.steps,
    ...(privacy && { privacy }),
    warnings: [...warnings, ...torn],
  };
}
