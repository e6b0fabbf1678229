/**
 * Historical averaging: each player is pulled to the mean of all its parameters so far, which damps going round in
 * circles. The mean starts at the first parameters: h' = h + (p - h) / (n + 1) after update n.
 */
import { add, multiply, square, subtract, sum } from '../../graph/index.ts';
import type { Place, PlayerParameters, Stabiliser } from './stabiliser.ts';

function distance(place: Place, parameters: PlayerParameters) {
  const terms = Object.entries(parameters).map(([name, p]) => sum(square(subtract(p, place.held(name)))));
  return multiply(
    terms.reduce((a, b) => add(a, b)),
    place.amount,
  );
}

export const historicalAveraging: Stabiliser = {
  formula: 'both players: + w |p - (1 / t) sum_i p_i|^2, p the parameters',
  source: 'Salimans et al. 2016, arXiv:1606.03498, section 3.3',
  usual: 0.01,
  state: (_amount, _config, _shapes, parameters) =>
    Object.fromEntries(parameters.map(({ name, shape }) => [name, { shape, copyOf: name }])),
  scalars: (_, { criticUpdates, generatorUpdates }) => ({
    critic: 1 / (criticUpdates + 2),
    generator: 1 / (generatorUpdates + 2),
  }),
  criticTerm: (place, { parameters }) => distance(place, parameters),
  generatorTerm: (place, { parameters }) => distance(place, parameters),
  afterUpdate(place, player, parameters) {
    for (const [name, p] of Object.entries(parameters)) {
      const before = place.held(name);
      place.keep(name, add(before, multiply(subtract(p, before), place.scalar(player))));
    }
  },
};
