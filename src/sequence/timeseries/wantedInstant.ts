/** The instant at which a user wants the time to begin. */
import { UserError } from '../../errors/userError.ts';
import { type ClockFormat, findClock } from './clock.ts';
import type { CodecParts } from './codecParts.ts';
import { type DateFormat, findDateFormat, parseDate } from './dateFormat.ts';
import { notationOf, plainCell } from './notation/notation.ts';

const CLOCK: ClockFormat['part'] = 'time of day';

/** `date` in the format of the data, or as 2024-12-31 with or without a time. Throws a UserError where it is neither. */
export function wantedInstant(date: string, { columns, axis, notations }: CodecParts, where: string): number {
  const fail = (what: string, remedy: string): never => {
    throw new UserError('usage', [{ where, what, remedy }]);
  };
  if (!columns.some(({ codec }) => codec.toJSON().codec === 'datetime'))
    return fail('means nothing: the model writes no dates', 'leave it out');
  if (axis?.begin) {
    const what = 'means nothing: where each sequence begins is learned by this model';
    return fail(what, 'leave it out');
  }
  const written = columns.flatMap(({ name, codec }) => {
    const { format } = codec.toJSON() as { format?: DateFormat | ClockFormat };
    return format === undefined ? [] : [{ format, notation: notationOf(notations, name) }];
  });
  const formats = written.flatMap(({ format, notation }) =>
    'order' in format ? [{ format, notation }] : [],
  );
  const areClocks =
    written.length > 0 && written.every(({ format }) => 'part' in format && format.part === CLOCK);
  if (areClocks) {
    const clock = findClock([date])?.instants[0];
    return clock ?? fail(`${JSON.stringify(date)} is no time of the day`, 'write it as 09:30');
  }
  const own = findDateFormat([date]);
  const iso = typeof own === 'string' || own.order !== 'ymd' ? [] : [own];
  const instant = [...formats, ...iso.map((format) => ({ format, notation: undefined }))]
    .map(({ format, notation }) => parseDate(notation ? plainCell(date, notation) : date, format))
    .find((each) => !Number.isNaN(each));
  return (
    instant ?? fail(`${JSON.stringify(date)} is no date`, 'write it as 2024-12-31, or as 2024-12-31 23:00')
  );
}
