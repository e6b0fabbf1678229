import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { readSealed, writeSealed } from './sealedTensors.ts';
import { sha256 } from './sha256.ts';

const tensors = {
  'generator.w': { dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, -2, 0.5, Number.NaN) },
  mask: { dtype: 'BOOL', shape: [3], data: Uint8Array.of(1, 0, 1) },
} as const;

describe('sealed tensors', () => {
  it('come back with their metadata, from a file that other readers take', async () => {
    const bytes = await writeSealed(tensors, { step: '3' });
    const before = bytes.slice();
    const read = await readSealed(bytes, 'm');
    expect(read).toMatchObject({ isSealed: true, tensors, metadata: { step: '3' } });
    expect(bytes).toEqual(before);
    expect(readSafetensors(bytes, 'm').tensors).toEqual(tensors);
  });

  it('state the SHA-256 of the file with blank digits', async () => {
    const bytes = await writeSealed(tensors, {});
    const { sha256: seal } = readSafetensors(bytes, 'm').metadata;
    const text = Buffer.from(bytes).toString('latin1').replace(seal!, '0'.repeat(64));
    expect(await sha256(Buffer.from(text, 'latin1'))).toBe(seal);
    expect(await sha256(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', // FIPS 180-2, B.1
    );
  });

  it('are refused with any one bit changed, wherever it is', async () => {
    const bytes = await writeSealed(tensors, { note: 'a "sha256":"quoted" \\"sha256\\" text', step: '3' });
    await expect(readSealed(bytes, 'm')).resolves.toMatchObject({ isSealed: true });
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << (at % 8);
      const result = await readSealed(damaged, 'm').catch((error: unknown) => error);
      // a bit in the name of the checksum itself leaves a file without one
      if (!(result instanceof UserError)) expect(result, `bit at ${at}`).toMatchObject({ isSealed: false });
    }
  });

  it('may have any names and texts about them', async () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('sha256', '"sha256":"', 'a"sha256', '\\"sha256":"'));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, names), names, async (metadata, key) => {
        fc.pre(key !== '__metadata__' && !Object.hasOwn(metadata, 'sha256'));
        const bytes = await writeSealed({ [key]: tensors.mask }, metadata);
        expect((await readSealed(bytes, 'm')).isSealed).toBe(true);
      }),
    );
  });

  it('of another program are taken as unsealed, and refused where they kept the seal of other content', async () => {
    expect(await readSealed(writeSafetensors(tensors), 'm')).toMatchObject({ isSealed: false, tensors });
    const { metadata } = readSafetensors(await writeSealed(tensors, {}), 'm');
    const edited = writeSafetensors({ mask: tensors.mask }, metadata);
    await expect(readSealed(edited, 'm')).rejects.toThrow(
      'leave "sha256" out of its metadata if you changed it',
    );
    await expect(readSealed(writeSafetensors(tensors, { sha256: 'no digits' }), 'm')).rejects.toThrow(
      UserError,
    );
  });
});
