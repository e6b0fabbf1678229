/** A contender's process: requests go in, answers come out, one line each. It waits without work between them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Contender } from './contenders.ts';
import type { Greeting, Request } from './messages.ts';

export interface ContenderProcess {
  readonly contender: Contender;
  readonly greeting: Greeting;
  /** From the start of the process to its first word: the language and the framework are loaded. */
  readonly loadMilliseconds: number;
  ask<Answer>(request: Request): Promise<Answer>;
  /** Resident memory in MiB, or undefined where the system does not tell it. */
  resident(): Promise<number | undefined>;
  /** Lets it end, and sees to it that it does. */
  end(): Promise<void>;
}

/** What is kept of a process's complaints. */
const KEPT = 2000;
/** Seconds. */
const LONGEST_END = 30;

export async function startContender(contender: Contender, longestSeconds = 600): Promise<ContenderProcess> {
  const [command, ...flags] = contender.command;
  const from = performance.now();
  const child = spawn(command!, flags, { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  // what is written to a process that has just ended is lost; its end is told by the next read
  child.stdin!.on('error', () => {});
  let complaints = '';
  child.stderr!.on('data', (text) => {
    complaints = `${complaints}${text}`.slice(-KEPT);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      complaints += error.message;
      resolve();
    });
  });
  async function read(): Promise<object> {
    const line = await within(longestSeconds, child, contender, lines.next());
    if (line.done) {
      await ended;
      throw new Error(`${contender.id}: the process ended (${child.exitCode}): ${complaints.trim()}`);
    }
    const answer = JSON.parse(line.value) as object;
    if ('error' in answer) throw new Error(`${contender.id}: ${answer.error}`);
    return answer;
  }
  const greeting = (await read()) as Greeting;
  return {
    contender,
    greeting,
    loadMilliseconds: performance.now() - from,
    async ask<Answer>(request: Request) {
      child.stdin!.write(`${JSON.stringify(request)}\n`);
      return (await read()) as Answer;
    },
    resident: () => residentOf(child.pid!),
    async end() {
      child.stdin!.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 1000 * LONGEST_END);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Ends the process where it does not answer in time. */
async function within<T>(
  seconds: number,
  child: ChildProcess,
  { id }: Contender,
  work: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${id}: no answer in ${seconds} s`));
    }, 1000 * seconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function residentOf(pid: number): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) / 1024;
  } catch {
    return undefined; // not Linux
  }
}
