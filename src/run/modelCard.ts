/**
 * The model card, `README.md` of a model folder: what was learned from what, and how; how good it is, each figure
 * beside its floor and a naive generator; what it does not promise; how to use it. YAML front matter as model hubs
 * read it.
 */
import { losses, penalties } from '../gan/index.ts';
import type { Compared, Summary } from '../report/index.ts';
import { givenInput } from './conditionInputs.ts';
import { GENERATOR_ONNX, REPORT } from './modelFolder.ts';
import type { Run } from './trainRun.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export function modelCard(run: Run, summary: Summary, facts: readonly Fact[]): string {
  const { codec, config } = run;
  const { settings } = config;
  const loss = losses[settings.loss];
  const penalty = settings.penalty === 'none' ? undefined : penalties[settings.penalty];
  const source = [loss.source, ...(penalty ? [penalty.source] : [])].join('; ');
  return `---
library_name: gan-lstm
tags: [synthetic-data, time-series, gan, lstm, onnx]
---

# Sequences like those of ${inline(config.data)}

A recurrent generative adversarial network: a ${settings.generatorCell.toUpperCase()} generator that turns noise into sequences of ${codec.isRagged ? 'up to ' : ''}${codec.length} steps
with ${codec.learned.length} ${codec.learned.length === 1 ? 'column' : 'columns'}, trained against a critic of kind "${settings.critic}".

## What was learned, and how

${table(
  ['fact', 'value'],
  facts.map(({ name, value }) => [name, value]),
)}

Critic's loss: ${loss.formula.critic}${penalty ? `, plus ${settings.penaltyWeight} times ${penalty.formula}` : ''}.
Generator's loss: ${loss.formula.generator}. Sources: ${source}.

## Columns

${table(
  ['column', 'mean, real', 'mean, generated', 'range, real', 'range, generated', 'judged'],
  summary.columns.map(({ name, real, generated, level }) => [
    name,
    number(real.mean),
    number(generated.mean),
    `${number(real.minimum)} to ${number(real.maximum)}`,
    `${number(generated.minimum)} to ${number(generated.maximum)}`,
    level,
  ]),
)}

${textTable(summary)}## How good it is

${summary.verdict.join(' ')}

The floor is what real sequences score against other real sequences; naive is a generator that ignores the data's
order, or its columns' relations, or always gives one value. ${summary.counts.realUsed} real and ${summary.counts.generatedUsed} generated sequences were
compared. The figures are explained in \`${REPORT}\`.

${table(
  ['figure', 'this model', 'floor', 'naive', 'judged'],
  Object.entries(summary.headlines).map(([name, figure]) => [name, ...compared(figure)]),
)}

## Limits

- The real sequences compared are those that the model was trained on; nothing here was measured on data held back.
- No formal privacy guarantee is made: a network can remember single sequences. The figure "copies" finds near
  copies, and its absence proves nothing.
- Sequences longer than ${codec.length} steps, and rare events that the data holds only once or twice, were not learned.

## Use

    gan-lstm sample . --count 100 -o new.csv

\`${GENERATOR_ONNX}\` needs no gan-lstm: it takes standard normal noise and gives values in the units of the data${unusual(codec)}.

    import numpy, onnxruntime
    session = onnxruntime.InferenceSession("${GENERATOR_ONNX}")
    shapes = {i.name: [100 if d == "batch" else d for d in i.shape] for i in session.get_inputs()}
    inputs = {name: numpy.random.standard_normal(shape).astype("float32") for name, shape in shapes.items()}
${givenText(run)}    sequences = session.run(["sequences"], inputs)[0]   # [100, ${codec.length}, ${codec.learned.length}]
${conditionText(run)}`;
}

/** The line of the example that is for attributes. */
function givenText(run: Run): string {
  if (run.codec.attributes.length === 0) return '';
  return `    inputs |= {name: numpy.full(shape, numpy.nan, "float32") for name, shape in shapes.items() if name.startswith("given.")}
`;
}

/** How to ask for attributes, of the command and of the file. */
function conditionText(run: Run): string {
  const { codec } = run;
  const [first] = codec.attributes;
  if (!first) return '';
  const { column, texts } = first;
  const condition = JSON.stringify(`${column.name}=${texts?.[0] ?? 'VALUE'}`);
  const lines = codec.attributes.map(({ column: { name, kind, isOptional } }) => {
    const meaning =
      kind === 'levels'
        ? 'its place in the list of the metadata `levels`'
        : 'the number, in the units of the data';
    return [
      givenInput(name),
      '[batch, 1]',
      `${meaning}${isOptional ? '; infinity: missing' : ''}; NaN: drawn`,
    ];
  });
  return `
Sequences for given attributes:

    gan-lstm sample . --where ${condition} --count 100 -o new.csv

In \`${GENERATOR_ONNX}\` they are inputs, each for itself; what is not given is drawn to suit what is:

${table(['input', 'shape', 'value'], lines)}

    inputs[${JSON.stringify(givenInput(column.name))}][:] = 0   # for all 100
`;
}

/** What values are besides numbers. */
function unusual({ learned, isRagged }: Run['codec']): string {
  const parts = [
    ...(learned.some(({ kind }) => kind === 'levels')
      ? ['of texts their places in the lists of its metadata `levels`']
      : []),
    ...(isRagged || learned.some(({ isOptional }) => isOptional)
      ? [`NaN where a value is missing${isRagged ? ' and after the end of a sequence' : ''}`]
      : []),
  ];
  return parts.map((part) => `, ${part}`).join('');
}

/** The columns of texts, where there are any. */
function textTable({ categories }: Summary): string {
  if (categories.length === 0) return '';
  const shown = table(
    ['column of texts', 'texts', 'most frequent, real', 'the same, generated', 'distance', 'judged'],
    categories.map(({ name, levels, distance, level }) => {
      const [first] = [...levels].sort((a, b) => b.real - a.real);
      const share = (value: number) => `${number(100 * value)} %`;
      return [
        name,
        `${levels.length}`,
        `${first!.name}: ${share(first!.real)}`,
        share(first!.generated),
        number(distance.value),
        level,
      ];
    }),
  );
  return `${shown}\n\nThe distance is the share of cells that would have to be another text.\n\n`;
}

const compared = ({ value, floor, naive, level }: Compared): string[] => [
  number(value),
  number(floor),
  number(naive),
  level,
];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text that cannot end a table's cell or begin markup. */
const inline = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_|<>[\]]/g, '\\$&');

const number = (value: number | null): string => (value === null ? '-' : `${Number(value.toPrecision(4))}`);
