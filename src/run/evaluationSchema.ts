/**
 * The JSON of an evaluation (`--json`, and the page's own data) as a schema: what EvaluationResult becomes as text, where
 * a number that JSON does not have is null. schema/evaluation.schema.json is made from it. Objects are closed, so that the
 * schema cannot fall behind the result unnoticed.
 */
import * as z from 'zod/mini';
import { groups, preparationIds, resultSchema, resultVersion } from '../evaluate/index.ts';

/** Null where a figure has no value, a spread of one run, or an end of a range that is infinite. */
const number = () => z.nullable(z.number());
const count = () => z.number().check(z.int(), z.minimum(0));

const figure = () =>
  z.strictObject({
    value: number(),
    runs: z.array(number()),
    spread: number(),
    interval: z.optional(
      z.strictObject({ kind: z.literal('t95 of the mean'), low: number(), high: number() }),
    ),
    details: z.record(z.string(), number()),
    warnings: z.array(z.string()),
  });

const controls = z.strictObject({
  floor: figure(),
  floorByTime: z.optional(figure()),
  ceilings: z.record(z.string(), figure()),
  count: count(),
});

const setting = z.union([z.number(), z.string(), z.boolean(), z.array(z.number()), z.array(z.string())]);

const metric = z.strictObject({
  id: z.string(),
  name: z.string(),
  group: z.enum(groups),
  direction: z.union([z.literal('lower'), z.literal('higher'), z.number()]),
  range: z.tuple([number(), number()]),
  protocol: z.strictObject({
    id: z.string(),
    version: count(),
    settings: z.record(z.string(), setting),
    hash: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  }),
  citation: z.string(),
  explanation: z.string(),
  doesNotProve: z.string(),
  status: z.enum(['measured', 'skipped']),
  reason: z.optional(z.string()),
  figure: z.optional(figure()),
  controls: z.optional(controls),
  judgement: z.optional(
    z.strictObject({
      isInformative: z.boolean(),
      blindTo: z.array(z.string()),
      misledBy: z.optional(z.string()),
      sentence: z.string(),
    }),
  ),
  position: z.optional(number()),
});

const set = () => z.strictObject({ count: count(), length: count(), features: count() });

export const evaluationSchema = z.strictObject({
  schema: z.literal(resultSchema),
  version: z.literal(resultVersion),
  seed: count(),
  engine: z.nullable(z.string()),
  preparation: z.enum(preparationIds as readonly [string, ...string[]]),
  featureNames: z.array(z.string()),
  sets: z.strictObject({ real: set(), generated: set(), heldOut: z.nullable(set()) }),
  floorSplit: z.string(),
  warnings: z.array(z.strictObject({ where: z.string(), what: z.string(), remedy: z.string() })),
  metrics: z.array(metric),
});

export function evaluationJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(evaluationSchema) as Record<string, unknown>;
  return {
    $schema,
    title: 'gan-lstm evaluation',
    description: 'What gan-lstm evaluate --json writes.',
    ...schema,
  };
}
