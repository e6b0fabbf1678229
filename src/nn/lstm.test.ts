import { describe, expect, it } from 'vitest';
import { expectRecorded, type LayerCase, readFixture, scopeOf } from '../../test/fixtures/fixture.ts';
import { input, ShapeError, transpose, zeros } from '../graph/index.ts';
import { lstm, type RecurrentOptions } from './index.ts';

const kerasCases = await readFixture<LayerCase<RecurrentOptions>>('lstmKeras');

describe('lstm', () => {
  it.each(kerasCases)(
    'takes the weights of Keras by transposed kernels and its bias as bias_ih: $title',
    async ({ options, parameters, inputs, outputs: expected }) => {
      const [kernel, recurrent, bias, x] = [
        input('kernel', parameters.kernel!.shape),
        input('recurrent_kernel', parameters.recurrent_kernel!.shape),
        input('bias', parameters.bias!.shape),
        input('x', inputs.x!.shape),
      ];
      const scope = scopeOf({
        weight_ih_l0: transpose(kernel),
        weight_hh_l0: transpose(recurrent),
        bias_ih_l0: bias,
        bias_hh_l0: zeros(bias.shape),
      });
      const { outputs } = lstm(options).apply(scope, transpose(x, [1, 0, 2]));
      await expectRecorded({ outputs: transpose(outputs, [1, 0, 2]) }, expected, {
        ...parameters,
        ...inputs,
      });
    },
  );

  it('refuses a sequence of another width', () => {
    const layer = lstm({ inputs: 3, hidden: 2 });
    const parameters = Object.fromEntries(
      Object.entries(layer.parameters).map(([name, { shape }]) => [name, input(name, shape)]),
    );
    expect(() => layer.apply(scopeOf(parameters), input('x', [4, 1, 5]))).toThrow(ShapeError);
  });
});
