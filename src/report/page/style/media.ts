/** Narrow screens and paper. */
export const media = `
@media screen and (max-width: 700px) {
	main, .top, .foot { padding-left: 16px; padding-right: 16px; }
	h1 { font-size: 25px; }
	.card { padding: 16px; }
	.card > .scroll { margin: -4px -16px; padding: 0 16px; }
	.lead { font-size: 19px; }
	.said { font-size: 16px; }
	.tiles { grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 8px; }
	.tile { padding: 12px; }
	.tile .figure { font-size: 22px; }
	.tile .figure.long { font-size: 17px; line-height: 1.7; }
	.tile .figure small { display: block; margin: 0; font-size: 12px; }
	.conditions li { grid-template-columns: 22px 1fr; }
	.conditions .measured { grid-column: 2; text-align: left; }
	.chart.wide { display: none; }
	.chart.narrow { display: block; }
	.arms th[scope="row"], .arms thead th:first-child, .arms tfoot th {
		position: sticky; left: 0; background: var(--surface); z-index: 1;
		min-width: 120px; max-width: 130px; padding-right: 8px; font-size: 13px;
	}
	.arms tbody tr.recommended > th { background: var(--sunk); }
	.runs .group .role { display: block; margin: 0; }
	.answers > div { grid-template-columns: 1fr; }
	.facts { grid-template-columns: 1fr; gap: 2px; }
	.facts dd { margin-bottom: 10px; }
	.code { display: flex; flex-direction: column-reverse; gap: 8px; align-items: stretch; }
	.code button { position: static; align-self: flex-start; }
}
@page { size: A4; margin: 14mm 13mm; }
@page wide { size: A4 landscape; margin: 12mm; }
@media print {
	:root, :root[data-theme] {
		color-scheme: light;
		--page: #fff; --sunk: #fff; --surface: #fff;
	}
	body { font-size: 10.5pt; }
	main, .top, .foot { max-width: none; padding: 0; }
	nav, button { display: none; }
	h1 { font-size: 20pt; }
	h2 { font-size: 14pt; }
	h2, h3, .sample .asked, .runs .group { break-after: avoid; }
	section { margin-top: 22pt; }
	#plane { break-inside: avoid; }
	section > .note { break-after: avoid; }
	.chart.wide { display: none; }
	.chart.paper, .curves .chart.narrow { display: block; }
	.card { padding: 0; border: 0; border-radius: 0; }
	.card > .scroll { margin: 0; padding: 0; }
	.lead { font-size: 14pt; }
	.said { font-size: 11pt; }
	.tiles { grid-template-columns: repeat(4, 1fr); }
	.tile { border: 1px solid var(--line); padding: 8px 10px; }
	.tile .figure { font-size: 15pt; }
	.tile .figure.long { font-size: 12pt; line-height: 1.85; }
	.tile .figure small { font-size: 9pt; }
	.badge, .chip, .swatch, .chart { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
	figure, tr, li, .tiles, .answers > div, .sample .head { break-inside: avoid; }
	thead { display: table-header-group; }
	tfoot { display: table-row-group; }
	.scroll { overflow: visible; }
	.arms { page: wide; }
	.arms table { font-size: 8.5pt; line-height: 1.25; }
	.arms th, .arms td { padding-top: 4px; padding-bottom: 4px; }
	.arms td { min-width: 0; }
	.arms .interval { font-size: 7.5pt; }
	.arms .change { margin-top: 1px; }
	.runs table { font-size: 9pt; }
	.grid.changes { grid-template-columns: repeat(2, 1fr); }
	.grid.curves { grid-template-columns: repeat(2, 1fr); gap: 12px; }
	.grid.rates, .grid.monitors { grid-template-columns: repeat(3, 1fr); gap: 12px; }
	.grid.monitors h3 { font-size: 9.5pt; }
	pre { white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 0; }
	details::details-content { content-visibility: visible; display: block; }
	a { color: inherit; text-decoration: none; }
}
`;
