/**
 * Writes what proves that an exported generator runs elsewhere: the noise that `gan-lstm sample` draws for its first
 * sequences and the values that it makes of it, for test/fixtures/check_generator_onnx.py.
 *
 *     node dist/bench/generatorProof.js MODEL noise.json
 *     python test/fixtures/check_generator_onnx.py MODEL/generator.onnx noise.json
 */
import { writeFile } from 'node:fs/promises';
import { readGenerator } from '../src/run/checkpoint.ts';
import { generatorProgram, SAMPLE_BATCH, sampleBatches } from '../src/run/generatorModel.ts';
import { nodeHost } from '../src/run/hostNode.ts';
import { openModel } from '../src/run/modelFolder.ts';
import type { Executable, Value, Values } from '../src/runtime/engine.ts';
import { nodeEngine } from '../src/runtime/node.ts';

const [folder, out] = process.argv.slice(2);
if (!folder || !out) throw new Error('usage: node dist/bench/generatorProof.js MODEL noise.json');

const { gan, codec } = await openModel(nodeHost, folder);
const { weights } = await readGenerator(nodeHost, folder);
const compiled = await nodeEngine().compile(generatorProgram(gan, weights, codec.learned, SAMPLE_BATCH));

const recorded = ({ shape, data }: Value) => ({ shape, data: Array.from(data) });
let given: Values = {};
const observed: Executable = {
  ...compiled,
  run(inputs) {
    given = inputs;
    return compiled.run(inputs);
  },
};
for await (const values of sampleBatches(observed, { count: SAMPLE_BATCH, seed: 1 })) {
  const inputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, recorded(value)]));
  const shape = [SAMPLE_BATCH, codec.length, codec.learned.length];
  const output = { name: 'sequences', shape, data: Array.from(values) };
  await writeFile(out, JSON.stringify({ inputs, output }));
}
