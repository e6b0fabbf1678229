/**
 * A scratch Python environment for each framework, in `.scratch/peers/` of the repository, which git does not see. The
 * versions are those of requirements/*.txt, and pip takes them from where the machine's own settings say. An
 * interpreter that has a framework in that version already may be given in its place. Where a framework cannot be had, the rest is
 * measured without it, and the page says so.
 */
import { execFile } from 'node:child_process';
import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Framework, frameworks } from './contenders.ts';

const run = promisify(execFile);

export type Interpreters = Readonly<Partial<Record<Framework, string>>>;

export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
export const SCRATCH = join(REPOSITORY, '.scratch', 'peers');

const packages: Readonly<Record<Framework, string>> = {
  pytorch: 'torch',
  tensorflow: 'tensorflow',
  jax: 'jax',
};

const requirements = (framework: Framework): string =>
  join(REPOSITORY, 'bench', 'peers', 'requirements', `${framework}.txt`);

export interface Environment {
  readonly pythons: Interpreters;
  /** Frameworks that are wanted and cannot be had, and why. */
  readonly missing: Readonly<Partial<Record<Framework, string>>>;
}

export async function prepareEnvironment(
  wanted: readonly Framework[],
  /** Interpreters to look in first. */
  given: readonly string[],
  tell: (line: string) => void,
): Promise<Environment> {
  const pythons: Partial<Record<Framework, string>> = {};
  const missing: Partial<Record<Framework, string>> = {};
  for (const framework of frameworks.filter((one) => wanted.includes(one))) {
    try {
      pythons[framework] =
        (await amongGiven(framework, given)) ?? (await ownEnvironment(framework, given, tell));
    } catch (error) {
      missing[framework] = reasonOf(error);
      tell(`${framework} is not measured: ${missing[framework]}`);
    }
  }
  return { pythons, missing };
}

async function pinnedVersion(framework: Framework): Promise<string> {
  const lines = (await readFile(requirements(framework), 'utf8')).split('\n');
  const line = lines.find((one) => one.startsWith(`${packages[framework]}==`))!;
  return line.slice(line.indexOf('==') + 2).trim();
}

/** The version of a framework that an interpreter has; undefined where it has none. A local suffix, `+cpu`, is cut. */
async function versionIn(python: string, framework: Framework): Promise<string | undefined> {
  const script = `from importlib.metadata import version; print(version('${packages[framework]}'))`;
  try {
    return (await run(python, ['-c', script])).stdout.trim().split('+')[0];
  } catch {
    return undefined; // no such package, or no such interpreter: it is looked for elsewhere
  }
}

async function amongGiven(framework: Framework, given: readonly string[]): Promise<string | undefined> {
  const pinned = await pinnedVersion(framework);
  for (const python of given) if ((await versionIn(python, framework)) === pinned) return python;
  return undefined;
}

async function ownEnvironment(
  framework: Framework,
  given: readonly string[],
  tell: (line: string) => void,
): Promise<string> {
  const folder = join(SCRATCH, 'python', framework);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if ((await versionIn(python, framework)) === (await pinnedVersion(framework))) return python;
  await mkdir(SCRATCH, { recursive: true });
  const base = given[0] ?? (process.platform === 'win32' ? 'python' : 'python3');
  tell(`installing ${framework} in ${folder}; this is done once, and takes minutes and up to some gigabytes`);
  if (!(await exists(python))) await run(base, ['-m', 'venv', folder]);
  const flags = ['-m', 'pip', 'install', '--quiet', '--retries', '1', '-r', requirements(framework)];
  await run(python, flags, { maxBuffer: 2 ** 26 });
  return python;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The last line that names the trouble; pip's own words where it was pip. */
function reasonOf(error: unknown): string {
  const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
  if (code === 'ENOENT') return 'there is no Python here; give one with --python PATH';
  const lines = (stderr ?? '').trim().split('\n');
  const said = lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1);
  const words = said || message;
  return `its installation failed, as it does without a network (${words}); with a network run this again, or give an interpreter that has it with --python PATH`;
}

/** Whether the compilers that torch.compile hands its C++ to are there. */
export async function hasCompiler(): Promise<boolean> {
  try {
    await run(process.env.CXX ?? 'g++', ['--version']);
    return true;
  } catch {
    return false;
  }
}
