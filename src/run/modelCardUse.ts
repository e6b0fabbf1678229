/** How a model is used, the last part of its card: the commands, and the exported file with its inputs. */
import { givenInput } from './conditionInputs.ts';
import { table } from './modelCardTable.ts';
import { GENERATOR_ONNX } from './modelFolder.ts';
import type { Run } from './trainRun.ts';

export function usage(run: Run): string {
  const { codec, config } = run;
  const isLong = config.shapes.memory !== undefined;
  const lines = [
    'gan-lstm sample . --count 100 -o new.csv',
    ...(isLong
      ? ['gan-lstm sample . --count 1 --length 5000 -o long.csv   # one series without a seam']
      : []),
    ...(codec.isRagged || codec.layout === 'rows'
      ? []
      : [
          'gan-lstm forecast . history.csv -o next.csv             # what follows the last rows of a table',
          'gan-lstm impute . gaps.csv -o whole.csv                 # blank cells filled in',
        ]),
  ];
  return `## Use

${lines.map((line) => `    ${line}`).join('\n')}

\`${GENERATOR_ONNX}\` needs no gan-lstm: it takes standard normal noise and gives values in the units of the data${unusual(codec)}.

    import numpy, onnxruntime
    session = onnxruntime.InferenceSession("${GENERATOR_ONNX}")
    shapes = {i.name: [100 if d == "batch" else d for d in i.shape] for i in session.get_inputs()}
    inputs = {name: numpy.random.standard_normal(shape).astype("float32") for name, shape in shapes.items()}
${
  codec.learned.some(({ isStatic }) => isStatic)
    ? `    for name in shapes:
        if name.startswith("given."): inputs[name][:] = numpy.nan   # drawn
`
    : ''
}    sequences = session.run(["sequences"], inputs)[0]   # [100, ${codec.length}, ${codec.learned.length}]
${conditions(run)}`;
}

/** How to ask for attributes, of the command and of the file. */
function conditions({ codec }: Run): string {
  const [first] = codec.attributes;
  if (!first) return '';
  const { column, texts } = first;
  const condition = JSON.stringify(`${column.name}=${texts?.[0] ?? 'VALUE'}`);
  const lines = codec.attributes.map(({ column: { name, kind, isOptional } }) => {
    const meaning =
      kind === 'levels' ? "the text's place in its list of levels" : 'the number, in the units of the data';
    return [
      givenInput(name),
      'batch x 1',
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
