/**
 * How a column writes its dates where dateFormat.ts does not read them: names of months and weekdays, years of two digits,
 * clocks of twelve hours, 2024年1月2日, weeks and quarters. Dates are read to plain ones and written back:
 *
 *     Jan 03, 2022 -> 2022-01-03        31/12/23 -> 31/12/2023        2018-W01 (ISO 8601) -> 2018-01-01, its Monday
 *     1970Q2       -> 1970-04           1/3/2022 1:05 PM -> 1/3/2022 13:05
 */
import { z } from 'zod';
import { decimalsOf, isMissing } from '../cellText.ts';
import { instantOf, twoDigits } from '../dateFormat.ts';
import { DAY } from '../timeStep.ts';

const CLOCKS = [
  'h:mm AM',
  'hh:mm AM',
  'h:mmAM',
  'hh:mmAM',
  'h:mm am',
  'hh:mm am',
  'h:mmam',
  'hh:mmam',
] as const;

const WEEKDAY_FORMS = ['Mon ', 'Mon, ', 'Monday ', 'Monday, '] as const;

export const dateNotationSchema = z.strictObject({
  kind: z.literal('date'),
  /** Of the date: `{MMM} {DD}, {YYYY}`; absent where only the clock is another. */
  template: z.string().min(1).optional(),
  /** Before the date. */
  weekday: z.enum(WEEKDAY_FORMS).optional(),
  /** Of a clock of twelve hours. */
  clock: z.enum(CLOCKS).optional(),
});

export type DateNotation = z.infer<typeof dateNotationSchema>;

/** Names of months, long ones of each language and then short ones; of those in capitals, English alone. */
const MONTHS = {
  MMMM: 'January February March April May June July August September October November December',
  MMM: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec',
  JANUARY: 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER',
  JAN: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC',
  Januar: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
  Mrz: 'Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez',
  janvier: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  enero: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
} as const;
type NameField = keyof typeof MONTHS;
const NAMED = Object.keys(MONTHS) as readonly NameField[];
const namesOf = (field: NameField): readonly string[] => MONTHS[field].split(' ');

/** What stands in braces. G is the year of an ISO week, W the week, Q the quarter; D1 and D2 are day and month, unsure which. */
const FIELDS: Readonly<Record<string, string>> = {
  YYYY: '\\d{4}',
  YY: '\\d{2}',
  ...Object.fromEntries(NAMED.map((field) => [field, namesOf(field).join('|')])),
  MM: '\\d{2}',
  M: '\\d{1,2}',
  DD: '\\d{2}',
  D: '\\d{1,2}',
  D1: '\\d{1,2}',
  D2: '\\d{1,2}',
  Q: '[1-4]',
  G: '\\d{4}',
  W: '\\d{2}',
};

/** In the order in which they are tried: padded before not, years of four digits before two. */
const TEMPLATES: readonly string[] = [
  ...NAMED.flatMap((month) =>
    ['DD', 'D'].flatMap((day) => [
      ...[', ', ' '].map((comma) => `{${month}} {${day}}${comma}{YYYY}`),
      ...[' ', '-', '/', '. '].flatMap((mark) => [
        `{${day}}${mark}{${month}}${mark === '. ' ? ' ' : mark}{YYYY}`,
        `{${day}}${mark}{${month}}${mark === '. ' ? ' ' : mark}{YY}`,
      ]),
      `{YYYY}-{${month}}-{${day}}`,
    ]),
  ),
  ...NAMED.flatMap((month) =>
    [' ', '-', '/'].flatMap((mark) => [
      `{${month}}${mark}{YYYY}`,
      `{${month}}${mark}{YY}`,
      `{YYYY}${mark}{${month}}`,
    ]),
  ),
  ...['{YYYY}年{MM}月{DD}日', '{YYYY}年{M}月{D}日', '{YYYY}年{MM}月', '{YYYY}年{M}月'],
  ...['{G}-W{W}', '{G}W{W}', '{G} W{W}'],
  ...['{YYYY}Q{Q}', '{YYYY}-Q{Q}', '{YYYY} Q{Q}', 'Q{Q} {YYYY}', 'Q{Q}-{YYYY}', 'Q{Q}/{YYYY}'],
  ...['/', '.'].map((mark) => `{D1}${mark}{D2}${mark}{YY}`),
];

interface Form {
  readonly template: string;
  readonly pattern: RegExp;
  readonly fields: readonly string[];
}

