import { describe, expect, it } from 'vitest';
import * as g from '../graph/index.ts';
import { type Data, value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import { lowerProgram } from './lower.ts';

const engine = nodeEngine();

async function run(outputs: Readonly<Record<string, g.Tensor>>, given: Readonly<Record<string, Data>> = {}) {
  const program = g.program(outputs);
  const executable = await engine.compile(program);
  const inputs = Object.entries(program.inputs).flatMap(([name, { shape }]) =>
    given[name] ? [[name, value(given[name], shape)] as const] : [],
  );
  const results = await executable.run(Object.fromEntries(inputs));
  await executable.release();
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, [...data]]));
}

/** How often a node type is named in a model: once per node, before its output's name. */
function nodesOfType(outputs: Readonly<Record<string, g.Tensor>>, type: string): number {
  const text = new TextDecoder('latin1').decode(lowerProgram(g.program(outputs)));
  return text.split(`${type}:${type.toLowerCase()}_`).length - 1;
}

/** A small program whose model has a constant, a body, its formals and outputs of every kind of made-up name. */
function scanNamed(inputName: string, outputName: string): Readonly<Record<string, g.Tensor>> {
  const a = g.input(inputName, [2]);
  const rows = g.stack([a, g.tanh(a)]);
  const { carried } = g.scan(
    ([h], [s]) => ({ carried: [g.add(g.multiply(h!, s!), 3)], steps: [] }),
    [a],
    [rows],
  );
  return { [outputName]: carried[0]! };
}

describe('names', () => {
  const hints = ['constant', 'formal', 'body', 'output', 'tanh', 'concat', 'scan', 'add', 'identity'];
  const names = hints.flatMap((hint) => Array.from({ length: 16 }, (_, i) => `${hint}_${i}`));

  it('of inputs may look like the ones that lowering makes up', async () => {
    const expected = (await run(scanNamed('x', 'y'), { x: Float32Array.of(1, 2) })).y;
    for (const name of names) {
      expect(await run(scanNamed(name, 'y'), { [name]: Float32Array.of(1, 2) }), name).toEqual({
        y: expected,
      });
    }
  });

  it('of outputs may look like the ones that lowering makes up', async () => {
    const expected = (await run(scanNamed('x', 'y'), { x: Float32Array.of(1, 2) })).y;
    for (const name of names) {
      expect(await run(scanNamed('x', name), { x: Float32Array.of(1, 2) }), name).toEqual({
        [name]: expected,
      });
    }
  });
});

describe('outputs', () => {
  it('may be an input, a constant, and one tensor twice', async () => {
    const a = g.input('a', [2]);
    const twice = g.negate(a);
    const outputs = { same: a, p: twice, q: twice, fixed: g.constant([5, 6], [2]), one: g.scalar(7) };
    const given = { a: Float32Array.of(1, 2) };
    expect(await run(outputs, given)).toEqual({
      same: [1, 2],
      p: [-1, -2],
      q: [-1, -2],
      fixed: [5, 6],
      one: [7],
    });
  });

  it('have the types of their tensors: whole numbers and conditions too', async () => {
    const a = g.input('a', [2, 3]);
    const outputs = {
      at: g.argmax(a),
      above: g.greater(a, 2),
      whole: g.add(g.argmax(a), g.scalar(1, 'int32')),
    };
    const given = { a: Float32Array.of(1, 3, 2, 9, 8, 7) };
    expect(await run(outputs, given)).toEqual({ at: [1, 0], above: [0, 1, 0, 1, 1, 1], whole: [2, 1] });
  });
});

describe('a model', () => {
  it('holds equal nodes once, and a node that nobody reads not at all', () => {
    const a = g.input('a', [2]);
    g.tanh(g.exp(a));
    const outputs = { y: g.add(g.tanh(a), g.square(g.tanh(a))) };
    expect(nodesOfType(outputs, 'Tanh')).toBe(1);
    expect(nodesOfType(outputs, 'Exp')).toBe(0);
  });

  it('keeps nodes apart that differ in an attribute alone', async () => {
    const a = g.input('a', [1, 2, 2]);
    const outputs = { rows: g.concat([a, a], 1), columns: g.concat([a, a], 2) };
    const expected = { rows: [1, 2, 3, 4, 1, 2, 3, 4], columns: [1, 2, 1, 2, 3, 4, 3, 4] };
    expect(await run(outputs, { a: Float32Array.of(1, 2, 3, 4) })).toEqual(expected);
  });

  it('asks for no input that only an unread part of a scan needs', async () => {
    const [x, y] = [g.input('x', [3, 1]), g.input('y', [3, 1])];
    const zero = g.zeros([1]);
    const { carried } = g.scan(
      ([a, b], [p, q]) => ({ carried: [g.add(a!, p!), g.add(b!, g.exp(q!))], steps: [] }),
      [zero, zero],
      [x, y],
    );
    const outputs = { sum: carried[0]! };
    expect(nodesOfType(outputs, 'Exp')).toBe(0);
    expect(await run(outputs, { x: Float32Array.of(1, 2, 3) })).toEqual({ sum: [6] });
  });

  it('is the same bytes whenever it is made', () => {
    expect(lowerProgram(g.program(scanNamed('x', 'y')))).toEqual(
      lowerProgram(g.program(scanNamed('x', 'y'))),
    );
  });
});
