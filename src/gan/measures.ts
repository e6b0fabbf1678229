/** What every iteration tells of itself. */
import type { Values } from '../runtime/engine.ts';

export interface Measures {
  readonly criticLoss: number;
  readonly generatorLoss: number;
  readonly penalty: number;
  readonly criticGradient: number;
  readonly generatorGradient: number;
  readonly realLogit: number;
  readonly generatedLogit: number;
}

/** Reads them from the outputs `measure.*` of an iteration. */
export function readMeasures(results: Values): Measures {
  const read = (name: keyof Measures) => results[`measure.${name}`]?.data[0] ?? 0;
  return {
    criticLoss: read('criticLoss'),
    generatorLoss: read('generatorLoss'),
    penalty: read('penalty'),
    criticGradient: read('criticGradient'),
    generatorGradient: read('generatorGradient'),
    realLogit: read('realLogit'),
    generatedLogit: read('generatedLogit'),
  };
}

/** Of a batch by those of its equal parts: all are means over the batch, or the same in every part. */
export function meanMeasures(parts: readonly Measures[]): Measures {
  const [first] = parts as [Measures];
  const names = Object.keys(first) as (keyof Measures)[];
  const mean = (name: keyof Measures) => parts.reduce((total, part) => total + part[name], 0) / parts.length;
  return { ...first, ...Object.fromEntries(names.map((name) => [name, mean(name)])) };
}
