/**
 * The four sets that papers on sequences share, as tables: nine tenths of each as what a generator learns from, the rest as
 * what it never saw. The sines are made; the others are read from a folder, where they are there. Of a series every tenth
 * of forty blocks of time is held out, and `stretch` names the stretches that are left, so that no sequence reaches over a
 * gap: with the last tenth held out instead, prices had drifted, and membership was told by the year (0.97 on Stocks).
 */
import { existsSync, readFileSync } from 'node:fs';
import { timeganSines } from '../src/evaluate/calibration/sines.ts';
import { parseCsv, type Table } from '../src/sequence/timeseries/index.ts';

export interface Source {
  readonly name: string;
  readonly about: string;
  /** Undefined where the file is absent. */
  tables(
    folder: string,
    count: number,
    length: number,
  ): { readonly real: Table; readonly heldOut: Table } | undefined;
}

const share = 0.9;
const [blocks, everyTenth] = [40, 10];
/** The column of which equal values are one series. */
export const KEY = 'stretch';

const sines: Source = {
  name: 'Sines',
  about: 'Made by the code of TimeGAN; every sequence by itself',
  tables(_, count, length) {
    const { values, features } = timeganSines(Math.ceil(count / share), length);
    const lines = Array.from({ length: values.length / features }, (_, row) =>
      [Math.floor(row / length), ...values.subarray(row * features, (row + 1) * features)].join(),
    );
    const table = (from: number, to: number, source: string) =>
      parseCsv([`${KEY},a,b,c,d,e`, ...lines.slice(from * length, to * length)].join('\n'), source);
    return {
      real: table(0, count, 'sines.csv'),
      heldOut: table(count, lines.length / length, 'rest of sines.csv'),
    };
  },
};

const tableSource = (name: string, about: string, file: string): Source => ({
  name,
  about,
  tables(folder) {
    const path = `${folder}/${file}`;
    if (!existsSync(path)) return undefined;
    const [head, ...rows] = readFileSync(path, 'utf8').trim().split('\n');
    const blockOf = (row: number) => Math.floor((row * blocks) / rows.length);
    const isHeldOut = (block: number) => block % everyTenth === everyTenth - 1;
    const part = (wanted: boolean, source: string) => {
      const kept = rows.flatMap((line, row) => {
        const block = blockOf(row);
        const stretch = wanted ? block : Math.floor(block / everyTenth);
        return isHeldOut(block) === wanted ? [`${stretch},${line}`] : [];
      });
      return parseCsv([`${KEY},${head}`, ...kept].join('\n'), source);
    };
    return { real: part(false, file), heldOut: part(true, `held out of ${file}`) };
  },
});

export const sources: readonly Source[] = [
  sines,
  tableSource('Stocks', 'Daily prices and volume, windows of one series', 'timegan/stock_data.csv'),
  tableSource(
    'Energy',
    'Appliances and weather every ten minutes, windows of one series; the last column is noise by design',
    'timegan/energy_data_recovered.csv',
  ),
  tableSource('ETTh1', 'A transformer by the hour, windows of one series', 'ett/ETTh1.csv'),
];
