import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fitTimeSeries } from './index.ts';
import { readTableFile } from './nodeReadTable.ts';

const FOLDER = '../shared/data';

/** file, features, sequences, their length, layout, columns written */
const EXPECTED = [
  ['ett/ETTh1.csv', 9, 17397, 24, 'one series', 8],
  ['timegan/energy_data_recovered.csv', 29, 19711, 24, 'one series', 28],
  ['timegan/stock_data.csv', 5, 3662, 24, 'one series', 6],
  ['weather/pollution.csv', 19, 43801, 24, 'one series', 13],
  ['weather/airline-passengers.csv', 3, 121, 24, 'one series', 2],
  ['weather/daily-min-temperatures.csv', 3, 3627, 24, 'one series', 2],
  ['weather/daily-max-temperatures.csv', 3, 3627, 24, 'one series', 2],
  ['weather/daily-total-female-births.csv', 3, 342, 24, 'one series', 2],
  ['weather/monthly-sunspots.csv', 1, 2797, 24, 'one series', 2],
  ['bank/berka_trans_3.csv', 68, 1254, 128, 'one series per key', 8],
  ['network/fcc_mba.csv', 66, 600, 56, 'blocks', 5],
  ['ecg/ECG5000_TRAIN.txt', 6, 500, 140, 'rows', 141],
  ['ucr/ItalyPowerDemand_TRAIN.ts', 3, 67, 24, 'one series per key', 3],
  ['ucr/ItalyPowerDemand_TEST.ts', 3, 1029, 24, 'one series per key', 3],
  ['ucr/JapaneseVowels_TRAIN.ts', 23, 270, 26, 'one series per key', 14],
  ['ucr/BasicMotions_TRAIN.ts', 10, 40, 100, 'one series per key', 8],
] as const;

for (const [file, features, count, length, layout, written] of EXPECTED) {
  const path = `${FOLDER}/${file}`;
  const isAbsent = !existsSync(path);
  const note = isAbsent ? ` (skipped: ${path} is absent)` : '';
  test.skipIf(isAbsent)(`${file} is understood without options${note}`, async () => {
    const { codec, sequences, description } = fitTimeSeries(await readTableFile(path));
    expect({ ...sequences, values: undefined }).toEqual({ count, length, features, values: undefined });
    expect(description).toMatchObject({ layout, problems: [] });
    expect(codec.outputColumns).toHaveLength(written);
    expect(sequences.values.every((value) => value >= -1 && value <= 1)).toBe(true);
    expect(
      sequences.values.some((value) => value < -0.5) && sequences.values.some((value) => value > 0.5),
    ).toBe(true);
  });
}
