/**
 * How much of what moves the critic is data, and how much noise. Single updates do not tell: a critic may learn from
 * gradients that are drowned one by one, as long as they keep pulling the same way. So both are followed over the last
 * updates, weighed by a^k for the k-th last,
 *
 *     M = (1 - a) sum_k a^k S_k,   |signal|^2 = |M|^2 - (1 - a)^2 sum_k a^{2 k} (1 - q) sum_i |c_i g_i|^2,
 *     |noise|^2 = (1 - a)^2 sum_k a^{2 k} (s C)^2 d,
 *
 * with S_k the sums of clipped gradients c_i g_i before noise and d the number of parameters. What is taken from |M|^2
 * is what it would be in the mean if the gradients of single sequences had nothing in common, so |signal| is what
 * the sequences agree on.
 *
 * These numbers are made from data without noise: they are told to whoever holds the data, and never go into training
 * nor into a checkpoint.
 */
export interface Signal {
  readonly signal: number;
  readonly noise: number;
  /** The share of gradients that were clipped, and their mean norm before. */
  readonly clippedShare: number;
  readonly meanNorm: number;
}

/** What one update adds. */
export interface Gradients {
  /** S, all parameters in one. */
  readonly sum: Float64Array;
  /** |g_i| of the sequences in it, and sum_i |c_i g_i|^2. */
  readonly norms: readonly number[];
  readonly kept: number;
}

/** 1 / (1 - a): updates that are looked back on. */
export const HORIZON = 100;

export function signalMeter(
  size: number,
  mechanism: { readonly rate: number; readonly noise: number; readonly clip: number },
) {
  const { rate, noise, clip } = mechanism;
  const [old, fresh] = [1 - 1 / HORIZON, 1 / HORIZON];
  const mean = new Float64Array(size);
  let [scatter, noiseSquare, updates] = [0, 0, 0];
  let [clippedShare, meanNorm] = [0, 0];
  return {
    note({ sum, norms, kept }: Gradients): void {
      for (let i = 0; i < size; i++) mean[i] = old * mean[i]! + fresh * sum[i]!;
      scatter = old * old * scatter + fresh * fresh * (1 - rate) * kept;
      noiseSquare = old * old * noiseSquare + fresh * fresh * (noise * clip) ** 2 * size;
      updates++;
      if (norms.length === 0) return;
      const clipped = norms.filter((norm) => norm > clip).length / norms.length;
      const average = norms.reduce((a, b) => a + b) / norms.length;
      const weight = Math.max(fresh, 1 / updates);
      clippedShare += weight * (clipped - clippedShare);
      meanNorm += weight * (average - meanNorm);
    },
    /** Undefined until enough updates were seen. */
    read(): Signal | undefined {
      if (updates < HORIZON) return undefined;
      const square = mean.reduce((total, v) => total + v * v, 0);
      return {
        signal: Math.sqrt(Math.max(0, square - scatter)),
        noise: Math.sqrt(noiseSquare),
        clippedShare,
        meanNorm,
      };
    },
  };
}
