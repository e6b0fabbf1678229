/**
 * Attributes: learned columns with one value in each sequence, and how a value that a user writes is read. What is
 * read is a value that occurred, a point of mass among them, or a number in the range of the others, beyond which the
 * model learned nothing, and that a cell of the column can hold: another would be written in its place.
 */
import { didYouMean } from '../../errors/didYouMean.ts';
import { decimalsOf, isMissing } from './cellText.ts';
import type { Learned, LearnedColumn } from './codecParts.ts';
import { unfold } from './codecs/numeric.ts';
import { gridOf, stepOf } from './grid.ts';
import { type Notations, notationOf, plainCell } from './notation/notation.ts';
import { quoteCell } from './table.ts';

export interface Attribute {
  readonly column: LearnedColumn;
  /** Every text of a column of texts, the most frequent first. */
  readonly texts?: readonly string[];
  read(text: string): AttributeValue | Refusal;
}

export interface AttributeValue {
  /** As the exported generator takes it: the number, the place of the level, infinity where it is missing. */
  readonly value: number;
  /** As it is written in a cell. */
  readonly text: string;
}

/** What is wrong with a value, and what would do. */
export interface Refusal {
  readonly what: string;
  readonly remedy: string;
}

/** `learned` and `placed` are the same columns. Numbers may be written plainly, or as the data write them. */
export function attributesOf(
  learned: readonly Learned[],
  placed: readonly LearnedColumn[],
  notations: Notations = [],
): readonly Attribute[] {
  return learned.flatMap((own, c): Attribute[] => {
    const column = placed[c]!;
    if (!column.isStatic || column.isHidden) return [];
    const { texts, marker } = own.codec;
    const notation = notationOf(notations, own.name);
    const plain = (text: string) => (notation ? plainCell(text, notation) : text);
    const missing = marker === undefined ? undefined : { value: Number.POSITIVE_INFINITY, text: marker };
    return [
      column.kind === 'levels'
        ? { column, texts: texts!, read: (text) => readText(own, texts!.includes(text) ? text : plain(text)) }
        : {
            column,
            read: (text) => (missing && isMissing(text) ? missing : readNumber(own, column, plain(text))),
          },
    ];
  });
}

function readText({ codec }: Learned, given: string): AttributeValue | Refusal {
  const { texts = [], marker } = codec;
  const text = marker !== undefined && isMissing(given) ? marker : given;
  if (texts.includes(text))
    return { value: codec.encode({ cells: [text] }).findIndex(([x]) => x === 1), text };
  const near = didYouMean(text, texts);
  return {
    what: `${quoteCell(given)} is none of the ${texts.length} texts that the model learned`,
    remedy: `${near === undefined ? 'give' : `did you mean ${quoteCell(near)}? It may be`} one of ${listed(texts)}`,
  };
}

const SHOWN = 12;

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, SHOWN).map(quoteCell).join(', ');
  return texts.length > SHOWN ? `${shown}, and ${texts.length - SHOWN} more` : shown;
}

type NumberColumn = Extract<LearnedColumn, { kind: 'number' }>;

/** A share of the range by which a value may lie outside: the range was stored in binary, and texts are decimal. */
const ROUNDING = 1e-6;

function readNumber({ codec }: Learned, column: NumberColumn, text: string): AttributeValue | Refusal {
  const { scale, offset, unfolding, points = [] } = column;
  const write = (number: number) => codec.format(number, 0);
  const [low, high] = [offset - scale, offset + scale].map((u) => unfold(u, unfolding)) as [number, number];
  const possible = `${nounOf(column)} from ${write(low)} to ${write(high)}${points.map((one) => `, or ${write(one)}`).join('')}`;
  if (decimalsOf(text) < 0) return { what: `${quoteCell(text)} is no number`, remedy: `give a ${possible}` };
  const value = Number(text);
  const slack = ROUNDING * (high - low);
  const isInside = (number: number) => number >= low - slack && number <= high + slack;
  const refuse = (what: string, near: readonly number[]): Refusal => {
    const texts = [...new Set(near.map(write))];
    const nearest =
      texts.length === 1 ? `the nearest is ${texts[0]}` : `the nearest are ${texts.join(' and ')}`;
    return { what, remedy: `give a ${possible}; ${nearest}` };
  };
  if (!points.includes(value) && !isInside(value)) {
    const nearest = [low, high, ...points].reduce((a, b) =>
      Math.abs(b - value) < Math.abs(a - value) ? b : a,
    );
    return refuse(`${text} lies outside of what the model learned`, [nearest]);
  }
  const cell = write(value);
  const written = Number(cell);
  if (written === value) return { value, text: cell };
  const step = stepOf(gridOf(column));
  const near = [written, written > value ? written - step : written + step].filter(isInside);
  return refuse(
    `${text} ${offGrid(column)}`,
    near.sort((a, b) => a - b),
  );
}

const nounOf = ({ grain, isInteger, decimals }: NumberColumn): string => {
  if (grain !== undefined) return `multiple of ${stepOf({ decimals, grain })}`;
  return isInteger ? 'whole number' : 'number';
};

/** Why a number cannot stand in a cell of the column. */
const offGrid = (column: NumberColumn): string =>
  nounOf(column) === 'number'
    ? 'has more digits than the numbers of the column'
    : `is no ${nounOf(column)}, as the column holds`;
