/** What the measures of TSGBench share in their records. */
export const tsgbenchFidelity = {
  group: 'fidelity',
  needs: {},
  direction: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  citation: 'Ang et al. 2023, TSGBench, arXiv:2309.03755',
} as const;
