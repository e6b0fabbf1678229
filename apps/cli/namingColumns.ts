/** The data layer speaks of its options by their bare names; a user gave them as flags or in a file. */
import { type Naming, settingNames, UserError } from '../../src/index.ts';

export async function namingColumns<T>(naming: Naming, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError) || error.kind !== 'usage') throw error;
    const names: readonly string[] = settingNames;
    const problems = error.problems.map((problem) =>
      names.includes(problem.where) ? { ...problem, where: naming(problem.where) } : problem,
    );
    throw new UserError('usage', problems, { cause: error.cause });
  }
}
