import { describe, expect, it } from 'vitest';
import { fileError } from '../errors/fileFault.ts';
import { UserError } from '../errors/userError.ts';
import { value } from '../runtime/engine.ts';
import {
  type Checkpoint,
  hasCheckpoint,
  readCheckpoint,
  readGenerator,
  writeCheckpoint,
} from './checkpoint.ts';
import type { Host } from './host.ts';
import { memoryHost } from './hostMemory.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** A checkpoint whose every number tells its step. */
function checkpointAt(step: number): Checkpoint {
  const tensor = (x: number) => value(Float32Array.of(step, x), [2]);
  return {
    step,
    state: {
      'generator.w': tensor(1),
      'critic.w': tensor(2),
      'optimizer.critic.w.m': tensor(3),
      'average.w': tensor(4),
    },
    meta: { journalBytes: 100 * step, note: 'é"\n' },
  };
}

async function hostWith(...steps: readonly number[]): Promise<Host> {
  const host = memoryHost();
  for (const step of steps) expect(await writeCheckpoint(host, 'm', checkpointAt(step))).toEqual([]);
  return host;
}

const fileOf = (step: number) => `m/checkpoints/step-${step}.safetensors`;
const topFiles = ['generator', 'critic', 'optimizer'].map((name) => `m/${name}.safetensors`);

async function damage(host: Host, path: string, change: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  await host.writeFileAtomic(path, change(await host.readFile(path)));
}
const flip =
  (at: number) =>
  (bytes: Uint8Array): Uint8Array => {
    bytes[at]! ^= 0x10;
    return bytes;
  };

describe('a checkpoint', () => {
  it('comes back bit by bit, with its step and all else that resuming needs', async () => {
    const bits = new Float32Array(Uint32Array.of(0x7fc00001, 0x80000000, 0xff800000).buffer);
    const checkpoint: Checkpoint = {
      step: 0,
      state: {
        'generator.w': value(bits, [3, 1]),
        'critic.count': value(Int32Array.of(-7), []),
        'critic.empty': value(new Float32Array(), [0, 4]),
        'other.mask': value(Uint8Array.of(1, 0), [2]),
      },
      meta: { nested: [{ a: null }], text: 'é' },
    };
    const host = memoryHost();
    await writeCheckpoint(host, 'm', checkpoint);
    const read = await readCheckpoint(host, 'm');
    expect(read).toEqual({ ...checkpoint, warnings: [] });
    const { buffer, byteOffset } = read.state['generator.w']!.data;
    expect(new Uint32Array(buffer, byteOffset, 3)).toEqual(new Uint32Array(bits.buffer));
  });

  it('gives the same bytes for the same content', async () => {
    const [a, b] = [await hostWith(1), await hostWith(1)];
    for (const path of [fileOf(1), ...topFiles]) {
      expect(await a.readFile(path)).toEqual(await b.readFile(path));
    }
  });

  it('is the newest, with one before it kept and no older one', async () => {
    const host = await hostWith(1, 9, 10, 200);
    expect(await readCheckpoint(host, 'm')).toEqual({ ...checkpointAt(200), warnings: [] });
    expect(await host.list('m/checkpoints')).toEqual(['step-10.safetensors', 'step-200.safetensors']);
  });

  it('replaces one of the same step, and those of later steps, which a run that went back left behind', async () => {
    const host = await hostWith(1, 2);
    const again = { ...checkpointAt(2), meta: { journalBytes: 7 } };
    await writeCheckpoint(host, 'm', again);
    expect(await readCheckpoint(host, 'm')).toMatchObject(again);
    await writeCheckpoint(host, 'm', checkpointAt(1));
    expect(await readCheckpoint(host, 'm')).toMatchObject({ step: 1, warnings: [] });
    expect(await host.list('m/checkpoints')).toEqual(['step-1.safetensors']);
  });

  it('leaves files of the user alone', async () => {
    const host = await hostWith(1);
    const names = ['notes.txt', 'step-01.safetensors', 'step-1.safetensors.bak', 'step-x.safetensors'];
    for (const name of names) await host.writeFileAtomic(`m/checkpoints/${name}`, '');
    await writeCheckpoint(host, 'm', checkpointAt(2));
    await writeCheckpoint(host, 'm', checkpointAt(3));
    expect(await host.list('m/checkpoints')).toEqual(expect.arrayContaining(names));
    expect(await readCheckpoint(host, 'm')).toMatchObject({ step: 3, warnings: [] });
  });

  it('is in force, with a warning, where an older one cannot be removed', async () => {
    const host = await hostWith(1, 2);
    const stuck: Host = { ...host, remove: async (path) => Promise.reject(fileError(path, 'denied')) };
    const warnings = await writeCheckpoint(stuck, 'm', checkpointAt(3));
    expect(warnings).toMatchObject([{ where: fileOf(1), what: 'permission denied' }]);
    expect(await readCheckpoint(host, 'm')).toMatchObject({ step: 3, warnings: [] });
    await writeCheckpoint(host, 'm', checkpointAt(4));
    expect(await host.list('m/checkpoints')).toEqual(['step-3.safetensors', 'step-4.safetensors']);
  });

  it('is missed with a remedy where there is none', async () => {
    const host = memoryHost();
    expect(await hasCheckpoint(host, 'm')).toBe(false);
    await expect(readCheckpoint(host, 'm')).rejects.toThrow(
      'm: holds no checkpoint; name the folder of a model',
    );
    await host.makeFolder('m/checkpoints');
    expect(await hasCheckpoint(host, 'm')).toBe(false);
    await expect(readGenerator(host, 'm')).rejects.toThrow('m/generator.safetensors: does not exist');
    expect(await hasCheckpoint(await hostWith(1), 'm')).toBe(true);
  });

  it('refuses meta that JSON would change, as a bug', async () => {
    const bad = { ...checkpointAt(1), meta: { rates: [Number.NaN] } };
    await expect(writeCheckpoint(memoryHost(), 'm', bad)).rejects.toThrow(TypeError);
  });
});

