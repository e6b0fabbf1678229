/** What every command is given besides its arguments. */
import type { Words } from './words.ts';

export interface Context {
  readonly words: Words;
  readonly version: string;
}

/** A command's flags by name, as commander gives them. */
export type Options = Readonly<Record<string, unknown>>;

export const isOn = (options: Options, name: string): boolean => options[name] === true;

export function textOf(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}
