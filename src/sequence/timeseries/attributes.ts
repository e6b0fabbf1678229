/**
 * Attributes: learned columns with one value in each sequence, and how a value that a user writes is read. What is
 * read is a value that occurred, a point of mass among them, or a number in the range of the others: beyond it the model
 * learned nothing.
 */
import { didYouMean } from '../../errors/didYouMean.ts';
import { decimalsOf, isMissing } from './cellText.ts';
import type { Learned, LearnedColumn } from './codecParts.ts';
import { unfold } from './codecs/numeric.ts';
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
        ? { column, texts: texts!, read: (text) => readText(own, text) }
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
  const { scale, offset, unfolding, point, isInteger } = column;
  const [low, high] = [offset - scale, offset + scale].map((u) => unfold(u, unfolding)) as [number, number];
  const range = `from ${codec.format(low, 0)} to ${codec.format(high, 0)}${point === undefined ? '' : `, or ${codec.format(point, 0)}`}`;
  if (decimalsOf(text) < 0)
    return { what: `${quoteCell(text)} is no number`, remedy: `give a number ${range}` };
  const value = Number(text);
  if (isInteger && !Number.isInteger(value))
    return {
      what: `${text} is no whole number, as the column holds`,
      remedy: `give a whole number ${range}`,
    };
  const slack = ROUNDING * (high - low);
  if (value !== point && (value < low - slack || value > high + slack))
    return { what: `${text} lies outside of what the model learned`, remedy: `give a number ${range}` };
  return { value, text: codec.format(value, 0) };
}
