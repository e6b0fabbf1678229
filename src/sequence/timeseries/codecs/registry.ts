/** All codecs by name, and the way back from JSON. A new codec is one file and one line here. */
import { z } from 'zod';
import { categoricalCodec } from './categorical.ts';
import type { CodecRecord, FittedCodec } from './codec.ts';
import { constantCodec } from './constant.ts';
import { counterCodec } from './counter.ts';
import { datetimeCodec } from './datetime.ts';
import { derivedCodec } from './derived.ts';
import { emptyCodec } from './empty.ts';
import { identifierCodec } from './identifier.ts';
import { integerCodec } from './integer.ts';
import { numericCodec } from './numeric.ts';

export const CODECS = {
  numeric: numericCodec,
  integer: integerCodec,
  categorical: categoricalCodec,
  constant: constantCodec,
  empty: emptyCodec,
  datetime: datetimeCodec,
  counter: counterCodec,
  identifier: identifierCodec,
  derived: derivedCodec,
} as const satisfies Record<string, CodecRecord>;

export type CodecName = keyof typeof CODECS;

const named = z.looseObject({ codec: z.enum(Object.keys(CODECS) as [CodecName, ...CodecName[]]) });

/** Codecs that models of version 2 and before name otherwise. */
const FORMER: Readonly<Record<string, CodecName>> = { key: 'identifier' };

/** Models of version 4 have at most one point of mass, which is written as the others are. */
function fromOnePoint(json: object): object {
  if (!('point' in json) || 'points' in json) return json;
  const { point, ...others } = json;
  return { ...others, points: [{ value: point }] };
}

/** The fitted codec of a JSON value; throws a z.ZodError that names the field where it is not one. */
export function codecFromJson(json: unknown): FittedCodec {
  const told = (json as { codec?: unknown }).codec;
  const former = typeof told === 'string' ? FORMER[told] : undefined;
  const { codec, ...fields } = named.parse(
    former === undefined ? json : { ...(json as object), codec: former },
  );
  const record = CODECS[codec] as CodecRecord;
  return record.restore(record.schema.parse(fromOnePoint(fields)));
}
