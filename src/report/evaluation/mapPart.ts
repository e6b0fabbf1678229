/** All sequences in two pictures: along the directions in which real ones vary most, and on a map of likeness. */
import * as Plot from '@observablehq/plot';
import { componentsChart } from '../charts/components.ts';
import { dotMarks } from '../charts/dots.ts';
import { colours, draw, figure } from '../charts/draw.ts';
import { formatPercent } from '../format.ts';
import { html, type Markup } from '../markup.ts';
import { dotLegend, section } from '../sections.ts';
import type { Examined } from './evaluationVerdict.ts';
import { type SequenceMap, sequenceMap } from './sequenceMap.ts';

/** The components are drawn as large, so that the pictures stand side by side as a pair. */
const [width, height] = [560, 400] as const;

function mapChart({ real, generated }: SequenceMap, label: string): Markup {
  return draw(label, {
    width,
    height,
    margin: 14,
    // distances mean nothing on the axes, so they have no numbers
    x: { axis: null, nice: true },
    y: { axis: null, nice: true },
    marks: [Plot.frame({ stroke: colours.grid, strokeOpacity: 1 }), ...dotMarks(real, generated)],
  });
}

export function mapPart({ prepared, text, words }: Examined): Markup {
  const { sections, notes } = text;
  const components = componentsChart(prepared, text);
  if (!components) return section(sections.components, undefined, html`<p>${notes.noComponents}</p>`);
  const map = sequenceMap(prepared);
  const { map: own } = words;
  const pictures = html`${components.chart(own.components, notes.components(formatPercent(components.share)))}${
    map ? figure(own.title, mapChart(map, own.alt), own.note) : undefined
  }`;
  return section(sections.components, undefined, html`${dotLegend(text)}<div class="pair">${pictures}</div>`);
}
