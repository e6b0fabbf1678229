/**
 * One chart as inline SVG: Observable Plot on a document without a browser (linkedom). Colours are CSS variables of the
 * page, so that a chart follows light, dark and print.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { formatValue } from '../format.ts';
import { html, Markup, printable } from '../markup.ts';

/** Width of every chart in its own units; the page scales it. */
export const chartWidth = 360;

export const colours = {
  real: 'var(--real)',
  generated: 'var(--generated)',
  critic: 'var(--critic)',
  generator: 'var(--generator)',
  grid: 'var(--grid)',
  bad: 'var(--bad)',
} as const;

/** How generated lines are told from real ones without colour. */
export const generatedDash = '4 2.5';

/** `label` says in a sentence what is seen, for those who do not see it. */
export function draw(label: string, options: Plot.PlotOptions): Markup {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({ width: chartWidth, style: { background: 'none' }, ...options, document });
  // Plot repeats its style sheet in every chart; the page has it once.
  svg.querySelector('style')?.remove();
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', printable(label));
  return new Markup(svg.outerHTML);
}

/** A chart under its title; `note` is small print below it. */
export function figure(title: string, chart: Markup, note?: string): Markup {
  return html`<figure><figcaption>${title}</figcaption>${chart}${
    note === undefined ? undefined : html`<p class="small">${note}</p>`
  }</figure>
`;
}

/** A domain that holds the finite ones of `values`, never empty. */
export function domainOf(values: Iterable<number>): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  if (low < high) return [low, high];
  const reach = Math.abs(low) / 10 || 1;
  return [low - reach, high + reach];
}

export const valueTicks = (value: number): string => formatValue(value);
