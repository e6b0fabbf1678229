/** The operator table of the docs, made from the records and their cases. */
import * as g from '../../src/graph/index.ts';
import type { ScanBody } from '../../src/graph/scan/scan.ts';
import { derive, type OperatorCase } from './declaration.ts';

/** Functions of the door that make no tensor from tensors. */
const others = [
  ...['ShapeError', 'ancestors', 'evaluate', 'evaluateProgram', 'gradients', 'liveTensors', 'program'],
  ...['exchangedName', 'inStages', 'operationsOf', 'scalarValue', 'sizeOf', 'vectorJacobianProduct'],
];

/** Every function of the door that makes tensors: one that is added is found without being listed. */
export const tensorMakers: readonly string[] = Object.entries(g).flatMap(([name, exported]) =>
  typeof exported === 'function' && !others.includes(name) ? [name] : [],
);

const leaves = ['input', 'constant', 'scalar', 'zeros', 'zerosLike'];

interface Row {
  readonly onnx: Set<string>;
  readonly hasGradient: boolean;
  isSmooth: boolean;
}

/** Every node that a case makes, in the bodies of scans too. */
function nodesOf(tensors: readonly g.Tensor[]): readonly g.Node[] {
  return g.ancestors(tensors).flatMap((node) => {
    if (node.operator.name !== 'scan') return [node];
    const { carriedOut, stepOut } = node.attributes as ScanBody;
    return [node, ...nodesOf([...carriedOut, ...stepOut])];
  });
}

/** The types of ONNX nodes that one node becomes. */
function emitted(node: g.Node): readonly string[] {
  const types: string[] = [];
  const lowering: g.Lowering = {
    emit: (type, _, __, count = 1) => {
      types.push(type);
      return new Array<string>(count).fill('y');
    },
    constant: () => 'c',
    isLive: () => true,
    subgraph: () => ({ subgraph: true }),
    input: () => 'x',
  };
  node.operator.lower(
    lowering,
    node,
    node.inputs.map(() => 'x'),
  );
  return types;
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const code = (names: Iterable<string>) =>
  [...names]
    .sort()
    .map((name) => `\`${name}\``)
    .join(' ');

/** Markdown: the records, then the functions that are written in them. */
export function operatorTable(cases: readonly OperatorCase[]): string {
  const rows = new Map<string, Row>();
  for (const declared of cases) {
    const { results, gradients, penalty } = derive(declared);
    const made = new Set(nodesOf(results).map(({ operator }) => operator.name));
    for (const node of nodesOf([...results, ...gradients.filter((x) => x !== undefined)])) {
      const { name, gradient } = node.operator;
      const row = rows.get(name) ?? { onnx: new Set(), hasGradient: !!gradient, isSmooth: false };
      for (const type of emitted(node)) row.onnx.add(type);
      rows.set(name, row);
    }
    if (penalty) for (const name of made) rows.get(name)!.isSmooth = true;
  }
  const records = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, row]) => {
      const derivatives = row.hasGradient ? (row.isSmooth ? 'first, second' : 'first') : 'none';
      return line([`\`${name}\``, code(row.onnx) || 'none', derivatives]);
    });
  const composites = tensorMakers.filter((name) => !rows.has(name) && !leaves.includes(name)).sort();
  const written = composites.map((name) => {
    const about = cases.find(({ title }) => title.split(/\W+/)[0] === name);
    if (!about) throw new Error(`operatorTable: no case has a title that begins with '${name}'`);
    const names = new Set(nodesOf(derive(about).results).map(({ operator }) => operator.name));
    for (const leaf of leaves) names.delete(leaf);
    return line([`\`${name}\``, code(names)]);
  });
  return [
    '# Operators',
    '',
    'Made from the records in `src/graph/operators` and their cases in `test/conformance`; the test `operatorTable`',
    'compares this file with them (`npx vitest run src/graph/operatorTable.test.ts -u` writes it anew).',
    '',
    'Every operator has an answer worked out by hand. In every case the derivatives are held against finite differences',
    'in float64 on the reference evaluator, and results, first and second derivatives on onnxruntime-node and',
    'onnxruntime-web in float32 against that reference.',
    '',
    line(['operator', 'ONNX nodes', 'derivatives']),
    line(['---', '---', '---']),
    ...records,
    '',
    'Functions written in these operators, which gives them their derivatives:',
    '',
    line(['function', 'made of']),
    line(['---', '---']),
    ...written,
    '',
  ].join('\n');
}
