/** Contenders' processes, started when they are first asked, and started again where one has died. */
import type { ContenderProcess } from './contenderProcess.ts';
import type { Contender } from './contenders.ts';

export type Start = (contender: Contender) => Promise<ContenderProcess>;

export interface Processes {
  get(contender: Contender): Promise<ContenderProcess>;
  /** For one that has failed: nothing of it is used again. */
  drop(contender: Contender): Promise<void>;
  endAll(): Promise<void>;
}

export function openProcesses(start: Start): Processes {
  const alive = new Map<string, ContenderProcess>();
  async function drop({ id }: Contender): Promise<void> {
    const known = alive.get(id);
    alive.delete(id);
    await known?.end();
  }
  return {
    async get(contender) {
      const known = alive.get(contender.id);
      if (known) return known;
      const process = await start(contender);
      alive.set(contender.id, process);
      return process;
    },
    drop,
    async endAll() {
      for (const { contender } of [...alive.values()]) await drop(contender);
    },
  };
}
