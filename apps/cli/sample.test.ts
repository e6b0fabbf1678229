import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, TINY_CSV, TINY_NETWORK, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const sample = (...args: readonly string[]) => run(['sample', 'runs/tiny', ...args], { cwd });

beforeAll(async () => {
  writeFileSync(join(cwd, 'tiny.csv'), TINY_CSV);
  const { code, stderr } = await run(['train', 'tiny.csv', ...TINY_NETWORK, '--steps', '20', '-q'], { cwd });
  if (code !== 0) throw new Error(stderr);
});

interface Row {
  readonly date: string;
  readonly level: number;
  readonly count: number;
}

const rowsOfCsv = (text: string): Row[] =>
  (parse(text, { columns: true }) as Record<string, string>[]).map((row) => ({
    date: row.date!,
    level: Number(row.level),
    count: Number(row.count),
  }));

describe('sample', () => {
  test('writes CSV like the data: its columns, its decimals, integers, and the days that follow', async () => {
    const { code, stdout } = await sample('--count', '3');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe('date,level,count');
    const rows = rowsOfCsv(stdout);
    expect(rows).toHaveLength(24);
    expect(rows.slice(0, 3).map(({ date }) => date)).toEqual(['2024-04-30', '2024-05-01', '2024-05-02']);
    for (const { level, count } of rows) {
      expect(Math.abs(level * 100 - Math.round(level * 100))).toBeLessThan(1e-6);
      expect(Number.isInteger(count)).toBe(true);
    }
  });

  test('writes the same rows in every format, and the ending of the file chooses it', async () => {
    const files = ['rows.csv', 'rows.jsonl', 'rows.parquet', 'rows.npy'];
    const ended = await Promise.all(files.map((name) => sample('--count', '3', '-o', name)));
    expect(ended.map(({ code, stderr }) => [code, stderr.trim()])).toEqual(
      files.map((name) => [0, `Wrote 3 sequences of 8 steps to ${name}`]),
    );
    const read = (name: string) => readFileSync(join(cwd, name));
    const expected = rowsOfCsv(read('rows.csv').toString());
    const jsonl = read('rows.jsonl').toString().trimEnd().split('\n');
    expect(jsonl.map((line) => JSON.parse(line))).toEqual(expected);
    const parquet = read('rows.parquet');
    const file = parquet.buffer.slice(
      parquet.byteOffset,
      parquet.byteOffset + parquet.byteLength,
    ) as ArrayBuffer;
    const objects = (await parquetReadObjects({ file, compressors })) as Record<string, unknown>[];
    expect(objects.map(({ date, level, count }) => ({ date, level, count: Number(count) }))).toEqual(
      expected,
    );
    const npy = read('rows.npy');
    expect(npy.subarray(0, 6).toString('latin1')).toBe('\x93NUMPY');
    const header = npy.subarray(10, 10 + npy.readUInt16LE(8)).toString('latin1');
    expect(header).toContain("'shape': (3, 8, 2)");
    const first = 10 + npy.readUInt16LE(8);
    expect(npy.readFloatLE(first)).toBeCloseTo(expected[0]!.level, 2);
    expect(npy.readFloatLE(first + 4)).toBeCloseTo(expected[0]!.count, 0);
  });

  test('makes the same bytes for the same seed, and others for another', async () => {
    const [one, same, other] = await Promise.all([
      sample('--seed', '3'),
      sample('--seed', '3'),
      sample('--seed', '4'),
    ]);
    expect(one.stdout).toBe(same.stdout);
    expect(one.stdout).not.toBe(other.stdout);
  });

  test('--rows makes whole sequences until there are enough', async () => {
    expect(rowsOfCsv((await sample('--rows', '20')).stdout)).toHaveLength(24);
  });

  test('-o - is standard output, for binary formats too', async () => {
    const { bytes, stderr } = await sample('--count', '1', '--format', 'npy', '-o', '-');
    expect(bytes.subarray(1, 6).toString()).toBe('NUMPY');
    expect(stderr).toBe('');
  });

  test('never replaces a file but by --force', async () => {
    writeFileSync(join(cwd, 'kept.csv'), 'mine');
    const refused = await sample('-o', 'kept.csv');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('error: kept.csv: exists already; name another file, or say --force');
    expect(readFileSync(join(cwd, 'kept.csv'), 'utf8')).toBe('mine');
    expect((await sample('-o', 'kept.csv', '--force')).code).toBe(0);
    expect(readFileSync(join(cwd, 'kept.csv'), 'utf8')).toContain('date,level,count');
  });

  test('lists every mistake of its flags', async () => {
    const { code, stderr } = await sample('--count', '0', '--rows', 'x', '--seed', '-1', '-o', 'a.xlsx');
    expect(code).toBe(2);
    for (const where of ['--count', '--rows', '--seed', '--output'])
      expect(stderr).toContain(`error: ${where}: `);
    expect((await sample('--format', 'parqet')).stderr).toContain('did you mean parquet?');
    expect(existsSync(join(cwd, 'a.xlsx'))).toBe(false);
  });

  test('ends quietly, and at once, when the reader closes the pipe', async () => {
    const { code, stderr } = await run(['sample', 'runs/tiny', '--count', '100000000'], {
      cwd,
      during: (child) => child.stdout!.once('data', () => child.stdout!.destroy()),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('leaves nothing behind when stopped in the middle of a file', async () => {
    const { code } = await run(['sample', 'runs/tiny', '--count', '100000000', '-o', 'huge.csv'], {
      cwd,
      during: (child) => {
        // not before it writes: until then nothing listens for the signal
        const looking = setInterval(() => {
          if (!readdirSync(cwd).some((name) => name.startsWith('.tmp-'))) return;
          clearInterval(looking);
          child.kill('SIGINT');
        }, 20);
      },
    });
    expect(code).toBe(130);
    expect(readdirSync(cwd).filter((name) => /^\.tmp-|huge/.test(name))).toEqual([]);
  });

  test('makes a million rows in the memory of fifty thousand', async () => {
    const node = ['--import', `data:text/javascript,${encodeURIComponent(TELL_MEMORY)}`];
    const megabytes = async (rows: string, format: string) => {
      const { code, stderr } = await run(
        ['sample', 'runs/tiny', '--rows', rows, '--format', format, '-o', '/dev/null', '-q'],
        { cwd, node },
      );
      expect(code, stderr).toBe(0);
      return Number(/maxRSS (\d+)/.exec(stderr)![1]) / 1024;
    };
    for (const format of process.env.LONG ? ['csv', 'jsonl', 'npy'] : ['csv']) {
      const [few, many] = [await megabytes('50000', format), await megabytes('1000000', format)];
      expect(many, `${format}: ${few} MB for 50,000 rows`).toBeLessThan(few + 40);
    }
  });

  test.runIf(process.env.LONG)('makes three million rows of Parquet with a heap of 200 MB', async () => {
    const args = ['sample', 'runs/tiny', '--rows', '3000000', '--format', 'parquet', '-o', '/dev/null', '-q'];
    expect((await run(args, { cwd, node: ['--max-old-space-size=200'] })).code).toBe(0);
  });
});

const TELL_MEMORY =
  'process.on("exit", () => process.stderr.write("maxRSS " + process.resourceUsage().maxRSS))';