const formOf = (template: string): Form => {
  const fields: string[] = [];
  const pattern = template.replace(/\.|\{(\w+)\}/g, (text, field?: string) => {
    if (field === undefined) return `\\${text}`;
    fields.push(field);
    return `(${FIELDS[field]})`;
  });
  return { template, pattern: new RegExp(`^${pattern}$`), fields };
};

/** Of a column of months beside one of years. */
const MONTHS_ALONE = NAMED.map((month) => `{${month}}`);

const FORMS = new Map([...TEMPLATES, ...MONTHS_ALONE].map((template) => [template, formOf(template)]));

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const dayNames = (form: string): readonly string[] =>
  form.startsWith('Monday') ? DAYS : DAYS.map((name) => name.slice(0, 3));
const WEEKDAYS = WEEKDAY_FORMS.map((form) => ({
  form,
  pattern: new RegExp(`^(?:${dayNames(form).join('|')})${form.replace(/^\w+/, '')}(?=\\S)`),
}));

/** A date, and what may follow it: a clock of 24 or of 12 hours, and a zone. */
const WHOLE =
  /^(.+?)(?:([T ]|, )(\d{1,2})(:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:( ?)([AaPp][Mm]))?( ?(?:Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2}))?)?$/;
const PLAIN_DATE = /^\d{1,4}([-/.])\d{1,2}(?:\1\d{1,4})?$/;

const FULL_SHARE = 0.9;
const PROBED = 200;

/** The notation that the dates of a column share; undefined where they are plain, or no dates. */
export function findDateNotation(cells: readonly string[], areMonths = false): DateNotation | undefined {
  const present = cells.filter((cell) => !isMissing(cell));
  const [example] = present;
  // most columns are of plain numbers, for which so many templates are not tried
  if (example === undefined || decimalsOf(example) >= 0) return undefined;
  if (!areMonths && !/\d/.test(example)) return undefined;
  const probed = present.slice(0, PROBED);
  const weekday = WEEKDAYS.find(({ pattern }) => pattern.test(example))?.form;
  const clock = findTwelveHours(probed);
  for (const template of areMonths ? MONTHS_ALONE : [undefined, ...TEMPLATES]) {
    const notation: DateNotation = {
      kind: 'date',
      ...(weekday && { weekday }),
      ...(template !== undefined && { template }),
      ...(clock && { clock }),
    };
    if (template === undefined && clock === undefined && weekday === undefined) continue;
    const reads = (cell: string) => {
      const plain = plainDate(cell, notation);
      return plain !== undefined && writtenDate(plain, notation) === cell;
    };
    const fits = (some: readonly string[]) => some.filter(reads).length >= FULL_SHARE * some.length;
    // most templates fail at once
    if (probed.slice(0, 5).some(reads) && fits(probed) && fits(present)) return notation;
  }
  return undefined;
}

/** Of cells with AM or PM. */
function findTwelveHours(cells: readonly string[]): DateNotation['clock'] {
  const hours = cells.flatMap((cell) => {
    const [, , , hour, , space, half] = WHOLE.exec(cell) ?? [];
    return half === undefined ? [] : [{ hour: hour!, space: space!, half }];
  });
  if (hours.length < FULL_SHARE * cells.length) return undefined;
  const isPadded =
    hours.every(({ hour }) => hour.length === 2) && hours.some(({ hour }) => hour.startsWith('0'));
  const isNever = hours.every(({ hour }) => hour.length === 2);
  const half = /[ap]/.test(hours[0]!.half) ? 'am' : 'AM';
  return `${isPadded || isNever ? 'hh' : 'h'}:mm${hours[0]!.space as '' | ' '}${half}`;
}

/** As dateFormat.ts reads it; undefined where the cell is no date of this notation. */
export function plainDate(cell: string, { template, weekday, clock }: DateNotation): string | undefined {
  const named = weekday && WEEKDAYS.find(({ form }) => form === weekday)!.pattern;
  if (named && !named.test(cell)) return undefined;
  const match = cell.length <= 60 ? WHOLE.exec(named ? cell.replace(named, '') : cell) : null;
  if (match === null) return undefined;
  const [, day = '', joiner = '', hour, minutes = '', , half, zone = ''] = match;
  if ((half === undefined) !== (clock === undefined) || joiner === ', ') return undefined;
  const date = template === undefined ? (PLAIN_DATE.test(day) ? day : undefined) : plainDay(day, template);
  if (date === undefined || hour === undefined) return date;
  if (half === undefined) return `${date}${joiner}${hour}${minutes}${zone}`;
  const count = Number(hour);
  if (count < 1 || count > 12) return undefined;
  const whole = (count % 12) + (/p/i.test(half) ? 12 : 0);
  return `${date}${joiner}${twoDigits(whole)}${minutes}${zone}`;
}

