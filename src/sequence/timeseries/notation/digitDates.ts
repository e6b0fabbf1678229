/**
 * Dates that are written in digits alone: 200001 and 202401010930, under a name that says so; 20240101T093000Z; and seconds or
 * milliseconds since 1970 (Unix time), under such a name too. They are read to plain dates (dateFormat.ts) and written back.
 */
import { z } from 'zod';
import { isMissing } from '../cellText.ts';
import { daysIn } from '../dateFormat.ts';

interface Form {
  /** The year, and the parts after it, each in a group. */
  readonly pattern: RegExp;
  /** Whether the name of the column must say that these are dates. */
  readonly needsName: boolean;
}

const YEAR = '((?:19|20)\\d\\d)';
const MONTH = '(0[1-9]|1[0-2])';
const DATE = `${YEAR}${MONTH}(0[1-9]|[12]\\d|3[01])`;
const CLOCK = '([01]\\d|2[0-3])([0-5]\\d)';

const FORMS = {
  YYYYMM: { pattern: new RegExp(`^${YEAR}${MONTH}$`), needsName: true },
  YYYYMMDDhhmm: { pattern: new RegExp(`^${DATE}${CLOCK}$`), needsName: true },
  YYYYMMDDhhmmss: { pattern: new RegExp(`^${DATE}${CLOCK}([0-5]\\d)$`), needsName: true },
  YYYYMMDDThhmm: { pattern: new RegExp(`^${DATE}T${CLOCK}$`), needsName: false },
  YYYYMMDDThhmmss: { pattern: new RegExp(`^${DATE}T${CLOCK}([0-5]\\d)$`), needsName: false },
  YYYYMMDDThhmmssZ: { pattern: new RegExp(`^${DATE}T${CLOCK}([0-5]\\d)Z$`), needsName: false },
  seconds: { pattern: /^(?:9[5-9]\d{7}|[12]\d{9})$/, needsName: true },
  milliseconds: { pattern: /^(?:9[5-9]\d{10}|[12]\d{12})$/, needsName: true },
} as const satisfies Record<string, Form>;

type FormName = keyof typeof FORMS;

export const digitDatesSchema = z.strictObject({
  kind: z.literal('digits'),
  form: z.enum(Object.keys(FORMS) as [FormName, ...FormName[]]),
});

export type DigitDates = z.infer<typeof digitDatesSchema>;

const DATE_NAME = /date|time|month|day|stamp|period|epoch|^ts$|日期|时间/i;
/** Words that hold one of those and are something else. */
const OTHER_WORDS = /candidate|mandate|validate|(?:run|life|over|down|up|half)time/gi;
const saysDate = (name: string): boolean => DATE_NAME.test(name.replace(OTHER_WORDS, ''));

/** The form in which all cells of a column, two at least, are dates. */
export function findDigitDates(name: string, cells: readonly string[]): DigitDates | undefined {
  const first = cells.find((cell) => !isMissing(cell));
  if (first === undefined || !/^\d{6}/.test(first)) return undefined;
  const form = (Object.keys(FORMS) as FormName[]).find((each) => FORMS[each].pattern.test(first));
  if (form === undefined || (FORMS[form].needsName && !saysDate(name))) return undefined;
  const notation: DigitDates = { kind: 'digits', form };
  const fits = (cell: string) => isMissing(cell) || plainDigits(cell, notation) !== undefined;
  return cells.every(fits) && cells.some((cell) => cell !== first && !isMissing(cell)) ? notation : undefined;
}

export function plainDigits(cell: string, { form }: DigitDates): string | undefined {
  const match = FORMS[form].pattern.exec(cell);
  if (match === null) return undefined;
  if (form === 'seconds') return isoOf(Number(cell) * 1000).slice(0, 19);
  if (form === 'milliseconds') return isoOf(Number(cell));
  const [, year = '', month = '', day, hour, minute, second] = match;
  if (day === undefined) return `${year}-${month}`;
  if (Number(day) > daysIn(Number(year), Number(month))) return undefined;
  return `${year}-${month}-${day} ${hour}:${minute}${second === undefined ? '' : `:${second}`}`;
}

const isoOf = (instant: number): string => new Date(instant).toISOString().replace('T', ' ').replace('Z', '');

export function writtenDigits(cell: string, { form }: DigitDates): string {
  if (!/^\d{4}-/.test(cell)) return cell;
  if (form === 'seconds' || form === 'milliseconds') {
    const instant = Date.parse(`${cell.replace(' ', 'T')}Z`);
    return String(form === 'seconds' ? Math.round(instant / 1000) : instant);
  }
  const [date = '', clock = ''] = cell.split(' ').map((part) => part.replace(/\D/g, ''));
  return `${date}${form.includes('T') ? 'T' : ''}${clock}${form.endsWith('Z') ? 'Z' : ''}`;
}

/** What a file that has types takes them for. */
export const typeOfDigits = ({ form }: DigitDates): 'integer' | 'text' =>
  form.includes('T') ? 'text' : 'integer';
