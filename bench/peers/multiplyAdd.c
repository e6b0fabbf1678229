/* The rate of one core's fused multiply-adds: independent sums in registers, for about half a second, in GFLOP/s. */
#include <stdio.h>
#include <time.h>

#if defined(__AVX512F__)
#define WIDTH 16
#elif defined(__AVX__)
#define WIDTH 8
#else
#define WIDTH 4
#endif
#define SUMS 12 /* more than latency times units, and few enough for the registers */

typedef float vector __attribute__((vector_size(WIDTH * sizeof(float))));

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(void) {
  vector sums[SUMS], factor, term;
  for (int lane = 0; lane < WIDTH; lane++) factor[lane] = 0.999f, term[lane] = 0.001f;
  for (int i = 0; i < SUMS; i++) sums[i] = term * (float)i;
  const long runs = 2000000;
  double best = 0;
  for (int round = 0; round < 20; round++) {
    const double start = now();
    for (long run = 0; run < runs; run++)
      for (int i = 0; i < SUMS; i++) sums[i] = sums[i] * factor + term;
    const double rate = 2.0 * WIDTH * SUMS * runs / (now() - start) / 1e9;
    if (rate > best) best = rate;
  }
  float kept = 0;
  for (int i = 0; i < SUMS; i++) kept += sums[i][0];
  printf("%.1f %g\n", best, kept);
  return 0;
}
