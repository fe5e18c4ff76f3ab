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
	.tile .figure small { font-size: 12px; }
	.conditions li { grid-template-columns: 22px 1fr; }
	.conditions .measured { grid-column: 2; text-align: left; }
	.chart.wide { display: none; }
	.chart.narrow { display: block; }
	.facts { grid-template-columns: 1fr; gap: 2px; }
	.facts dd { margin-bottom: 10px; }
	.code { display: flex; flex-direction: column-reverse; gap: 8px; align-items: stretch; }
	.code button { position: static; align-self: flex-start; }
}
@page { size: A4; margin: 14mm 13mm; }
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
	h2, h3 { break-after: avoid; }
	section { margin-top: 22pt; }
	section > .note { break-after: avoid; }
	.chart.wide { display: none; }
	.chart.paper { display: block; }
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
	figure, tr, li, .tiles { break-inside: avoid; }
	thead { display: table-header-group; }
	tfoot { display: table-row-group; }
	.scroll { overflow: visible; }
	pre { white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 0; }
	details::details-content { content-visibility: visible; display: block; }
	a { color: inherit; text-decoration: none; }
}
`;
