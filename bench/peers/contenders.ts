/** Who takes part: each framework in each of its settings, and how its process is started. */

import { fileURLToPath } from 'node:url';
import type { PeerCase } from './cases.ts';
import type { Interpreters } from './environment.ts';

export const frameworks = ['pytorch', 'tensorflow', 'jax'] as const;
export type Framework = (typeof frameworks)[number];

export interface Contender {
  readonly id: string;
  /** What `--only` names. */
  readonly group: Framework | 'ours' | 'wasm';
  readonly title: string;
  readonly threads: number;
  readonly isCompiled: boolean;
  readonly command: readonly string[];
}

const titles: Readonly<Record<Framework, { readonly eager: string; readonly compiled: string }>> = {
  pytorch: { eager: 'PyTorch', compiled: 'PyTorch torch.compile' },
  tensorflow: { eager: 'TensorFlow tf.function', compiled: 'TensorFlow jit_compile' },
  jax: { eager: 'JAX jit', compiled: '' },
};

/** The sources of the peers; this file runs from the built folder. */
const pythonFile = (framework: Framework): string =>
  fileURLToPath(new URL(`../../../bench/peers/python/${framework}_peer.py`, import.meta.url));

const ourFile = fileURLToPath(new URL('./ours.js', import.meta.url));

function peer(framework: Framework, python: string, threads: number, isCompiled = false): Contender {
  const flags = ['--threads', `${threads}`, ...(isCompiled ? ['--compile'] : [])];
  return {
    id: `${framework}${isCompiled ? '-compiled' : ''}-${threads}`,
    group: framework,
    title: titles[framework][isCompiled ? 'compiled' : 'eager'],
    threads,
    isCompiled,
    command: [python, pythonFile(framework), ...flags],
  };
}

const ours = (engine: 'node' | 'web', workers: number): Contender => ({
  id: engine === 'web' ? 'wasm-1' : `ours-${workers}`,
  group: engine === 'web' ? 'wasm' : 'ours',
  title: engine === 'web' ? 'gan-lstm in WebAssembly' : 'gan-lstm',
  threads: workers,
  isCompiled: false,
  command: [process.execPath, ourFile, '--engine', engine, '--workers', `${workers}`],
});

export interface Field {
  readonly pythons: Interpreters;
  /** Threads of the widest setting; the other has one. */
  readonly most: number;
  readonly hasCompiler: boolean;
}

export function contenders({ pythons, most, hasCompiler }: Field): readonly Contender[] {
  const counts = most > 1 ? [1, most] : [1];
  const peers = frameworks.flatMap((framework) => {
    const python = pythons[framework];
    if (!python) return [];
    return [
      ...counts.map((threads) => peer(framework, python, threads)),
      ...(framework === 'tensorflow' || (framework === 'pytorch' && hasCompiler)
        ? [peer(framework, python, most, true)]
        : []),
    ];
  });
  return [...peers, ...counts.map((workers) => ours('node', workers)), ours('web', 1)];
}

/**
 * In the steps with second derivatives the peers have all threads, which keeps the run short. What torch.compile makes has
 * no second derivative, TensorFlow's loop through XLA was fifty times slower there than unrolled without it, and
 * WebAssembly is measured on the plain steps.
 */
export function takesPart({ group, threads, isCompiled }: Contender, one: PeerCase, most: number): boolean {
  if (one.penalty === 'none' || group === 'ours') return true;
  return group !== 'wasm' && threads === most && !isCompiled;
}
