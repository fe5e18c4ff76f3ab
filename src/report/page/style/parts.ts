/** Charts, tables, chips, texts and code, in any section. */
export const parts = `
.chart {
	display: block; max-width: 100%; height: auto; overflow: visible; color: var(--muted);
	font-family: var(--sans); font-size: 12px; font-variant-numeric: tabular-nums;
}
.chart text { white-space: pre; }
.chart g[aria-label$="grid"] { stroke: var(--line); stroke-opacity: 1; }
.chart.narrow, .chart.paper { display: none; }
figure > h3 { margin-bottom: 10px; }
figcaption { margin-top: 12px; }
.grid { display: grid; gap: 28px 32px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
.key { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0 0 16px; padding: 0; list-style: none; font-size: 14px; }
.key bdi { overflow-wrap: anywhere; }
.swatch { width: 14px; height: 14px; vertical-align: -2px; margin-right: 6px; flex: none; }
.role {
	display: inline-block; color: var(--muted); font-size: 12px; font-weight: 500; line-height: 1.3;
}
.scroll { position: relative; overflow-x: auto; }
.card > .scroll { margin: -6px -24px; padding: 0 24px; }
.card > figure + .scroll { margin-top: 18px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.4; }
th, td { text-align: left; vertical-align: top; padding: 9px 10px; border-top: 1px solid var(--line); }
thead th { border-top: 0; vertical-align: bottom; font-weight: 600; }
thead th .role { display: block; }
th { font-weight: 600; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.chip {
	display: inline-block; padding: 1px 8px; border-radius: 999px; font-size: 12px; font-weight: 600; line-height: 1.5;
	color: var(--muted); background: var(--noise); white-space: nowrap;
}
.chip.good { color: var(--good); background: var(--good-soft); }
.chip.bad { color: var(--bad); background: var(--bad-soft); }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; }
.empty { color: var(--muted); }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary .more { color: var(--accent); font-size: 13px; font-weight: 600; display: block; margin-top: 2px; }
details[open] > summary { display: none; }
.code { position: relative; }
.code button { position: absolute; top: 12px; right: 12px; }
pre {
	margin: 0; padding: 18px 20px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
	font: 14px/1.6 var(--mono); overflow-x: auto; tab-size: 2;
}
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 10px 28px; font-size: 15px; }
.facts dt { color: var(--muted); }
.facts dd { min-width: 0; overflow-wrap: anywhere; }
.facts p + p { margin-top: 4px; }
.hash { font-family: var(--mono); font-size: 12.5px; color: var(--muted); overflow-wrap: anywhere; }
`;
