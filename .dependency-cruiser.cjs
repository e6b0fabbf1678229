/**
 * The strata of the library (docs/notes/0001-strata.md): each folder of src may import only the folders below it.
 * `may` is the whole rule; everything else here is derived from it.
 */
const may = {
  graph: [],
  onnx: ['graph'],
  errors: [],
  random: [],
  runtime: ['graph', 'onnx', 'random'],
  nn: ['graph', 'random'],
  gan: ['graph', 'nn', 'random', 'runtime'],
  sequence: ['random'],
  evaluate: ['graph', 'nn', 'random', 'runtime', 'sequence'],
  zoo: ['graph', 'nn', 'random', 'runtime', 'gan', 'sequence'],
  report: ['evaluate', 'sequence'],
  run: ['graph', 'onnx', 'random', 'runtime', 'nn', 'gan', 'sequence', 'evaluate', 'report', 'zoo'],
};
const strata = Object.entries(may).map(([name, below]) => ({
  name: `stratum-${name}`,
  comment: `src/${name} may import only ${below.length ? below.join(', ') : 'nothing'} (see docs/notes/0001-strata.md)`,
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^(src|apps)/', pathNot: `^src/(${[name, 'errors', ...below].join('|')})/` },
}));
module.exports = {
  forbidden: [
    ...strata,
    {
      name: 'no-cycles',
      comment: 'two files may know of each other\'s types, but no cycle may be left when the program runs',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'apps-use-the-doors',
      comment: 'programs import the published doors src/index.ts and src/node.ts only',
      severity: 'error',
      from: { path: '^apps/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(index|node)\\.ts$' },
    },
    {
      name: 'no-node-in-the-library',
      comment: 'only the hosts (runtime/node*, run/host*, sequence/**/node*) may touch node: modules',
      severity: 'error',
      from: { path: '^src/', pathNot: '(/node[^/]*\\.ts|/host[^/]*\\.ts|^src/node\\.ts|\\.test\\.ts)$' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
