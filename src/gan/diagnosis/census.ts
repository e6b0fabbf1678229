/**
 * The program that makes many generated sequences for the detector of lost kinds: a few hundred are needed before an
 * empty place says anything (kinds.ts), and going through the generator alone, without the critic, they cost little.
 * They are made with the weights that samples are drawn from: the average, where there is one.
 */
import { input, type Program, program, type Tensor } from '../../graph/index.ts';
import { within } from '../../nn/index.ts';
import { averageName, drawNoise, type Gan } from '../iteration.ts';

/** Sequences of one census. */
export const CENSUS = 512;
/** Real sequences by which the kinds are found, at the most. */
export const ASKED = 1000;

/** Inputs: parameters by the names of the state, `noise.*`. */
export function censusProgram(gan: Gan): Program {
  const isAveraged = gan.config.averageDecay > 0;
  const parameters = new Map<string, Tensor>();
  const scope = {
    isTraining: false,
    parameter(name: string) {
      const { shape, buffer } = gan.parameters[name]!;
      const known = parameters.get(name) ?? input(isAveraged && !buffer ? averageName(name) : name, shape);
      parameters.set(name, known);
      return known;
    },
    update: () => {},
    uniform: (name: string): never => {
      throw new Error(`censusProgram: '${name}' asks for noise outside training`);
    },
  };
  const generated = gan.generator.apply(within(scope, 'generator'), drawNoise(gan, CENSUS, input));
  return program({ generated });
}
