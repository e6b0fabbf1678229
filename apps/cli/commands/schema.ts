/** `gan-lstm schema`: the JSON Schema of a configuration file; schema/config.schema.json holds the same. */
import { configurationJsonSchema } from '../../../src/index.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { write } from '../terminal.ts';

export async function schema(): Promise<ExitCode> {
  await write(process.stdout, `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
  return EXIT.done;
}
