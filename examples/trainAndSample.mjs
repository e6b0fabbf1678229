// Trains on a table and prints a few generated rows: node examples/trainAndSample.mjs [data.csv] [folder] [steps]
// (after npm run build)
import { sampleRun, trainRun } from 'gan-lstm';
import { nodeEngine, nodeHost, readTableFile } from 'gan-lstm/node';

const [data = 'datasets/energy.csv', folder = 'runs/example', steps = '200'] = process.argv.slice(2);
const [host, engine] = [nodeHost, nodeEngine()];

const table = await readTableFile(data);
const given = { columns: ['T1', 'T_out'], steps: Number(steps) };
const naming = (name) => `given.${name}`; // how messages call a setting
for await (const event of trainRun({ host, engine, table, data, folder, given, naming, overwrites: true })) {
  if (event.type === 'step' && event.step % 50 === 0) {
    const { criticLoss, generatorLoss } = event.measures;
    console.log(`step ${event.step}: critic ${criticLoss.toFixed(3)}, generator ${generatorLoss.toFixed(3)}`);
  }
  if (event.type === 'report') console.log(event.verdict[0]);
}

const sample = await sampleRun({ host, engine, folder, format: 'csv', count: 2, seed: 1 });
for await (const chunk of sample.bytes) process.stdout.write(chunk);
