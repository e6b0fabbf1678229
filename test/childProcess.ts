/**
 * Runs scripts that use the library in a process of their own, which can then be killed. Node 20 does not read
 * TypeScript and the tests must not need a build, so the modules are compiled, without type checks, to a folder of
 * their own first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface CompiledModules {
  readonly folder: string;
  /** Starts a script, JavaScript that may import the modules as `./src/...js`. */
  start(script: string, args?: readonly string[]): Promise<ChildProcess>;
  remove(): Promise<void>;
}

/** Compiles modules, named from the root of the repository, and all that they import. */
export async function compileModules(...modules: readonly string[]): Promise<CompiledModules> {
  const folder = await mkdtemp(join(tmpdir(), 'gan-lstm-compiled-'));
  const program = ts.createProgram(
    modules.map((name) => join(ROOT, name)),
    {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
      rootDir: ROOT,
      outDir: folder,
      noCheck: true,
      noLib: true,
      types: [],
    },
  );
  program.emit();
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  let count = 0;
  return {
    folder,
    async start(script, args = []) {
      const path = join(folder, `script-${count++}.js`);
      await writeFile(path, script);
      return spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Everything that a process printed and how it ended. */
export async function outcomeOf(child: ChildProcess): Promise<{
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}> {
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (errors += chunk));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, output, errors }));
  });
}
