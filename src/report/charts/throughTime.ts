/** |dL/dv_t| by the step t of the sequence, over its value at the last step, on a scale of powers of ten. */
import * as Plot from '@observablehq/plot';
import type { GradientsThroughTime } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import { colours, draw, figure, generatedDash } from './draw.ts';
import { legend } from './losses.ts';

/** What lies beyond is drawn at this edge. */
const limits = [1e-6, 1e6] as const;

/** Undefined where neither player has a recurrence, or nothing reached its last step. */
export function throughTimeChart(
  { critic, generator }: GradientsThroughTime,
  text: Messages,
): Markup | undefined {
  const curves = [
    { label: text.throughTime.critic, norms: critic, colour: colours.critic, dash: undefined },
    { label: text.throughTime.generator, norms: generator, colour: colours.generator, dash: generatedDash },
  ].filter(({ norms }) => norms.length > 1 && norms.at(-1)! > 0 && norms.every(Number.isFinite));
  if (curves.length === 0) return undefined;
  const [least, most] = limits;
  const marks = curves.map(({ norms, colour, dash }) => {
    const last = norms.at(-1)!;
    const points = norms.map((norm, step) => ({
      step: step + 1,
      norm: Math.min(most, Math.max(least, norm / last)),
    }));
    const style = { x: 'step', y: 'norm', stroke: colour, strokeWidth: 1.7 };
    return Plot.lineY(points, dash === undefined ? style : { ...style, strokeDasharray: dash });
  });
  const chart = draw(text.alt.throughTime, {
    height: 210,
    marginLeft: 46,
    marginRight: 14,
    marginTop: 10,
    marginBottom: 34,
    x: { label: text.axes.step, labelArrow: 'none', ticks: 5, tickFormat: (step: number) => `${step}` },
    y: { type: 'log', label: null, ticks: 5, tickFormat: '~g' },
    marks: [Plot.gridY({ ticks: 5, stroke: colours.grid, strokeOpacity: 1 }), Plot.ruleY([1]), ...marks],
  });
  const entries = curves.map(({ label, colour, dash }) => ({ label, colour, isDashed: dash !== undefined }));
  return html`<div>${legend(entries)}${figure(text.throughTime.title, chart, text.notes.throughTime)}</div>`;
}
