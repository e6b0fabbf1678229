/** Says what was changed so that the constraints of the data hold. */
import type { Sample } from '../../src/index.ts';
import { grouped, short } from './numbers.ts';
import { printable } from './problems.ts';
import type { Words } from './words.ts';

export function tellCorrections(corrections: ReturnType<Sample['corrections']>, { sample }: Words): void {
  for (const { constraint, rows, change } of corrections)
    if (rows > 0)
      process.stderr.write(
        `${printable(sample.corrected(constraint, grouped(rows), short(change / rows)))}\n`,
      );
}
