/**
 * Texts, one feature a level. Above `MOST_LEVELS` the rarest levels share one, and a cell of it is written as one of
 * them, drawn by their frequency in the data. Missing cells are a level of their own. A text that was not there when the
 * column was learned goes to the shared level, or is refused where there is none.
 */
import { z } from 'zod';
import { randomStream } from '../../../random/stream.ts';
import { isMissing, usualMarker } from '../cellText.ts';
import type { CodecRecord } from './codec.ts';

/** Levels that have a feature of their own at the most. */
export const MOST_LEVELS = 50;
/** Columns of more texts are left out. */
export const MOST_TEXTS = 1000;

const schema = z.strictObject({
  /** The most frequent first. */
  levels: z.array(z.string()).min(1),
  /** The levels that share the last feature, and how often each came. */
  others: z
    .array(z.strictObject({ text: z.string(), count: z.int().min(1) }))
    .min(1)
    .optional(),
  /** The level of missing cells. */
  marker: z.string().optional(),
});

export const categoricalCodec: CodecRecord<typeof schema> = {
  name: 'categorical',
  schema,
  fit({ facts, cells }) {
    const marker = facts.missing > 0 ? usualMarker(cells) : undefined;
    const counts = new Map<string, number>();
    for (const cell of cells) {
      const text = isMissing(cell) ? marker! : cell;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    const byCount = [...counts].sort((a, b) => b[1] - a[1]);
    // the level of missing cells is never among the others
    const ranked =
      marker === undefined ? byCount : [...byCount].sort((a, b) => +(b[0] === marker) - +(a[0] === marker));
    const own = counts.size > MOST_LEVELS ? ranked.slice(0, MOST_LEVELS - 1) : ranked;
    const others = ranked.slice(own.length).map(([text, count]) => ({ text, count }));
    return this.restore({
      levels: byCount.filter((level) => own.includes(level)).map(([text]) => text),
      ...(others.length > 0 && { others }),
      ...(marker !== undefined && { marker }),
    });
  },
  restore: (json) => {
    const { levels, others = [], marker } = json;
    const placeOf = new Map(levels.map((text, i) => [text, i]));
    const shared = others.length > 0 ? levels.length : undefined;
    const levelOf = (cell: string) =>
      placeOf.get(marker !== undefined && isMissing(cell) ? marker : cell) ?? shared;
    const names = shared === undefined ? levels : [...levels, `other (${others.length})`];
    const stream = randomStream(0, 'rare levels');
    const total = others.reduce((sum, { count }) => sum + count, 0);
    const draw = (place: number): string => {
      const share = new Float32Array(1);
      stream.uniform(place, share);
      let left = share[0]! * total;
      for (const { text, count } of others) {
        left -= count;
        if (left < 0) return text;
      }
      return others.at(-1)!.text;
    };
    return {
      isLearned: true,
      type: 'text',
      group: { kind: 'choice', width: names.length },
      decoding: { kind: 'levels', levels: names },
      ...(marker !== undefined && { marker }),
      texts: [...levels, ...others.map(({ text }) => text)],
      accepts: (cell) => levelOf(cell) !== undefined,
      encode({ cells }) {
        const features = names.map(() => new Float32Array(cells.length));
        for (const [row, cell] of cells.entries()) features[levelOf(cell)!]![row] = 1;
        return features;
      },
      format(value, place) {
        const level = Math.min(names.length - 1, Math.max(0, Math.round(value)));
        return level === shared ? draw(place) : levels[level]!;
      },
      toJSON: () => ({ codec: 'categorical', ...json }),
    };
  },
};
