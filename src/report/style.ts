/**
 * The style sheet of the report. Blue and vermillion are the colours of real and generated everywhere (Okabe and Ito
 * 2008; at least 3 : 1 on their backgrounds), and dashes, outlines or crosses say the same without colour.
 */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f6f7f9; --text: #1b1f24; --muted: #5a6470; --grid: #e3e6ea; --line: #d5d9df;
  --real: #0072b2; --generated: #d55e00; --critic: #00805e; --generator: #a5527f;
  --positive: #6a2c86; --negative: #1b7837; --on-strong: #ffffff; --bad: #c62828;
  --good: #1b7837; --fair: #8a6100; --poor: #b3261e; --unclear: #5a6470;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --panel: #1d2126; --text: #e6e8eb; --muted: #a3abb5; --grid: #2c3138; --line: #3a4048;
    --real: #4fa9e0; --generated: #f08a3c; --critic: #35b58f; --generator: #d58fb5;
    --positive: #c58be0; --negative: #6fc286; --on-strong: #14171b; --bad: #ff6b62;
    --good: #6fc286; --fair: #e0b050; --poor: #ff8a80; --unclear: #a3abb5;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--text); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
:lang(zh-Hans) body { line-height: 1.7; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; font-weight: 650; }
h2 { font-size: 1.2rem; margin: 3rem 0 .4rem; font-weight: 650; border-top: 1px solid var(--line); padding-top: 1.2rem; }
p { margin: .5rem 0; max-width: 46rem; }
.lead { font-size: 1.15rem; font-weight: 600; margin: 1.25rem 0 .5rem; }
.muted, .small { color: var(--muted); }
.small { font-size: .8rem; margin: .1rem 0 0; }
.verdict { margin: 0; padding-left: 1.2rem; max-width: 50rem; }
.verdict li { margin: .4rem 0; }
.notes { background: var(--panel); border-left: 4px solid var(--fair); padding: .6rem 1rem; margin: 1.25rem 0; }
.notes h2 { border: 0; margin: 0; padding: 0; font-size: 1rem; }
.notes ul { margin: .3rem 0; padding-left: 1.2rem; }
.tiles { display: grid; grid-template-columns: repeat(3, 1fr); gap: .65rem; margin: 1.25rem 0; }
.tile { background: var(--panel); border-radius: .5rem; padding: .7rem .8rem; border-top: 4px solid var(--unclear);
  display: flex; flex-direction: column; }
.tile.good { border-color: var(--good); } .tile.fair { border-color: var(--fair); } .tile.poor { border-color: var(--poor); }
.tile b { font-size: .9rem; } .tile b::first-letter { text-transform: uppercase; } .tile b { display: block; } .tile .small { line-height: 1.35; }
.tile .number { font-size: 1.5rem; font-weight: 650; line-height: 1.4; font-variant-numeric: tabular-nums; }
.tile .small:first-of-type { flex: 1; margin-bottom: .4rem; }
.mark { white-space: nowrap; font-weight: 600; }
.mark.good { color: var(--good); } .mark.fair { color: var(--fair); }
.mark.poor { color: var(--poor); } .mark.unclear { color: var(--unclear); }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 1.1rem 1.5rem; margin-top: .75rem; }
.wide { max-width: 44rem; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figcaption { font-weight: 600; font-size: .9rem; min-height: 0; }
figure svg { display: block; width: 100%; height: auto; max-width: 44rem; }
figure svg text { white-space: pre; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .9rem; margin: .5rem 0; }
.legend svg { vertical-align: middle; }
.scale { display: flex; align-items: center; gap: .5rem; font-size: .85rem; }
.scale i { width: 9rem; height: .7rem; border: 1px solid var(--line);
  background: linear-gradient(to right, var(--negative), transparent, var(--positive)); }
.scroll { overflow-x: auto; margin-top: .75rem; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--grid); white-space: nowrap; }
thead th { vertical-align: bottom; border-bottom-color: var(--line); }
th:first-child { text-align: left; white-space: normal; min-width: 7rem; max-width: 16rem; position: sticky; left: 0; background: var(--paper); }
td small { color: var(--muted); font-weight: 400; }
td.fair { color: var(--fair); } td.poor { color: var(--poor); font-weight: 600; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .25rem 1.25rem; margin: .5rem 0; font-size: .95rem; }
dt { color: var(--muted); } dd { margin: 0; }
@media (max-width: 30rem) {
  body { padding: 1.25rem .9rem 3rem; }
  .tiles { grid-template-columns: 1fr 1fr; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
}
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  h2, section > p, .legend, .scale { break-after: avoid; }
  h2 { margin-top: 1.5rem; }
  .grid { grid-template-columns: repeat(2, 1fr); }
  .tile, .notes, tr { break-inside: avoid; }
  .scroll { overflow: visible; } table { font-size: 7.5pt; } th, td { padding: .15rem .3rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
