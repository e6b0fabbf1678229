/** The page and its plots, from the record alone. */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CASES } from './cases.ts';
import { growthTable, samplingTable, startTable } from './costTables.ts';
import { MIDDLE } from './measureGrowth.ts';
import { growthPlot, samplingPlot, stepsPlot } from './plots.ts';
import type { PeerRecord, StepCase } from './record.ts';
import { detailTable, ratioTable, timesTable } from './stepTables.ts';

export async function writePage(record: PeerRecord, out: string): Promise<void> {
  const name = basename(out);
  const cases = CASES.flatMap(({ id }) => record.steps[id] ?? []);
  const sections = [
    heading(record),
    await stepSection(record, cases, { out, name }),
    await growthSection(record, { out, name }),
    startSection(record),
    await samplingSection(record, { out, name }),
  ];
  await writeFile(`${out}.md`, `${sections.filter((text) => text !== '').join('\n\n')}\n`);
}

interface Place {
  readonly out: string;
  readonly name: string;
}

/** Writes a plot, and says how the page shows it. */
async function shown({ out, name }: Place, part: string, label: string, svg: string): Promise<string> {
  await writeFile(`${out}-${part}.svg`, `${svg}\n`);
  return `![${label}](${name}-${part}.svg)`;
}

/** What parts took here, where all of them are measured. */
function minutes(took: PeerRecord['took'], names: readonly string[]): string {
  const seconds = names.reduce((total, name) => total + (took[name] ?? Number.NaN), 0);
  return seconds > 0 ? `; ${Math.ceil(seconds / 60)} min here` : '';
}

function heading({ machine, versions, missing, took, steps }: PeerRecord): string {
  const { processor, cores, hasAvx512, memoryGibibytes, multiplyAddRate, productRate } = machine;
  const limits = [
    ...(multiplyAddRate ? [`${multiplyAddRate.toFixed(0)} GFLOP/s of multiply-adds in registers`] : []),
    `${productRate.toFixed(0)} GFLOP/s in the best large matrix product of ONNX Runtime`,
  ];
  const avx = hasAvx512 === undefined ? '' : hasAvx512 ? ', AVX-512' : ', no AVX-512';
  const names: Readonly<Record<string, string>> = {
    pytorch: 'PyTorch',
    tensorflow: 'TensorFlow',
    jax: 'JAX',
    python: 'Python',
    numpy: 'numpy',
    node: 'Node',
    ours: 'gan-lstm on',
    wasm: 'in WebAssembly on',
  };
  const told = Object.entries(names).flatMap(([id, title]) =>
    versions[id] ? [`${title} ${versions[id]}`] : [],
  );
  const absent = Object.entries(missing).map(
    ([id, why]) => `\n\n**${names[id] ?? id} was not measured**: ${why}.`,
  );
  return `# Beside PyTorch, TensorFlow and JAX

\`\`\`sh
npm run bench:peers       # the steps${minutes(took, Object.keys(steps))}
npm run bench:costs       # growth, cold start, memory${minutes(took, ['growth', 'start'])}
npm run bench:sampling    # sequences a second${minutes(took, ['sampling'])}
\`\`\`

The commands make a Python environment for each framework in \`.scratch/\`, or use an interpreter that has it
(\`-- --python PATH\`). This page is written from [peers.json](peers.json), which they fill; one part, one shape or one
contender can be run alone (\`bench/peers/main.ts\` lists the flags). Nothing else should use the machine: two threads that
wait for a busy core are slower than one.

Machine: ${processor}, ${cores} cores${avx}, ${memoryGibibytes} GiB; one core does ${limits.join(', and ')}.

Versions: ${told.join(', ')}.${absent.join('')}`;
}

