/** What the page of an evaluation adds to the style of the reports. */
export const evaluationStyle = `
h3 { font-size: 1.05rem; margin: 2rem 0 .2rem; } h4 { font-size: .98rem; margin: 0 0 .2rem; }
.three { margin: 1.25rem 0 1rem; max-width: 50rem; border-left: 6px solid var(--unclear); padding: .1rem 0 .1rem 1rem; }
.three.good { border-color: var(--good); } .three.fair { border-color: var(--fair); } .three.poor { border-color: var(--poor); }
 .three p { margin: .35rem 0; max-width: none; }
.three .lead { margin: 0 0 .4rem; }
.twofold { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 2rem; margin-top: 1.25rem; }
.twofold section { min-width: 0; } .twofold h2 { margin: 0 0 .4rem; padding: 0; border: 0; }
.twofold > section { border-left: 4px solid var(--unclear); padding: .1rem 0 .1rem 1rem; }
.twofold > .good { border-color: var(--good); } .twofold > .wrong { border-color: var(--poor); }
.twofold > .none { border-color: var(--unclear); }
.twofold ul { margin: 0; padding-left: 1.1rem; } .twofold li { margin: .45rem 0; } .twofold li li { margin: .15rem 0; color: var(--muted); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem 1.5rem; margin-top: .5rem; }
.tiles.groups { grid-template-columns: repeat(auto-fit, minmax(min(100%, 8rem), 1fr)); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: .9rem; margin-top: .6rem; }
.metric { background: var(--panel); border-radius: .5rem; border-left: 4px solid var(--unclear); padding: .7rem .9rem; min-width: 0; font-size: .92rem; break-inside: avoid; }
.metric.good { border-color: var(--good); } .metric.fair { border-color: var(--fair); } .metric.poor { border-color: var(--poor); }
.metric.grey { color: var(--muted); } .metric.grey .value b, .metric.grey .controls { opacity: .6; }
.metric p { margin: .35rem 0; } .metric .value b { font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.metric .strong { color: var(--text); font-weight: 600; }
.metric .code { font-size: .72rem; } .metric details { margin: .3rem 0; } .metric summary { cursor: pointer; }
.bar { display: block; width: 100%; max-width: 17rem; height: auto; margin: .3rem 0; }
table.controls { width: auto; font-size: .8rem; margin: .3rem 0; }
table.controls th { position: static; background: none; font-weight: 400; padding: .1rem .8rem .1rem 0; min-width: 0; border: 0; }
table.controls td { padding: .1rem .8rem .1rem 0; border: 0; text-align: left; }
table.controls .better td:last-child { color: var(--good); } table.controls .worse td:last-child { color: var(--poor); }
table.controls .blind { color: var(--muted); }
@media print { .cards { grid-template-columns: repeat(2, 1fr); } .twofold { grid-template-columns: 1fr 1fr; } }
`;
