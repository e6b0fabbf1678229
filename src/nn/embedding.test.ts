import { describe, it } from 'vitest';
import { expectLayer, type LayerCase, readFixture } from '../../test/fixtures/fixture.ts';
import { embedding } from './index.ts';

const cases = await readFixture<LayerCase<{ size: number; width: number }>>('embedding');

describe('embedding gives the recorded rows, and a repeated id the sum of its gradients', () => {
  it.each(cases)('$title', async (recorded) => {
    await expectLayer(recorded, (scope, { ids }, { size, width }) => ({
      y: embedding(size, width).apply(scope, ids!),
    }));
  });
});
