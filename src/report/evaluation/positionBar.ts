/** Where a figure stands: real data at the left end, the nearest wrong generator at the mark. */
import { formatPercent } from '../format.ts';
import { fairShare, goodShare, type Level } from '../level.ts';
import { html, type Markup } from '../markup.ts';
import type { EvaluationMessages } from './evaluationMessages.ts';

/** Beyond this many times the way, a figure stands at the right end. */
const longest = 1.3;
const [width, height] = [200, 14] as const;

export function positionBar(place: number, level: Level, words: EvaluationMessages): Markup {
  const at = (share: number) => Math.round((Math.min(share, longest) / longest) * (width - 8) + 4);
  const zone = (from: number, to: number, name: Level) =>
    html`<rect x="${at(from)}" y="4" width="${at(to) - at(from)}" height="6" fill="var(--${name})" fill-opacity="0.28"></rect>`;
  const label = words.alt.bar(formatPercent(place));
  return html`<svg class="bar" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${zone(0, goodShare, 'good')}${zone(goodShare, fairShare, 'fair')}${zone(fairShare, longest, 'poor')}<line x1="${at(1)}" x2="${at(1)}" y1="1" y2="13" stroke="var(--muted)" stroke-width="1"></line><circle cx="${at(place)}" cy="7" r="4.5" fill="var(--${level})" stroke="var(--paper)" stroke-width="1.2"></circle></svg>`;
}
