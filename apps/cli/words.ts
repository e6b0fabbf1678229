/**
 * Every word of help and progress, in English and simplified Chinese. Messages of errors are English, but for what the judge
 * says (report/evaluation/translated.ts).
 */
import { en } from './wordsEn.ts';
import { zh } from './wordsZh.ts';

export type Language = 'en' | 'zh';
export type Words = typeof en;
/** A command or a code, and what it means. */
export type Pairs = readonly (readonly [string, string])[];

const WORDS: Readonly<Record<Language, Words>> = { en, zh };

/** `--language`, else GAN_LSTM_LANG, else the system's; another language than these two is English. */
export function chooseWords(argv: readonly string[], environment: NodeJS.ProcessEnv): Words {
  const at = argv.findIndex((word) => word === '--language' || word.startsWith('--language='));
  const flag = at < 0 ? undefined : (argv[at]!.split('=')[1] ?? argv[at + 1]);
  const { GAN_LSTM_LANG, LC_ALL, LC_MESSAGES, LANG } = environment;
  const wanted = flag || GAN_LSTM_LANG || LC_ALL || LC_MESSAGES || LANG || 'en';
  return WORDS[/^zh\b|^zh_/i.test(wanted) ? 'zh' : 'en'];
}
