/** The sines of benches that train from a table, as a file would hold them: with five decimals. */
import { randomStream } from '../src/random/stream.ts';
import { readTable, type Table } from '../src/sequence/timeseries/index.ts';

/** Five sines of random frequency and phase (Yoon et al. 2019, TimeGAN's code) of 24 steps, one sequence after another. */
export async function sinesTable(count: number): Promise<Table> {
  const [length, features] = [24, 5];
  const drawn = new Float32Array(count * features * 2);
  randomStream(1, 'sines').uniform(0, drawn);
  const lines = ['sequence,a,b,c,d,e'];
  for (let n = 0; n < count; n++) {
    for (let t = 0; t < length; t++) {
      const row = Array.from({ length: features }, (_, f) => {
        const at = 2 * (n * features + f);
        return ((Math.sin(0.1 * drawn[at]! * t + 0.1 * drawn[at + 1]!) + 1) / 2).toFixed(5);
      });
      lines.push([n, ...row].join());
    }
  }
  return readTable(new TextEncoder().encode(lines.join('\n')), 'sines');
}
