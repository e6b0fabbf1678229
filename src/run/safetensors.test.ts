import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import {
  readSafetensors,
  type StoredArray,
  type StoredDtype,
  type StoredTensor,
  writeSafetensors,
} from './safetensors.ts';

const runs = process.env.LONG === '1' ? 20_000 : 500;

const MAKERS: Record<StoredDtype, (values: readonly number[]) => StoredArray> = {
  F64: (values) => Float64Array.from(values),
  I64: (values) => BigInt64Array.from(values.map((v) => BigInt(Math.trunc(v)))),
  U64: (values) => BigUint64Array.from(values.map((v) => BigInt(Math.abs(Math.trunc(v))))),
  F32: (values) => Float32Array.from(values),
  I32: (values) => Int32Array.from(values),
  U32: (values) => Uint32Array.from(values),
  F16: (values) => Uint16Array.from(values),
  BF16: (values) => Uint16Array.from(values),
  I16: (values) => Int16Array.from(values),
  U16: (values) => Uint16Array.from(values),
  F8_E5M2: (values) => Uint8Array.from(values),
  F8_E4M3: (values) => Uint8Array.from(values),
  I8: (values) => Int8Array.from(values),
  U8: (values) => Uint8Array.from(values),
  BOOL: (values) => Uint8Array.from(values.map((v) => (v > 0 ? 1 : 0))),
};

const name = fc
  .oneof(fc.string(), fc.constantFrom('__proto__', '12', 'toString', 'é"\\\n', 'generator.lstm.weight_ih_l0'))
  .filter((text) => text !== '__metadata__');
const tensor: fc.Arbitrary<StoredTensor> = fc
  .record({
    dtype: fc.constantFrom(...(Object.keys(MAKERS) as StoredDtype[])),
    shape: fc.array(fc.nat({ max: 4 }), { maxLength: 3 }),
    seed: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  })
  .map(({ dtype, shape, seed }) => {
    const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => seed * (i + 1));
    return { dtype, shape, data: MAKERS[dtype](values) };
  });
const pairs = <T>(value: fc.Arbitrary<T>) =>
  fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 5 });

/** A file with any text for a header. */
function fileOf(header: string, payload = 0): Uint8Array {
  const json = new TextEncoder().encode(header);
  const out = new Uint8Array(8 + json.length + payload);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  return out;
}

/** What the reader says of a file, or nothing where it takes it. */
function complaintOf(bytes: Uint8Array): string | undefined {
  try {
    readSafetensors(bytes, 'm.safetensors');
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.problems[0]).toMatchObject({
      where: 'm.safetensors',
      remedy: expect.stringContaining('restore'),
    });
    expect(error.message.length).toBeLessThan(1000);
    return error.problems[0]!.what;
  }
}

