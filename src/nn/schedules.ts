/** Learning-rate factors by progress 0..1 through the run. */
export const schedules = {
  constant: () => 1,
  /** Falls to zero in a straight line. */
  linear: (progress: number) => 1 - progress,
  /** Falls to zero along half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts). */
  cosine: (progress: number) => (1 + Math.cos(Math.PI * progress)) / 2,
} as const satisfies Record<string, (progress: number) => number>;

export type ScheduleName = keyof typeof schedules;
