import { describe, expect, it } from 'vitest';
import * as g from '../graph/index.ts';
import { type Engine, emptyValue, type Values, value } from './engine.ts';
import { nodeEngine } from './node.ts';
import { webEngine } from './web.ts';

const [x, at] = [g.input('x', [2, 3]), g.input('at', [2], 'int32')];
const program = g.program({ y: g.multiply(x, 2), rows: g.gather(x, at) });
const good = () => ({
  x: value(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]),
  at: value(Int32Array.of(1, 0), [2]),
});
const same = good();

const mistakes: readonly [title: string, inputs: Values, into: Values, ...messages: string[]][] = [
  ['a missing input', { x: good().x }, {}, "no value was given for the input 'at'"],
  [
    'an input of another type',
    { ...good(), at: value(Float32Array.of(1, 0), [2]) },
    {},
    "the input 'at' is float32[2], the program has int32[2]",
  ],
  [
    'an input of another shape',
    { ...good(), x: value(new Float32Array(6), [3, 2]) },
    {},
    "the input 'x' is float32[3, 2], the program has float32[2, 3]",
  ],
  [
    'an input with too few values for its shape',
    { ...good(), x: value(new Float32Array(4), [2, 3]) },
    {},
    "the input 'x' holds 4 values, not float32[2, 3]",
  ],
  [
    'a buffer of another type',
    good(),
    { y: emptyValue('int32', [2, 3]) },
    "the output 'y' is int32[2, 3], the program has float32[2, 3]",
  ],
  [
    'a buffer of another shape',
    good(),
    { y: emptyValue('float32', [3, 2]) },
    "the output 'y' is float32[3, 2], the program has float32[2, 3]",
  ],
  ['a buffer for no output', good(), { z: emptyValue('float32', [2]) }, "'z', which is no output"],
  ['a buffer that is an input', same, { y: same.x }, "the buffer for 'y' is also another one of this run"],
  [
    'one buffer for two outputs',
    good(),
    { y: same.x, rows: same.x },
    "the buffer for 'rows' is also another one of this run",
  ],
  [
    'all mistakes at once',
    { x: value(new Float32Array(1), [1]) },
    { y: emptyValue('bool', [1]) },
    "the input 'x' is float32[1]",
    "no value was given for the input 'at'",
    "the output 'y' is bool[1]",
  ],
];

const engines: readonly Engine[] = [nodeEngine(), webEngine()];

describe.each(engines)('a run on $name refuses, by name,', (engine) => {
  it.each(mistakes)('%s', async (_, inputs, into, ...messages) => {
    const executable = await engine.compile(program);
    const before = Object.values(inputs).map(({ data }) => [...data]);
    const run = executable.run(inputs, into);
    await expect(run).rejects.toThrow(g.ShapeError);
    for (const message of messages) await expect(run).rejects.toThrow(message);
    expect(Object.values(inputs).map(({ data }) => [...data])).toEqual(before);
    await executable.release();
  });

  it('a value that is wrong here though it fitted another input, and the same mistake every time', async () => {
    const [a, b] = [g.input('a', [2]), g.input('b', [3])];
    const executable = await engine.compile(g.program({ y: g.add(g.sum(a), g.sum(b)) }));
    const [two, three] = [value(Float32Array.of(1, 2), [2]), value(Float32Array.of(1, 2, 3), [3])];
    expect((await executable.run({ a: two, b: three })).y!.data[0]).toBe(9);
    for (let i = 0; i < 2; i++) await expect(executable.run({ a: two, b: two })).rejects.toThrow("input 'b'");
    await executable.release();
  });

  it('state that was not exchanged after the first step', async () => {
    const w = g.input('w', [2]);
    const executable = await engine.compile(g.program({ next: g.multiply(w, 2) }));
    const [a, b] = [value(Float32Array.of(1, 2), [2]), emptyValue('float32', [2])];
    await executable.run({ w: a }, { next: b });
    await expect(executable.run({ w: b }, { next: b })).rejects.toThrow("buffer for 'next'");
    await executable.run({ w: b }, { next: a });
    expect([...a.data]).toEqual([4, 8]);
    await executable.release();
  });

  it('nothing of what it does not need: values for inputs that it has not are passed over', async () => {
    const executable = await engine.compile(program);
    const { y } = await executable.run({ ...good(), other: value(new Float32Array(1), [1]) });
    expect([...y!.data]).toEqual([2, 4, 6, 8, 10, 12]);
    await executable.release();
  });
});
