/** Losses and logits over the steps of training: the mean of each few steps, with their least and greatest value. */
import * as Plot from '@observablehq/plot';
import type { LossPoint } from '../input.ts';
import { html, type Markup } from '../markup.ts';
import type { Messages } from '../messages.ts';
import { gather } from '../thin.ts';
import { colours, draw, figure, generatedDash, valueTicks } from './draw.ts';

const buckets = 160;
/** Red lines at most, where a loss is not finite. */
const marksAtMost = 40;

type Measure = Exclude<keyof LossPoint, 'step'>;

export function divergedSteps(losses: readonly LossPoint[]): readonly number[] {
  return losses
    .filter(({ criticLoss, generatorLoss }) => !Number.isFinite(criticLoss + generatorLoss))
    .map(({ step }) => step);
}

export function lossCharts(losses: readonly LossPoint[], text: Messages): readonly Markup[] {
  return [
    lossChart(text.losses.losses, losses, text, [
      ['criticLoss', text.losses.critic, colours.critic, undefined],
      ['generatorLoss', text.losses.generator, colours.generator, generatedDash],
    ]),
    lossChart(text.losses.logits, losses, text, [
      ['realLogit', text.real, colours.real, undefined],
      ['generatedLogit', text.generated, colours.generated, generatedDash],
    ]),
  ];
}

type Curve = readonly [measure: Measure, label: string, colour: string, dash: string | undefined];

function lossChart(
  title: string,
  losses: readonly LossPoint[],
  text: Messages,
  curves: readonly Curve[],
): Markup {
  const steps = losses.map(({ step }) => step);
  const isGathered = losses.length > buckets;
  const marks = curves.flatMap(([measure, , colour, dash]) => {
    const points = gather(
      steps,
      losses.map((loss) => loss[measure]),
      buckets,
    );
    const band = Plot.areaY(points, { x: 'step', y1: 'low', y2: 'high', fill: colour, fillOpacity: 0.18 });
    const style = { x: 'step', y: 'mean', stroke: colour, strokeWidth: 1.7 };
    const line =
      points.length > 1
        ? Plot.lineY(points, dash === undefined ? style : { ...style, strokeDasharray: dash })
        : Plot.dot(points, { x: 'step', y: 'mean', fill: colour, r: 3 });
    return isGathered ? [band, line] : [line];
  });
  const diverged = divergedSteps(losses).slice(0, marksAtMost);
  const chart = draw(text.alt.losses(title), {
    height: 210,
    marginLeft: 46,
    marginRight: 14,
    marginTop: 10,
    marginBottom: 34,
    x: { label: text.axes.trainingStep, labelArrow: 'none', ticks: 5, tickFormat: valueTicks },
    y: { label: null, ticks: 5, tickFormat: valueTicks },
    marks: [
      Plot.gridY({ ticks: 5, stroke: colours.grid, strokeOpacity: 1 }),
      Plot.ruleX(diverged, { stroke: colours.bad, strokeWidth: 1 }),
      ...marks,
    ],
  });
  return html`<div>${legend(curves.map(([, label, colour, dash]) => ({ label, colour, isDashed: dash !== undefined })))}${figure(title, chart)}</div>`;
}

export function legend(
  entries: readonly { readonly label: string; readonly colour: string; readonly isDashed: boolean }[],
): Markup {
  return html`<p class="legend">${entries.map(
    ({ label, colour, isDashed }) =>
      html`<span><svg width="28" height="10" aria-hidden="true"><line x1="1" x2="27" y1="5" y2="5" stroke="${colour}" stroke-width="2.5" stroke-dasharray="${isDashed ? '6 3.5' : 'none'}"></line></svg> ${label}</span> `,
  )}</p>`;
}
