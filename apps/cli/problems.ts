/** How mistakes and warnings are told: one line each, `where: what; remedy`. */
import { type Problem, UserError } from '../../src/index.ts';
import { type Output, type Style, styled } from './terminal.ts';

export function problemLine(kind: 'error' | 'warning', problem: Problem, stream: Output): string {
  const { where, what, remedy } = problem;
  const style: readonly Style[] = kind === 'error' ? ['bold', 'red'] : ['bold', 'yellow'];
  const place = where ? `${styled(stream, 'bold', printable(where))}: ` : '';
  return `${styled(stream, style, `${kind}:`)} ${place}${printable(what)}; ${printable(remedy)}\n`;
}

/** Text from a file may hold control characters, which a terminal would obey. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return character === '\n' ? ' ' : character === '\t' ? ' ' : `\\u${code}`;
  });
}

/** Runs what may find a mistake and goes on without its result, so that all mistakes are told at once. */
export function collectingProblems() {
  const problems: Problem[] = [];
  function attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  }
  return { problems, attempt };
}
