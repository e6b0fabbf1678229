/** What is wrong with the sets before anything is measured: what cannot be judged is refused, the rest is said. */
import { type Problem, UserError } from '../errors/userError.ts';
import { timeOrder } from './controls/timeOrder.ts';
import { copiedShare } from './privacy/copies.ts';
import { extremesOf, momentsOf, type SequenceSet } from './sequenceSet.ts';

export interface NamedSets {
  readonly real: SequenceSet;
  readonly generated: SequenceSet;
  readonly heldOut?: SequenceSet | undefined;
  readonly featureNames: readonly string[];
}

const few = 50;
/** As people wrote it, without what float32 adds to it. */
const shown = (value: number): number => Number(value.toPrecision(7));

/** Throws a UserError with every reason for refusal; returns warnings. */
export function checkSets(sets: NamedSets): readonly Problem[] {
  const refusals = refusalsOf(sets);
  if (refusals.length > 0) throw new UserError('data', refusals);
  return warningsOf(sets);
}

function refusalsOf({ real, generated, heldOut, featureNames }: NamedSets): Problem[] {
  const problems: Problem[] = [];
  const all = { real, generated, ...(heldOut && { 'held-out': heldOut }) };
  for (const [name, set] of Object.entries(all)) {
    const where = `the ${name} set`;
    if (set.count < 2) {
      problems.push({
        where,
        what: `holds ${set.count} sequences`,
        remedy: 'give at least 2, better some hundreds',
      });
    }
    const [kind, expected] = [set.kind ?? 'measurements', real.kind ?? 'measurements'];
    if (kind !== expected) {
      problems.push({
        where,
        what: `holds ${kind}, the real set ${expected}`,
        remedy: 'compare sets of one kind',
      });
    }
    if (set.features !== real.features) {
      problems.push({
        where,
        what: `has ${set.features} features, the real set ${real.features}`,
        remedy: 'give both sets the same columns in the same order',
      });
    }
    if (set.length !== real.length) {
      problems.push({
        where,
        what: `has sequences of ${set.length} steps, the real set of ${real.length}`,
        remedy: 'cut both sets to the same length',
      });
    }
    const bad = set.values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const row = Math.floor(bad / set.features);
      const [sequence, step] = [Math.floor(row / set.length), row % set.length];
      const column = featureNames[bad % set.features] ?? `feature ${(bad % set.features) + 1}`;
      problems.push({
        where: `${where}, sequence ${sequence + 1}, step ${step + 1}, column "${column}"`,
        what: `the value is ${set.values[bad]}`,
        remedy: 'fill or remove such values first',
      });
    }
  }
  if (featureNames.length !== real.features) {
    problems.push({
      where: 'feature names',
      what: `there are ${featureNames.length} names for ${real.features} features`,
      remedy: 'name every feature once',
    });
  }
  return problems;
}

function warningsOf({ real, generated, featureNames }: NamedSets): readonly Problem[] {
  const warnings: Problem[] = [];
  if (Math.min(real.count, generated.count) < few) {
    warnings.push({
      where: 'counts',
      what: `${real.count} real and ${generated.count} generated sequences: chance decides every figure`,
      remedy: `compare at least ${few}, better some hundreds`,
    });
  }
  if (real.count !== generated.count) {
    warnings.push({
      where: 'counts',
      what: `${real.count} real and ${generated.count} generated sequences`,
      remedy: 'equal counts are fairer: metrics that compare one by one or judge by accuracy use the smaller',
    });
  }
  if (real.features === 1) {
    warnings.push({
      where: 'features',
      what: 'there is one feature: judges of half a unit per feature and correlations between features say nothing',
      remedy: 'read the other figures',
    });
  }
  if (timeOrder(generated) && !timeOrder(real)) {
    warnings.push({
      where: 'the generated set',
      what: 'its sequences overlap as windows of one long series do, and the real ones do not',
      remedy: 'check that the two sets are not swapped',
    });
  }
  const share = copiedShare(generated, real);
  if (share > 0.5) {
    warnings.push({
      where: 'the generated set',
      what: `${Math.round(share * 100)} % of its sequences are real ones, value for value`,
      remedy:
        'check that the files are not the same; if they are not, the generator copies its training data',
    });
  }
  const [a, b] = [extremesOf(real), extremesOf(generated)];
  const { variance } = momentsOf(real);
  featureNames.forEach((name, f) => {
    const span = a.high[f]! - a.low[f]!;
    if (!(variance[f]! > 0)) {
      warnings.push({
        where: `column "${name}"`,
        what: `the real values are all ${shown(a.low[f]!)}`,
        remedy: 'leave it out: it counts in every mean over features and tells nothing',
      });
      return;
    }
    const stretch = (b.high[f]! - b.low[f]!) / span;
    const isApart = b.low[f]! > a.high[f]! || b.high[f]! < a.low[f]!;
    if (isApart || stretch > 10) {
      warnings.push({
        where: `column "${name}"`,
        what: `real values run from ${shown(a.low[f]!)} to ${shown(a.high[f]!)}, generated ones from ${shown(b.low[f]!)} to ${shown(b.high[f]!)}`,
        remedy:
          'if one set is scaled and the other raw, bring both to the same scale; if not, the generator is far off',
      });
    }
  });
  return warnings;
}