async function stepSection(record: PeerRecord, cases: readonly StepCase[], place: Place): Promise<string> {
  if (cases.length === 0) return '';
  const { rounds, seconds } = cases[0]!;
  const [plain, second] = [true, false].map((isPlain) =>
    cases.filter(({ kind }) => (kind === 'standard') === isPlain),
  ) as [StepCase[], StepCase[]];
  const failed = cases.flatMap(({ id, failed: ones }) =>
    ones.map(({ title, why }) => `- ${id}: ${title}: ${why}`),
  );
  const parts = [
    `## One step

A step is one update of the critic and one of the generator: an LSTM against an LSTM, Adam, the same for all. Shapes are
B sequences a batch, T steps, Z noise values a step, H units in each layer, D features. *WGAN-GP* and *RpGAN + R1 + R2*
hold second derivatives.

${ratioTable(cases, record)}

*Best peer / ours* is the time of the fastest setting of all frameworks over the time of our faster one. The limit is what as
many cores as we have workers would multiply and add in registers.`,
  ];
  if (plain.length > 0) {
    const label = 'Time of a step over ours, by shape and contender';
    parts.push(await shown(place, 'steps', label, stepsPlot(plain, label)), timesTable(plain));
  }
  if (second.length > 0) {
    const label = 'Time of a step with second derivatives over ours, by case and contender';
    parts.push(
      '### Second derivatives',
      await shown(place, 'second', label, stepsPlot(second, label)),
      timesTable(second),
      `The peers have all threads here, which keeps the run short. Two of them have no row: what torch.compile makes has no
second derivative (traced as one function with its gradients inside, it compiled for minutes a network of six steps, which
then ran slower than eager), and TensorFlow's loop through XLA took fifty times as long as its unrolled graph in a trial.`,
    );
  }
  parts.push(`### How it was measured

- **The same model.** Weights, two batches and their noise are ours, and the peers must tell the losses of two steps that we
  tell; the second shows that both players moved alike in the first. The numbers of parameters must be equal. The run stops
  where they are not.
- **In turn.** Every contender is a process of its own, which waits while the others work. ${rounds} rounds of ${seconds} s
  each${isUniform(cases) ? '' : ' (the last case measured; others may differ)'}; figures are the median over all turns, of chunks of about a quarter of a second.
- **Their best.** Frameworks have fused Adam or their own compiled one, the real and the generated batch in one call of the
  critic, generated sequences made once for both updates, no gradients that nobody wants, no waiting for results inside
  a chunk, and one real batch that stays where it is. Each way to write the layers that a framework has (PyTorch: \`nn.LSTM\`
  through oneDNN, without it, and a loop; TensorFlow: a while loop, unrolled; JAX: a scan, unrolled by 1 or 4) is tried
  and the fastest is measured. The form of TensorFlow and JAX is chosen with one thread.
- **Ours** are steps of the public training stream: they also read a fresh batch, and tell losses and gradient norms every time.

<details><summary>Every row</summary>

${detailTable(cases)}

*Losses differ by*: from ours, over 1 + |loss|. *ms to first step*: building, compiling and one step in a process that has
loaded everything.

</details>`);
  if (failed.length > 0) parts.push(`Not measured:\n\n${failed.join('\n')}`);
  return parts.join('\n\n');
}

const isUniform = (cases: readonly StepCase[]): boolean =>
  cases.every(({ rounds, seconds }) => rounds === cases[0]!.rounds && seconds === cases[0]!.seconds);

async function growthSection({ growth }: PeerRecord, place: Place): Promise<string> {
  if (!growth || growth.length === 0) return '';
  const label = 'Time of a step over batch, length and width';
  return `## How the cost grows

Around ${MIDDLE.name}, one extent at a time. A step's time grows as its size to the *power*; 1 is in proportion.

${await shown(place, 'growth', label, growthPlot(growth, label))}

${growthTable(growth)}`;
}

function startSection({ start }: PeerRecord): string {
  if (!start || start.length === 0) return '';
  return `## Cold start and memory

From the start of a process, the median of ${start[0]!.runs} fresh ones, with the files of the framework in the system's
cache. What is resident after some dozens of steps is that of the whole process.

${startTable(start)}`;
}

async function samplingSection({ sampling }: PeerRecord, place: Place): Promise<string> {
  if (!sampling || sampling.rows.length === 0) return '';
  const { shape, rows } = sampling;
  const label = 'Sequences a second over the number asked for';
  const ways = [...new Set(rows.map(({ title, how }) => `${title}: ${how}`))];
  return `## Sampling

Sequences of the generator of ${shape}, noise included, with the threads or workers running before anything is timed.
Ours are made as \`gan-lstm sample\` makes them: sequence i is the same to the last bit in every row and on any number of
workers. PyTorch makes them under \`no_grad\` in the form and batch that were fastest for 4,096. None are kept, so the
memory (the most that was resident while they were made) does not grow with their number. The largest number is made once,
the others for a second at the least.

${await shown(place, 'sampling', label, samplingPlot(rows, label))}

${samplingTable(rows)}

${ways.map((way) => `- ${way}`).join('\n')}`;
}
