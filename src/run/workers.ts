/**
 * How many workers share the batches of a run or the judges of an evaluation: what is asked must be possible here, and
 * what is left open is decided.
 */
import { UserError } from '../errors/userError.ts';
import { createGan, type Shapes, usualWorkers } from '../gan/index.ts';
import type { Engine } from '../runtime/engine.ts';
import { ganConfigOf } from './configuration.ts';
import type { Naming } from './givenSettings.ts';
import type { RunSettings } from './settings.ts';

const coresOf = ({ shards }: Engine): number => shards?.cores ?? 1;

/** Throws a UserError where more are asked for than can run at the same time. */
export function requireWorkers(engine: Engine, { workers }: RunSettings, naming: Naming): void {
  if (workers !== 'auto') requireCores(coresOf(engine), workers, naming('workers'));
}

/** Threads for judges: as many as there are cores where that is left open. */
export function judgingThreads(engine: Engine, workers: number | 'auto' = 'auto'): number {
  const cores = coresOf(engine);
  if (workers === 'auto') return cores;
  requireCores(cores, workers, 'workers');
  return workers;
}

function requireCores(cores: number, workers: number, where: string): void {
  if (workers <= cores) return;
  const what = `${workers} are more than the ${cores} that can run at the same time here`;
  throw new UserError('usage', [{ where, what, remedy: `give at most ${cores}, or leave it at auto` }]);
}

/** Puts a number in the place of auto, so that a run that goes on elsewhere goes on with the same bytes. */
export function settleWorkers(engine: Engine, settings: RunSettings, shapes: Shapes): RunSettings {
  if (settings.workers !== 'auto') return settings;
  const workers = usualWorkers(createGan(ganConfigOf(settings), shapes), coresOf(engine));
  return { ...settings, workers };
}
