/** The machine that figures were measured on, and its limits. */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeEngine } from '../../src/runtime/node.ts';
import { bestProductRate } from '../machine.ts';
import { REPOSITORY, SCRATCH } from './environment.ts';
import type { Machine } from './record.ts';

const run = promisify(execFile);

export async function describeMachine(): Promise<Machine> {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    hasAvx512: await hasAvx512(),
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    multiplyAddRate: await multiplyAddRate(),
    productRate: await bestProductRate(nodeEngine()),
  };
}

async function hasAvx512(): Promise<boolean | undefined> {
  try {
    return (await readFile('/proc/cpuinfo', 'utf8')).includes('avx512f');
  } catch {
    return undefined; // not Linux
  }
}

/** By a C program that is compiled for this processor; undefined without a C compiler. */
async function multiplyAddRate(): Promise<number | undefined> {
  const program = join(SCRATCH, 'multiplyAdd');
  const source = join(REPOSITORY, 'bench', 'peers', 'multiplyAdd.c');
  await mkdir(SCRATCH, { recursive: true });
  try {
    await run(process.env.CC ?? 'gcc', ['-O3', '-march=native', '-ffp-contract=fast', source, '-o', program]);
  } catch {
    return undefined;
  }
  return Number((await run(program)).stdout.split(' ')[0]);
}
