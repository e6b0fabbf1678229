/** Reads a codec.json. A file that is damaged, foreign or newer is the user's to mend, never a crash later. */
import { z } from 'zod';
import { UserError } from '../../errors/userError.ts';
import { codecFromJson } from './codecs/registry.ts';
import { type Constraint, constraintSchema } from './constraint.ts';
import { type Notations, notationsSchema } from './notation/notation.ts';
import { axisSchema, type TimeAxis } from './timeAxis.ts';
import { CODEC_FORMAT, CODEC_VERSION, createCodec, type TimeSeriesCodec } from './timeSeriesCodec.ts';

const schema = z.strictObject({
  format: z.literal(CODEC_FORMAT),
  version: z.int().min(1).max(CODEC_VERSION),
  layout: z.enum(['one series', 'one series per key', 'blocks', 'rows']),
  length: z.int().min(1),
  hasHeader: z.boolean(),
  delimiter: z.string().length(1),
  key: z.string().optional(),
  time: z.string().optional(),
  steps: z.array(z.string()).min(1).optional(),
  notations: notationsSchema.optional(),
  isRagged: z.literal(true).optional(),
  axis: axisSchema.optional(),
  constraints: z.array(constraintSchema).min(1).optional(),
  columns: z
    .array(
      z.looseObject({
        name: z.string(),
        isStatic: z.literal(true).optional(),
        isHidden: z.literal(true).optional(),
      }),
    )
    .min(1),
});

export function timeSeriesCodecFromJson(json: unknown, where: string): TimeSeriesCodec {
  try {
    const { columns, format: _format, version: _version, ...parts } = schema.parse(json);
    const codecs = columns.map(({ name, isStatic, isHidden, ...codec }, c) => ({
      name,
      ...(isStatic && { isStatic }),
      ...(isHidden && { isHidden }),
      codec: within(`columns[${c}]`, () => codecFromJson(codec)),
    }));
    const learned = codecs.filter(({ codec, isStatic }) => codec.isLearned && !isStatic).length;
    const isWhole =
      parts.steps === undefined
        ? learned > 0
        : learned === 1 && codecs.every(({ codec }) => codec.isLearned) && parts.length <= parts.steps.length;
    if (!isWhole)
      throw damaged(where, [`columns: ${learned} learned columns do not fit the layout ${parts.layout}`]);
    return createCodec({ ...withoutUndefined(parts), columns: codecs });
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw damaged(
      where,
      error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
      error,
    );
  }
}

function within<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof z.ZodError) for (const issue of error.issues) issue.path.unshift(path);
    throw error;
  }
}

function damaged(where: string, findings: readonly string[], cause?: unknown): UserError {
  const remedy = `the file is damaged or from another version (this one reads version ${CODEC_VERSION}); restore it or train again`;
  return new UserError(
    'file',
    findings.map((what) => ({ where, what, remedy })),
    { cause },
  );
}

/** Optional fields that are absent, for exactOptionalPropertyTypes. */
function withoutUndefined<
  T extends {
    key?: string | undefined;
    time?: string | undefined;
    steps?: string[] | undefined;
    notations?: Notations | undefined;
    isRagged?: true | undefined;
    constraints?: Constraint[] | undefined;
    axis?: TimeAxis | undefined;
  },
>(parts: T) {
  const { key, time, steps, notations, isRagged, constraints, axis, ...others } = parts;
  return {
    ...others,
    ...(key !== undefined && { key }),
    ...(time !== undefined && { time }),
    ...(steps !== undefined && { steps }),
    ...(notations && { notations }),
    ...(isRagged && { isRagged }),
    ...(constraints && { constraints }),
    ...(axis && { axis }),
  };
}
