/** What a reader must know about the two sets before believing the figures. */
import type { Messages } from './messages.ts';
import type { Prepared, PreparedSet } from './prepare.ts';

/** With fewer sequences than this, figures and floors are unsteady. */
const few = 50;
/** Names that a sentence lists before it breaks off. */
const namesAtMost = 8;

export function cautions({ input, real, generated }: Prepared, text: Messages): readonly string[] {
  const said: string[] = [];
  const fewest = Math.min(real.whole.count, generated.whole.count);
  if (fewest < few) said.push(text.cautions.few(`${fewest}`));
  for (const [set, name] of [
    [real, text.real],
    [generated, text.generated],
  ] as const) {
    const missing = input.columns.flatMap((column, f) => {
      const count = set.gaps[f]!;
      // where the data have gaps, generated ones are wanted
      const isWanted = set === generated && real.gaps[f]! > 0;
      return count > 0 && !isWanted ? [text.cautions.missingIn(text.quote(column), `${count}`)] : [];
    });
    if (missing.length > 0) said.push(text.cautions.missing(name.toLowerCase(), listed(missing, text)));
  }
  const constant = input.columns.filter((_, f) => real.moments[f]!.standardDeviation === 0);
  if (constant.length > 0) said.push(text.cautions.constant(listed(constant.map(text.quote), text)));
  const isSampled = ({ whole, sample }: PreparedSet) => sample.count < whole.count;
  const sampled = [real, generated].find(isSampled);
  if (sampled) said.push(text.cautions.sampled(`${sampled.sample.count}`, `${sampled.whole.count}`));
  return said;
}

function listed(names: readonly string[], text: Messages): string {
  return text.list(names.length > namesAtMost ? [...names.slice(0, namesAtMost), '…'] : names);
}
