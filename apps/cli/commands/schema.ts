/** `gan-lstm schema`: the JSON Schema of what programs write or read; the files in schema/ hold the same. */
import { configurationJsonSchema, evaluationJsonSchema } from '../../../src/index.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { write } from '../terminal.ts';

const SCHEMAS = { config: configurationJsonSchema, evaluation: evaluationJsonSchema } as const;
export type SchemaName = keyof typeof SCHEMAS;

export async function schema(of: SchemaName): Promise<ExitCode> {
  await write(process.stdout, `${JSON.stringify(SCHEMAS[of](), null, 2)}\n`);
  return EXIT.done;
}