function plainDay(day: string, template: string): string | undefined {
  const form = FORMS.get(template);
  const found = form?.pattern.exec(day);
  if (!found) return undefined;
  const field = new Map(form!.fields.map((name, i) => [name, found[i + 1]!]));
  const number = (name: string) => (field.has(name) ? Number(field.get(name)) : undefined);
  const month =
    number('MM') ??
    number('M') ??
    NAMED.map((name) => namesOf(name).indexOf(field.get(name) ?? '') + 1).find(Boolean);
  if (form!.fields.length === 1) return String(month);
  const two = number('YY');
  const year = field.get('YYYY') ?? (two === undefined ? undefined : String(two + (two < 70 ? 2000 : 1900)));
  if (field.has('D1')) {
    const mark = template[4]!;
    return [field.get('D1'), field.get('D2'), year].join(mark);
  }
  const week = number('W');
  if (week !== undefined) return mondayOf(number('G')!, week);
  const quarter = number('Q');
  if (quarter !== undefined) return `${year}-${twoDigits(3 * quarter - 2)}`;
  const date = number('DD') ?? number('D');
  return date === undefined
    ? `${year}-${twoDigits(month!)}`
    : `${year}-${twoDigits(month!)}-${twoDigits(date)}`;
}

/** A plain date in this notation; what is none stays as it is. */
export function writtenDate(cell: string, { weekday, ...notation }: DateNotation): string {
  const text = withoutWeekday(cell, notation);
  if (weekday === undefined) return text;
  const instant = Date.parse(`${cell.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(instant)) return text;
  return dayNames(weekday)[new Date(instant).getUTCDay()]! + weekday.replace(/^\w+/, '') + text;
}

function withoutWeekday(cell: string, { template, clock }: DateNotation): string {
  const [, day = '', joiner = '', hour, minutes = '', , , zone = ''] = WHOLE.exec(cell) ?? [];
  if (day === '') return cell;
  const date = template === undefined ? day : writtenDay(day, template);
  if (date === undefined) return cell;
  if (hour === undefined) return date;
  if (clock === undefined) return `${date}${joiner}${hour}${minutes}${zone}`;
  const twelve = String(Number(hour) % 12 || 12).padStart(clock.startsWith('hh') ? 2 : 1, '0');
  const space = clock.includes(' ') ? ' ' : '';
  const half = Number(hour) < 12 ? 'am' : 'pm';
  return `${date}${joiner}${twelve}${minutes}${space}${clock.endsWith('M') ? half.toUpperCase() : half}${zone}`;
}

function writtenDay(day: string, template: string): string | undefined {
  if (template.startsWith('{D1}')) return day.replace(/\d{2}(\d{2})$/, '$1');
  const name = /^\{(\w+)\}$/.exec(template)?.[1];
  if (name !== undefined) return namesOf(name as NameField)[Number(day) - 1];
  const [, year = '', months, days = '1'] = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(day) ?? [];
  if (months === undefined) return undefined;
  const month = Number(months);
  const iso = template.includes('{W}') ? isoWeek(day) : undefined;
  const values: Readonly<Record<string, string>> = {
    YYYY: year,
    YY: year.slice(2),
    ...Object.fromEntries(NAMED.map((field) => [field, namesOf(field)[month - 1]!])),
    MM: twoDigits(month),
    M: String(month),
    DD: twoDigits(Number(days)),
    D: String(Number(days)),
    Q: String(Math.ceil(month / 3)),
    G: String(iso?.year),
    W: twoDigits(iso?.week ?? 0),
  };
  return template.replace(/\{(\w+)\}/g, (_, field: string) => values[field]!);
}

/** The first ISO week of a year is that of January 4th. */
function mondayOf(year: number, week: number): string | undefined {
  if (week < 1 || week > 53) return undefined;
  const fourth = instantOf(year, 1, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return new Date(fourth + (7 * (week - 1) - weekday) * DAY).toISOString().slice(0, 10);
}

/** Of a day, in the year that holds its Thursday. */
function isoWeek(day: string): { year: number; week: number } {
  const date = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * DAY);
  const year = thursday.getUTCFullYear();
  return { year, week: 1 + Math.floor((thursday.getTime() - instantOf(year, 1, 1)) / (7 * DAY)) };
}
