/**
 * The model card, `README.md` of a model folder: what was learned from what, and how; how good it is, each figure
 * beside its floor and a naive generator; what it does not promise; how to use it. YAML front matter as model hubs
 * read it.
 */
import { losses, penalties } from '../gan/index.ts';
import type { Compared, Summary } from '../report/index.ts';
import { inline, table } from './modelCardTable.ts';
import { usage } from './modelCardUse.ts';
import { REPORT } from './modelFolder.ts';
import { type PrivacyStatement, privacySection, privacyStatement } from './privacyStatement.ts';
import type { Run } from './trainRun.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** `step`: iterations that were made. */
export function modelCard(run: Run, summary: Summary, facts: readonly Fact[], step: number): string {
  const { codec, config } = run;
  const privacy = privacyStatement(config.settings, config.count, step);
  const { settings } = config;
  const columns = codec.valued.filter(({ isHidden }) => !isHidden).length;
  const loss = losses[settings.loss];
  const penalty = settings.penalty === 'none' ? undefined : penalties[settings.penalty];
  const source = [loss.source, ...(penalty ? [penalty.source] : [])].join('; ');
  return `---
library_name: gan-lstm
tags: [synthetic-data, time-series, gan, lstm, onnx]
---

# Sequences like those of ${inline(config.data)}

A recurrent generative adversarial network: a ${settings.generatorCell.toUpperCase()} generator that turns noise into sequences of ${codec.isRagged ? 'up to ' : ''}${codec.length} steps
with ${columns} ${columns === 1 ? 'column' : 'columns'}, trained against a critic of kind "${settings.critic}".

## What was learned, and how

${table(
  ['fact', 'value'],
  facts.map(({ name, value }) => [name, value]),
)}

Critic's loss: ${loss.formula.critic}${penalty ? `, plus ${settings.penaltyWeight} times ${penalty.formula}` : ''}.
Generator's loss: ${loss.formula.generator}. Sources: ${source}.

${privacy ? privateParts(run, privacy) : figuresOf(summary)}

## Limits

${
  privacy
    ? ''
    : `- The real sequences compared are those that the model was trained on; nothing here was measured on data held back.
- No formal privacy guarantee is made: a network can remember single sequences. The figure "copies" finds near
  copies, and its absence proves nothing.
`
}- What takes longer than ${codec.length} steps, and rare events that the data holds only once or twice, were not learned.

${usage(run)}`;
}

/** What stands in the place of figures that were made of the data without noise. */
const privateParts = ({ privacyUnit, codec }: Run, privacy: PrivacyStatement): string =>
  `${privacySection(privacy, privacyUnit, codec.attributes.length > 0)}
How good it is, and what the columns are like, is told in \`${REPORT}\` alone, which the guarantee does not cover.`;

function figuresOf(summary: Summary): string {
  return `## Columns

${table(
  ['column', 'mean, real', 'mean, generated', 'range, real', 'range, generated', 'judged'],
  summary.columns.map(({ name, real, generated, level }) => [
    name,
    number(real.mean),
    number(generated.mean),
    `${number(real.minimum)} to ${number(real.maximum)}`,
    `${number(generated.minimum)} to ${number(generated.maximum)}`,
    level,
  ]),
)}

${textTable(summary)}## How good it is

${summary.verdict.join(' ')}

The floor is what real sequences score against other real sequences; naive is a generator that ignores the data's
order, or its columns' relations, or always gives one value. ${summary.counts.realUsed} real and ${summary.counts.generatedUsed} generated sequences were
compared. The figures are explained in \`${REPORT}\`.

${table(
  ['figure', 'this model', 'floor', 'naive', 'judged'],
  Object.entries(summary.headlines).map(([name, figure]) => [name, ...compared(figure)]),
)}`;
}

/** The columns of texts, where there are any. */
function textTable({ categories }: Summary): string {
  if (categories.length === 0) return '';
  const shown = table(
    ['column of texts', 'texts', 'most frequent, real', 'the same, generated', 'distance', 'judged'],
    categories.map(({ name, levels, distance, level }) => {
      const [first] = [...levels].sort((a, b) => b.real - a.real);
      const share = (value: number) => `${number(100 * value)} %`;
      return [
        name,
        `${levels.length}`,
        `${first!.name}: ${share(first!.real)}`,
        share(first!.generated),
        number(distance.value),
        level,
      ];
    }),
  );
  return `${shown}\n\nThe distance is the share of cells that would have to be another text.\n\n`;
}

const compared = ({ value, floor, naive, level }: Compared): string[] => [
  number(value),
  number(floor),
  number(naive),
  level,
];

const number = (value: number | null): string => (value === null ? '-' : `${Number(value.toPrecision(4))}`);
