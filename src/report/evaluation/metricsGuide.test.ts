import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { metrics, metricsMarkdown } from '../../evaluate/index.ts';

it('docs/guide/metrics.md holds the table of the metrics as their records are', async () => {
  const text = `# Metrics

Made from the records in \`src/evaluate\`; the test \`metricsGuide\` compares this file with them
(\`npx vitest run src/report/evaluation/metricsGuide.test.ts -u\` writes it anew). How to read a figure is in
[judge.md](judge.md). \`gan-lstm evaluate --list\` shows the same in short.

${metricsMarkdown(metrics)}`;
  await expect(text).toMatchFileSnapshot('../../../docs/guide/metrics.md');
});

it('the flags that docs/guide/judge.md speaks of exist', () => {
  const guide = readFileSync(new URL('../../../docs/guide/judge.md', import.meta.url), 'utf8');
  const program = readFileSync(new URL('../../../apps/cli/program.ts', import.meta.url), 'utf8');
  const settings = ['--length', '--stride', '--key', '--columns'];
  const flags = new Set(Array.from(guide.matchAll(/--[a-z][a-z-]*/g), ([flag]) => flag));
  expect(flags.size).toBeGreaterThan(8);
  for (const flag of flags) expect(settings.includes(flag) || program.includes(`'${flag}`), flag).toBe(true);
});
