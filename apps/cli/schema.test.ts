import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { run } from '../../test/commandLine.ts';

test.each(['config', 'evaluation'])('schema/%s.schema.json is what gan-lstm schema prints', async (of) => {
  const { code, stdout } = await run(['schema', of]);
  const published = readFileSync(new URL(`../../schema/${of}.schema.json`, import.meta.url), 'utf8');
  const remedy = `renew it: node dist/apps/cli/main.js schema ${of} > schema/${of}.schema.json`;
  expect({ code, isSame: stdout === published }, remedy).toEqual({ code: 0, isSame: true });
});

test('schema prints that of a configuration where none is named, and refuses what there is none of', async () => {
  expect((await run(['schema'])).stdout).toContain('"gan-lstm configuration"');
  const { code, stderr } = await run(['schema', 'modl']);
  expect(code).toBe(2);
  expect(stderr).toContain('config, evaluation');
});
