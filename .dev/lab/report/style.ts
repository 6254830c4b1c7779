/** Colours are Okabe and Ito's, which most colour-blind people can tell apart; darker on white, lighter on black. */
export const STYLE = `
:root { color-scheme: light dark;
  --paper: #fff; --ink: #1a1d21; --soft: #5b636d; --rule: #e3e6ea; --fault: #f5a62322; --fault-edge: #b26a00;
  --c0: #0072b2; --c1: #b8480a; --c2: #00795a; --c3: #97407a; --c4: #6b6b00; --c5: #3f51b5;
  --good: #cfe8dc; --stale: #e6b422; --partial: #56a8dc; --bad: #c8401a; --half: #e6b422; --held: #00694e; --broken: #b02a0b; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14171a; --ink: #e8eaed; --soft: #9aa3ad; --rule: #2b3036; --fault: #f5a6231f; --fault-edge: #f0b454;
  --c0: #5ab4f0; --c1: #f08a4b; --c2: #3cc79b; --c3: #e08fc4; --c4: #d8d45a; --c5: #9fb0ff;
  --good: #21463a; --stale: #c99a1b; --partial: #3d87b8; --bad: #e0613a; --half: #c99a1b; --held: #4fd1a5; --broken: #ff8a66; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 1008px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 24px; } h2 { margin: 40px 0 8px; font-size: 17px; }
.about { margin: 4px 0 20px; color: var(--soft); }
.verdict { margin: 0 0 8px; font-size: 17px; font-weight: 600; }
.warning { padding: 8px 12px; border-left: 4px solid var(--fault-edge); background: var(--fault); }
.held { color: var(--held); } .broken { color: var(--broken); }
svg { display: block; width: 100%; height: auto; margin: 12px 0 0; font: 12px system-ui, sans-serif; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 500; } .number { text-align: right; }
td:first-child, th:first-child { white-space: nowrap; }
.title { font-size: 14px; font-weight: 600; fill: var(--ink); } .unit { font-weight: 400; fill: var(--soft); }
.axis { fill: var(--soft); } .tick, .base { stroke: var(--soft); } .grid { stroke: var(--rule); }
.fault { fill: var(--fault); } .fault-edge { stroke: var(--fault-edge); stroke-width: 2; }
.fault-name { fill: var(--fault-edge); font-weight: 600; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; } .line.minor { stroke-width: 1.2; stroke-dasharray: 3 3; }
.label { fill: var(--ink); } .label.minor { opacity: .85; }
${[0, 1, 2, 3, 4, 5].map((i) => `.line.c${i} { stroke: var(--c${i}); } .label.c${i} { fill: var(--c${i}); }`).join("\n")}
.limit { stroke: var(--broken); stroke-dasharray: 6 4; } .limit-name { fill: var(--broken); }
.state-fresh, .state-closed { fill: var(--good); background: var(--good); }
.state-stale, .state-half-open { fill: var(--stale); background: var(--stale); }
.state-partial, .state-disabled { fill: var(--partial); background: var(--partial); }
.state-unavailable, .state-open { fill: var(--bad); background: var(--bad); }
.state-other { fill: var(--c5); background: var(--c5); }
.state-shed { fill: var(--c3); background: var(--c3); }
.state-failed { fill: var(--ink); background: var(--ink); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 2px 0 0 64px; color: var(--soft); font-size: 12px; }
.legend i { display: inline-block; width: 12px; height: 12px; margin-right: 6px; vertical-align: -1px; }
@media print { :root { color-scheme: light; } }
`;