describe('a damaged checkpoint', () => {
  const damages: [string, (bytes: Uint8Array) => Uint8Array, string][] = [
    ['one bit of a weight', (bytes) => flip(bytes.length - 1)(bytes), 'does not match the checksum'],
    ['one bit of the header', flip(30), ''],
    ['its end missing', (bytes) => bytes.subarray(0, bytes.length - 3), 'is cut short'],
    ['nothing in it', () => new Uint8Array(), 'holds 0 bytes'],
    ['zeros in it, as after a power cut', (bytes) => new Uint8Array(bytes.length), 'does not begin with "{"'],
    ['no checksum', () => writeSafetensors({}), 'is no checkpoint: it has no checksum'],
  ];
  it.each(damages)('with %s falls back to the one before, with a warning', async (_, change, what) => {
    const host = await hostWith(1, 2);
    await damage(host, fileOf(2), change);
    const read = await readCheckpoint(host, 'm');
    expect(read).toMatchObject(checkpointAt(1));
    expect(read.warnings).toMatchObject([{ where: fileOf(2), what: expect.stringContaining(what) }]);
  });

  it('is found out whichever byte is changed', async () => {
    const host = await hostWith(1, 2);
    const whole = await host.readFile(fileOf(2));
    for (let at = 0; at < whole.length; at++) {
      await host.writeFileAtomic(fileOf(2), flip(at)(whole.slice()));
      const read = await readCheckpoint(host, 'm');
      expect(read, `byte ${at}`).toMatchObject(checkpointAt(1));
      expect(read.warnings, `byte ${at}`).toHaveLength(1);
    }
  });

  it('of another step or version than its name is refused', async () => {
    const host = await hostWith(1, 2);
    await host.writeFileAtomic(fileOf(3), await host.readFile(fileOf(2)));
    const read = await readCheckpoint(host, 'm');
    expect(read).toMatchObject({ step: 2, warnings: [{ what: 'has the name of step 3, but holds step 2' }] });
  });

  it('never costs the last one that is whole: the next write keeps that', async () => {
    const host = await hostWith(1, 2);
    await damage(host, fileOf(2), flip(300));
    const warnings = await writeCheckpoint(host, 'm', checkpointAt(3));
    expect(warnings).toMatchObject([{ where: fileOf(2) }]);
    await damage(host, fileOf(3), flip(300));
    expect(await readCheckpoint(host, 'm')).toMatchObject(checkpointAt(1));
  });

  it('without a whole one before it is an error that lists every attempt', async () => {
    const host = await hostWith(1, 2);
    for (const step of [1, 2]) await damage(host, fileOf(step), flip(300));
    const error: UserError = await readCheckpoint(host, 'm').catch((reason) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error.problems.map(({ where }) => where)).toEqual([fileOf(2), fileOf(1), 'm']);
    expect(await hasCheckpoint(host, 'm')).toBe(true);
  });
});

describe('the files at the top', () => {
  it('are of the newest step, the generator being what is sampled', async () => {
    const host = await hostWith(1, 2);
    for (const path of topFiles) {
      expect(readSafetensors(await host.readFile(path), path).metadata.step).toBe('2');
    }
    const { state } = checkpointAt(2);
    expect(await readGenerator(host, 'm')).toEqual({
      weights: { 'generator.w': state['average.w'] },
      step: 2,
      warnings: [],
    });
  });

  it('give the generator without any checkpoint, also when another program wrote it', async () => {
    const host = await hostWith(1);
    await host.remove('m/checkpoints');
    expect(await readGenerator(host, 'm')).toMatchObject({ step: 1 });
    const data = Float32Array.of(8);
    const foreign = writeSafetensors({ 'generator.w': { dtype: 'F32', shape: [1], data } });
    await host.writeFileAtomic('m/generator.safetensors', foreign);
    expect(await readGenerator(host, 'm')).toMatchObject({
      weights: { 'generator.w': { data } },
      step: undefined,
    });
  });

  it('fall back to the newest checkpoint where the generator has a type that nothing computes with', async () => {
    const host = await hostWith(1);
    const half = { dtype: 'F16', shape: [1], data: Uint16Array.of(1) } as const;
    await host.writeFileAtomic('m/generator.safetensors', writeSafetensors({ 'generator.w': half }));
    const { step, warnings } = await readGenerator(host, 'm');
    expect(step).toBe(1);
    expect(warnings).toMatchObject([{ where: 'm/generator.safetensors, tensor "generator.w"' }]);
  });

  it('fall back to the newest checkpoint where the generator is damaged, with a warning', async () => {
    const host = await hostWith(1, 2);
    const { weights } = await readGenerator(host, 'm');
    await damage(host, 'm/generator.safetensors', flip(200));
    await damage(host, fileOf(2), flip(300));
    const read = await readGenerator(host, 'm');
    expect(read.step).toBe(1);
    expect(Object.keys(read.weights)).toEqual(Object.keys(weights));
    expect(read.weights['generator.w']!.data).toEqual(Float32Array.of(1, 4));
    expect(read.warnings.map(({ where }) => where)).toEqual(['m/generator.safetensors', fileOf(2)]);
  });
});
