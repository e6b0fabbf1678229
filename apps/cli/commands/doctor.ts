/**
 * `gan-lstm doctor`: whether this machine and folder have what training needs. Each check is one record; it returns
 * what it found, or throws a Broken with a remedy. The library is loaded inside the checks, since it may be what is
 * broken.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Context, isOn, type Options } from '../context.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { styled, write } from '../terminal.ts';
import { textTable } from '../textTable.ts';

const OLDEST_NODE = [20, 20] as const;
const NEEDED_MEMORY = 512 * 2 ** 20;
const TOLERANCE = 1e-5;

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

class Broken extends Error {
  readonly remedy: string;
  constructor(found: string, remedy: string, options?: ErrorOptions) {
    super(found, options);
    this.remedy = remedy;
  }
}

const REINSTALL = 'install the dependencies again: npm ci';

const CHECKS: Readonly<Record<string, () => string | Promise<string>>> = {
  'Node.js': () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const [oldMajor, oldMinor] = OLDEST_NODE;
    if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return process.versions.node;
    throw new Broken(process.versions.node, `install Node.js ${OLDEST_NODE.join('.')} or newer`);
  },
  'onnxruntime-node': runsATinyProgram,
  'onnxruntime-web': () => {
    try {
      createRequire(import.meta.url).resolve('onnxruntime-web');
    } catch (cause) {
      throw new Broken('is not installed', REINSTALL, { cause });
    }
    return 'installed';
  },
  processors: () => `${availableParallelism()}`,
  memory: () => {
    const text = `${gigabytes(freemem())} of ${gigabytes(totalmem())} GB free`;
    if (freemem() >= NEEDED_MEMORY) return text;
    throw new Broken(text, 'close other programs, or train on a machine with more memory');
  },
  'this folder': async () => {
    try {
      const folder = await mkdtemp(join(process.cwd(), '.gan-lstm-doctor-'));
      await writeFile(join(folder, 'written'), 'x');
      await rm(folder, { recursive: true });
      return 'can be written to';
    } catch (cause) {
      const found = `cannot be written to (${(cause as NodeJS.ErrnoException).code})`;
      throw new Broken(found, 'change to another folder, or name one with --out', { cause });
    }
  },
};

const gigabytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);

/** tanh(x W) on the engine and on the reference evaluator. */
async function runsATinyProgram(): Promise<string> {
  const { graph } = await import('../../../src/index.ts');
  const { nodeEngine } = await loadEngine();
  const program = graph.program({
    y: graph.tanh(graph.matmul(graph.input('x', [2, 3]), graph.input('w', [3, 2]))),
  });
  const x = Float32Array.of(0.5, -1, 2, 0.25, 1.5, -0.75);
  const w = Float32Array.of(0.1, -0.2, 0.3, 0.4, -0.5, 0.6);
  const engine = nodeEngine();
  const executable = await engine.compile(program);
  const { y } = await executable.run({
    x: { dtype: 'float32', shape: [2, 3], data: x },
    w: { dtype: 'float32', shape: [3, 2], data: w },
  });
  await executable.release();
  const expected = graph.evaluateProgram(program, { x, w }).y!.data;
  const difference = Math.max(...Array.from(expected, (value, i) => Math.abs(value - y!.data[i]!)));
  if (!(difference <= TOLERANCE)) {
    throw new Broken(`${engine.name} computes wrongly: it is off by ${difference}`, REINSTALL);
  }
  return `${engine.name} computes as it should`;
}

async function loadEngine(): Promise<typeof import('../../../src/node.ts')> {
  try {
    return await import('../../../src/node.ts');
  } catch (cause) {
    const [line] = (cause as Error).message.split('\n');
    throw new Broken(`cannot be loaded: ${line}`, REINSTALL, { cause });
  }
}

export async function doctor(options: Options, { words }: Context): Promise<ExitCode> {
  const findings: Finding[] = [];
  for (const [check, find] of Object.entries(CHECKS)) {
    try {
      findings.push({ check, ok: true, found: await find() });
    } catch (error) {
      const remedy = error instanceof Broken ? error.remedy : REINSTALL;
      findings.push({ check, ok: false, found: (error as Error).message, remedy });
    }
  }
  const isWell = findings.every(({ ok }) => ok);
  if (isOn(options, 'json')) {
    await write(process.stdout, `${JSON.stringify({ schemaVersion: 1, ok: isWell, findings }, null, 2)}\n`);
  } else {
    const { ok: okWord, problem, allWell } = words.doctor;
    const rows = findings.map(({ check, ok, found, remedy }) => [
      ok ? styled(process.stdout, 'green', okWord) : styled(process.stdout, 'red', problem),
      check,
      remedy === undefined ? found : `${found}; ${remedy}`,
    ]);
    await write(process.stdout, `${textTable(rows, { indent: '' })}${isWell ? `\n${allWell}\n` : ''}`);
  }
  return isWell ? EXIT.done : EXIT.failed;
}
