/** The door for Node: the engine with native kernels, the disk, and files of tables. */
export { nodeHost } from './run/hostNode.ts';
export { readSequencesFile } from './run/nodeReadSequences.ts';
export { nodeEngine } from './runtime/node.ts';
export { readTableFile } from './sequence/timeseries/nodeReadTable.ts';
