import { describe, it } from 'vitest';
import { expectLayer, type LayerCase, readFixture } from '../../test/fixtures/fixture.ts';
import { type DenseOptions, dense } from './index.ts';

const cases = await readFixture<LayerCase<DenseOptions>>('dense');

describe('dense gives the recorded outputs and gradients', () => {
  it.each(cases)('$title', async (recorded) => {
    await expectLayer(recorded, (scope, { x }, options) => ({ y: dense(options).apply(scope, x!) }));
  });
});