describe('safetensors', () => {
  it('gives back every tensor and all metadata, in any order of writing, from any place in memory', () => {
    const check = (tensors: [string, StoredTensor][], metadata: [string, string][], shift: number) => {
      const bytes = writeSafetensors(Object.fromEntries(tensors), Object.fromEntries(metadata));
      const reversed = Object.fromEntries([...tensors].reverse());
      expect(writeSafetensors(reversed, Object.fromEntries([...metadata].reverse()))).toEqual(bytes);
      const moved = new Uint8Array(bytes.length + shift).subarray(shift);
      moved.set(bytes);
      const read = readSafetensors(moved, 'm');
      expect(new Map(Object.entries(read.tensors))).toEqual(new Map(tensors));
      expect(new Map(Object.entries(read.metadata))).toEqual(new Map(metadata));
    };
    fc.assert(
      fc.property(pairs(tensor), pairs(fc.string()), fc.nat({ max: 8 }), (tensors, metadata, shift) => {
        check(tensors, metadata, shift);
      }),
      { numRuns: Math.min(runs, 2000) },
    );
  });

  it('keeps every bit of NaN, negative zero and the infinities', () => {
    const bits = Uint32Array.of(0x7fc00001, 0xffc12345, 0x80000000, 0x7f800000, 0xff800000, 1);
    const data = new Float32Array(bits.buffer);
    const read = readSafetensors(writeSafetensors({ x: { dtype: 'F32', shape: [6], data } }), 'm');
    const { buffer, byteOffset } = read.tensors.x!.data;
    expect(new Uint32Array(buffer, byteOffset, 6)).toEqual(bits);
  });

  it('writes the bytes of the format, wide types first', () => {
    const bytes = writeSafetensors(
      {
        b: { dtype: 'U8', shape: [1], data: Uint8Array.of(7) },
        a: { dtype: 'F32', shape: [], data: Float32Array.of(1) },
      },
      { k: 'v' },
    );
    const header =
      '{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},' +
      '"b":{"dtype":"U8","shape":[1],"data_offsets":[4,5]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    expect(Array.from(bytes.subarray(0, 8))).toEqual([padded.length, 0, 0, 0, 0, 0, 0, 0]);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + padded.length))).toBe(padded);
    expect(Array.from(bytes.subarray(8 + padded.length))).toEqual([0, 0, 0x80, 0x3f, 7]);
  });

  it('views aligned tensors where they are, without a copy', () => {
    const bytes = writeSafetensors({ x: { dtype: 'F64', shape: [2], data: Float64Array.of(1, 2) } });
    expect(readSafetensors(bytes, 'm').tensors.x!.data.buffer).toBe(bytes.buffer);
  });

  const entry = (fields: object) =>
    JSON.stringify({ x: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...fields } });
  const damaged: [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(), 'holds 0 bytes, fewer than the 8'],
    ['a text', new TextEncoder().encode('a,b,c\n1,2,3\n4,5,6\n'), 'more than the limit'],
    ['a header longer than the file', fileOf('{}').fill(9, 0, 1), 'states a header of 9 bytes'],
    ['a header that is a list', fileOf('[]'), 'does not begin with "{"'],
    ['a header cut short', fileOf('{"x":'), 'is not valid JSON'],
    ['a header with a byte that is no UTF-8', fileOf('{"x":1}').fill(0xff, 10, 11), 'is not valid UTF-8'],
    ['a name twice', fileOf('{"x":{},"x":{}}'), 'holds the key "x" twice'],
    ['a fraction', fileOf('{"x":1.0}'), 'holds "1.0" where only counts'],
    ['half a surrogate pair', fileOf('{"\\ud800":1}'), 'half a surrogate pair'],
    ['a tensor that is none', fileOf('{"x":7}'), 'tensor "x" has no {dtype'],
    ['metadata that is no text', fileOf('{"__metadata__":{"a":1}}'), 'does not map strings to strings'],
    ['an unknown type', fileOf(entry({ dtype: 'F33' }), 8), 'has the dtype "F33", not one of F64'],
    ['a type from the prototype', fileOf(entry({ dtype: 'toString' }), 8), 'has the dtype "toString"'],
    ['an unknown member', fileOf(entry({ order: 'C' }), 8), 'has an unknown member "order"'],
    ['a shape of texts', fileOf(entry({ shape: ['2'] }), 8), 'has the shape a list of other things'],
    ['one offset', fileOf(entry({ data_offsets: [0] }), 8), 'has the data_offsets [0], not [start, end]'],
    ['offsets that end first', fileOf(entry({ data_offsets: [8, 0] }), 8), 'needs 8 bytes, but has -8'],
    ['a shape too large', fileOf(entry({ shape: [3] }), 8), 'needs 12 bytes, but has 8'],
    ['a shape beyond all counts', fileOf(entry({ shape: [2 ** 52, 2 ** 52] }), 8), 'bytes, but has 8'],
    ['a hole before it', fileOf(entry({ data_offsets: [4, 12] }), 12), 'a hole of 4 bytes'],
    ['too few bytes', fileOf(entry({}), 7), 'is cut short: its tensors need 8 bytes, but 7 are left'],
    ['too many bytes', fileOf(entry({}), 9), 'has 1 bytes after its last tensor'],
    [
      'two tensors in one place',
      fileOf(
        '{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}',
        3,
      ),
      'tensor "y" overlaps tensor "x"',
    ],
    [
      'a list nested very deeply',
      fileOf(`{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      'has no {dtype',
    ],
    [
      'a shape nested very deeply',
      fileOf(entry({ shape: 0 }).replace('0', `${'['.repeat(50_000)}${']'.repeat(50_000)}`), 8),
      'has the shape a list of other things',
    ],
    ['a name of twenty million letters', fileOf(`{"${'n'.repeat(2e7)}":7}`), 'has no {dtype'],
  ];
  it.each(damaged)('refuses %s and says why', (_, bytes, what) => {
    expect(complaintOf(bytes)).toContain(what);
  });

  const whole = writeSafetensors(
    {
      'generator.w': { dtype: 'F32', shape: [2, 3], data: new Float32Array(6) },
      'critic.w': { dtype: 'I32', shape: [2], data: new Int32Array(2) },
      empty: { dtype: 'F64', shape: [0, 3], data: new Float64Array() },
    },
    { step: '3' },
  );

  it('refuses a file cut at any byte', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(complaintOf(whole.subarray(0, length)), `cut to ${length}`).toBeDefined();
    }
  });

  it('never fails but with an error for the user, whatever bytes are changed or made up', () => {
    const edits = fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(edits, (changes) => {
        const bytes = whole.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        complaintOf(bytes);
      }),
      { numRuns: runs },
    );
    fc.assert(
      fc.property(fc.json(), fc.nat({ max: 64 }), (json, payload) => void complaintOf(fileOf(json, payload))),
      { numRuns: runs },
    );
    const count = fc.oneof(
      fc.nat({ max: 16 }),
      fc.constantFrom(-1, 0.5, 2 ** 53, 2 ** 63, 1e300, null, '1', [1]),
    );
    const wild = fc.dictionary(
      fc.string({ maxLength: 3 }),
      fc.record(
        {
          dtype: fc.oneof(fc.constantFrom('F32', 'U8', 'I64', '__proto__'), fc.jsonValue()),
          shape: fc.oneof(fc.array(count, { maxLength: 3 }), fc.jsonValue()),
          data_offsets: fc.oneof(fc.tuple(count, count), fc.jsonValue()),
        },
        { requiredKeys: [] },
      ),
      { maxKeys: 3 },
    );
    fc.assert(
      fc.property(
        wild,
        fc.nat({ max: 64 }),
        (header, payload) => void complaintOf(fileOf(JSON.stringify(header), payload)),
      ),
      { numRuns: runs },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void complaintOf(bytes)),
      { numRuns: runs },
    );
  });

  it('refuses to write a tensor that contradicts itself, as a bug', () => {
    const write =
      (tensor: StoredTensor, key = 'x') =>
      () =>
        writeSafetensors({ [key]: tensor });
    const data = new Float32Array(2);
    expect(write({ dtype: 'F32', shape: [3], data })).toThrow(TypeError);
    expect(write({ dtype: 'F64', shape: [2], data })).toThrow(
      'tensor "x" is F64, but its data is Float32Array',
    );
    expect(write({ dtype: 'F32', shape: [2], data }, '__metadata__')).toThrow('kept for the metadata');
    expect(write({ dtype: 'F32', shape: [2], data }, '\ud800')).toThrow('is no valid text');
  });
});
