import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mainFile, run, temporaryFolder } from '../../test/commandLine.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const cwd = temporaryFolder();

test('doctor finds nothing wrong here, and says what it looked at', async () => {
  const { code, stdout } = await run(['doctor'], { cwd });
  expect(code, stdout).toBe(0);
  for (const check of [
    'Node.js',
    'onnxruntime-node',
    'onnxruntime-web',
    'processors',
    'memory',
    'this folder',
  ]) {
    expect(stdout).toMatch(new RegExp(`^ok +${check} +\\S`, 'm'));
  }
  expect(stdout).toContain('computes as it should');
  expect(readdirSync(cwd)).toEqual([]);
});

test('doctor --json is one document', async () => {
  const document = JSON.parse((await run(['doctor', '--json'], { cwd })).stdout);
  expect(document).toMatchObject({ schemaVersion: 1, ok: true });
  expect(document.findings).toContainEqual({ check: 'Node.js', ok: true, found: process.versions.node });
});

test('without its engine doctor names the problem and the remedy, and exits with 1', async () => {
  const crippled = join(temporaryFolder(), 'program');
  const program = join(crippled, 'dist/apps/cli/main.js');
  cpSync(join(dirname(mainFile), '../..'), join(crippled, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(crippled, 'package.json'));
  mkdirSync(join(crippled, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== 'onnxruntime-node')
      symlinkSync(join(ROOT, 'node_modules', name), join(crippled, 'node_modules', name));
  }
  const { code, stdout } = await run(['doctor'], { cwd, main: program });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^problem +onnxruntime-node +cannot be loaded: .*; install the dependencies again: npm ci$/m,
  );
  expect(stdout).toMatch(/^ok +Node\.js/m);
  const help = await run(['--help'], { cwd, main: program });
  expect(help.code).toBe(0);
  const trained = await run(['train', 'x.csv'], { cwd, main: program });
  expect(trained.code).toBe(1);
  expect(trained.stderr).toContain('gan-lstm doctor');
});
