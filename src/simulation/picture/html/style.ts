// The colours of the picture, for light and dark screens and for paper. Shapes, signs and words carry the meaning.

const light = `
  --page: #ffffff; --ink: #1c2024; --quiet: #5b6470; --lane: #f4f6f8; --line: #c3cad2;
  --effect: #dfeaf7; --effect-line: #3b6ea8; --bad: #fbdcdc; --bad-line: #b3261e;
  --warn: #fbeac7; --warn-line: #8a5a00; --good: #dcefdd; --good-line: #2e6b34; --turn: #ece0f8; --turn-line: #6b3fa0;`;

const dark = `
  --page: #14171a; --ink: #e7eaee; --quiet: #a4adb8; --lane: #1e2328; --line: #47505a;
  --effect: #1d3550; --effect-line: #79aee8; --bad: #551d1b; --bad-line: #ff9a92;
  --warn: #473508; --warn-line: #f0c15c; --good: #1c3d20; --good-line: #8fd098; --turn: #3a2556; --turn-line: #cda8ff;`;

/** Everything the page and the picture in it are styled with. */
export const style = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
@media print { :root { color-scheme: light; ${light} } body { padding: 0; } figure { break-inside: avoid; } }
body { margin: 0 auto; padding: 24px 16px; max-width: 960px; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 4px; font-size: 1.45rem; line-height: 1.25; }
h2 { margin: 24px 0 4px; font-size: 1.05rem; }
p { margin: 0 0 4px; }
.of { color: var(--quiet); }
figure { margin: 16px 0; overflow-x: auto; }
svg { display: block; width: 100%; min-width: 760px; height: auto; print-color-adjust: exact;
  -webkit-print-color-adjust: exact; }
@media print { svg { min-width: 0; } }
dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; }
dt { font-weight: 600; }
dd { margin: 0; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
ol { margin: 0; padding-left: 1.4em; }
svg text { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink);
  white-space: pre; }
svg text.label { font-weight: 600; }
svg text.quiet { fill: var(--quiet); }
svg text.durable { fill: var(--ink); font-style: italic; }
svg .lane { fill: var(--lane); }
svg .arrow { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
svg g rect { stroke-width: 1.5; }
.effect rect { fill: var(--effect); stroke: var(--effect-line); }
.first rect, .spot rect { fill: var(--effect); stroke: var(--bad-line); stroke-width: 2.5; }
.first text, .spot text, .again text, .hole text { font-weight: 700; }
.known rect { fill: none; stroke: var(--effect-line); stroke-dasharray: 4 3; }
.again rect { fill: var(--bad); stroke: var(--bad-line); stroke-width: 2.5; }
.hole rect { fill: none; stroke: var(--bad-line); stroke-width: 2.5; stroke-dasharray: 6 4; }
.saved circle { fill: var(--ink); }
.memory circle { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.calm rect { fill: var(--page); stroke: var(--line); }
.stop rect { fill: var(--warn); stroke: var(--warn-line); }
.kill rect { fill: var(--bad); stroke: var(--bad-line); }
.done rect { fill: var(--good); stroke: var(--good-line); }
.turn rect { fill: var(--turn); stroke: var(--turn-line); }
`;
