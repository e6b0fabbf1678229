/**
 * The program that makes many generated sequences for the detector of lost kinds: a few hundred are needed before an
 * empty place says anything (kinds.ts), and going through the generator alone, without the critic, they cost little.
 * They are made with the weights that samples are drawn from: the average, where there is one.
 */
import { type Program, program } from '../../graph/index.ts';
import { generateSequences } from '../generating.ts';
import { averageName, type Gan } from '../iteration.ts';
import { Inputs } from '../scope.ts';

/** Sequences of one census. */
export const CENSUS = 512;
/** Real sequences by which the kinds are found, at the most. */
export const ASKED = 1000;

/** Inputs: parameters by the names of the state, `noise.*`. */
export function censusProgram(gan: Gan): Program {
  const isAveraged = gan.config.averageDecay > 0;
  const inputs = new Inputs();
  const generated = generateSequences(gan, CENSUS, (name) => {
    const own = `generator.${name}`;
    const { shape, buffer } = gan.parameters[own]!;
    return inputs.get(isAveraged && !buffer ? averageName(own) : own, shape);
  });
  return program({ generated });
}
