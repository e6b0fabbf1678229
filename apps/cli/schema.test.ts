import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { run } from '../../test/commandLine.ts';

test('schema/config.schema.json is what gan-lstm schema prints', async () => {
  const { code, stdout } = await run(['schema']);
  const published = readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8');
  const remedy = 'renew it: node dist/apps/cli/main.js schema > schema/config.schema.json';
  expect({ code, isSame: stdout === published }, remedy).toEqual({ code: 0, isSame: true });
});
