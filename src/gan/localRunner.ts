/** A runner in the thread that asks: state goes round between two sets of buffers. */

import type { Values } from '../runtime/engine.ts';
import { batchReader } from './batches.ts';
import { compileIteration } from './compiledIteration.ts';
import { feeder } from './feeder.ts';
import { readMeasures } from './measures.ts';
import type { Runner, RunnerOptions } from './runner.ts';
import { blankLike, turnOver } from './state.ts';

export async function localRunner({ engine, gan, state: start, data, rows }: RunnerOptions): Promise<Runner> {
  const compiled = await compileIteration(engine, gan);
  const { batch, seed } = gan.config;
  let state = start;
  let spare = blankLike(state);
  const read = batchReader(data, batch, seed, rows);
  const feed = feeder(compiled.full.executable.program.inputs, (name) => name in state, read, seed);
  return {
    async iterate(now, step) {
      let results: Values = {};
      const { criticSteps } = now.config;
      for (let round = 0; round < criticSteps; round++) {
        const part = round === criticSteps - 1 ? compiled.full : compiled.criticOnly!;
        results = await part.executable.run({ ...state, ...feed(now, step, round) }, part.outputsInto(spare));
        [state, spare] = turnOver(state, spare, part.changed);
      }
      return readMeasures(results);
    },
    state: async () => state,
    load: async (other) => {
      state = other;
      spare = blankLike(other);
    },
    release: () => compiled.release(),
  };
}
