/** What the library says, in the language of the reader. What has no translation stays as it is: names, files, numbers. */
import type { Problem } from '../../errors/userError.ts';
import { saidZh } from './saidZh.ts';

type Language = 'en' | 'zh';

interface Template {
  readonly pattern: RegExp;
  readonly slots: readonly string[];
  readonly words: string;
  /** Letters outside the slots: of several that fit, the one that says most is meant. */
  readonly literal: number;
}

const slot = /\{(\w+)\}/g;

const templates: readonly Template[] = Object.entries(saidZh)
  .map(([english, words]) => {
    const literals = english.split(/\{\w+\}/);
    const escaped = literals.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return {
      pattern: new RegExp(`^${escaped.join('([^]+?)')}$`),
      slots: Array.from(english.matchAll(slot), ([, name]) => name!),
      words,
      literal: literals.join('').length,
    };
  })
  .sort((a, b) => b.literal - a.literal);

export function translated(text: string, language: Language): string {
  if (language === 'en') return text;
  for (const { pattern, slots, words } of templates) {
    const found = pattern.exec(text);
    if (found) return words.replace(slot, (_, name: string) => found[slots.indexOf(name) + 1]!);
  }
  return text;
}

export function translatedProblem({ where, what, remedy }: Problem, language: Language): Problem {
  return {
    where: translated(where, language),
    what: translated(what, language),
    remedy: translated(remedy, language),
  };
}
