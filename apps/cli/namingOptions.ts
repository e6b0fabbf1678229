/** The data layer calls its options `key` or `delimiter ";"`; a user gave them as flags or in a file. */
import { type Naming, settingNames, UserError } from '../../src/index.ts';

export async function namingOptions<T>(naming: Naming, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError) || error.kind !== 'usage') throw error;
    const names: readonly string[] = settingNames;
    const problems = error.problems.map(({ where, ...problem }) => ({
      ...problem,
      where: where.replace(/^\w+(?=$| ")/, (name) => (names.includes(name) ? naming(name) : name)),
    }));
    throw new UserError('usage', problems, { cause: error.cause });
  }
}
