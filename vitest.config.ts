import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,apps,bench,test}/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './test/plainTotals.ts'],
  },
});
