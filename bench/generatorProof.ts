/**
 * Writes what proves that an exported generator runs elsewhere: the noise that `gan-lstm sample` draws for its first
 * sequences and the values that it makes of it, for test/fixtures/check_generator_onnx.py.
 *
 *     node dist/bench/generatorProof.js MODEL noise.json
 *     python test/fixtures/check_generator_onnx.py MODEL/generator.onnx noise.json
 */
import { writeFile } from 'node:fs/promises';
import { readGenerator } from '../src/run/checkpoint.ts';
import { nodeHost } from '../src/run/hostNode.ts';
import { openModel } from '../src/run/modelFolder.ts';
import { batchesOf, FEW } from '../src/run/sampling/batches.ts';
import type { Executable, Value, Values } from '../src/runtime/engine.ts';
import { nodeEngine } from '../src/runtime/node.ts';

const [folder, out] = process.argv.slice(2);
if (!folder || !out) throw new Error('usage: node dist/bench/generatorProof.js MODEL noise.json');

const { gan, codec } = await openModel(nodeHost, folder);
const { weights } = await readGenerator(nodeHost, folder);
const recorded = ({ shape, data }: Value) => ({ shape, data: Array.from(data) });
let given: Values = {};
const engine = nodeEngine();
const observed = (executable: Executable): Executable => ({
  ...executable,
  resized: (program) => observed(executable.resized(program)),
  run(inputs) {
    given = inputs;
    return executable.run(inputs);
  },
});
const batches = batchesOf(
  { ...engine, load: async (model, program) => observed(await engine.load(model, program)) },
  { gan, weights, columns: codec.learned },
);
const values = await batches.make({ seed: 1, first: 0, count: FEW });
const inputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, recorded(value)]));
const shape = [FEW, codec.length, codec.learned.length];
const output = { name: 'sequences', shape, data: Array.from(values) };
await writeFile(out, JSON.stringify({ inputs, output }));
