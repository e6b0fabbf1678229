import { describe, it } from 'vitest';
import { expectLayer, type LayerCase, readFixture } from '../../test/fixtures/fixture.ts';
import { batchNorm } from '../graph/index.ts';
import { layerNormalization } from './index.ts';

type Options = { readonly kind: 'layer'; readonly width: number } | { readonly kind: 'batch' };

const cases = await readFixture<LayerCase<Options>>('normalization');

describe('normalisation gives the recorded outputs and gradients', () => {
  it.each(cases)('$title', async (recorded) => {
    await expectLayer(recorded, (scope, { x }, options) => ({
      y:
        options.kind === 'layer'
          ? layerNormalization(options.width).apply(scope, x!)
          : batchNorm(x!, scope.parameter('weight'), scope.parameter('bias')),
    }));
  });
});
