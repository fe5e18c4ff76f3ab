/** Rules that only the sections of a pilot need. */
export const pilotStyle = `
.grid.changes { grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
.grid.curves { grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); }
.grid.monitors { grid-template-columns: repeat(auto-fill, minmax(min(100%, 280px), 1fr)); gap: 20px 24px; }
.grid.monitors h3 { margin-bottom: 2px; font-size: 14px; }
.grid.rates { grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 20px 24px; }
.arms tbody th:first-child { padding-left: 20px; text-indent: -20px; }
.arms tbody th .role { display: block; text-indent: 0; }
.arms th[scope="row"] { min-width: 150px; max-width: 230px; overflow-wrap: anywhere; }
.arms td { min-width: 112px; }
.arms table + table { margin-top: 28px; }
.arms .interval { display: block; color: var(--muted); font-size: 12px; }
.arms .change { display: block; margin-top: 5px; }
.arms .best { font-weight: 750; }
.arms .best::before { content: "●"; font-size: 8px; vertical-align: 3px; margin-right: 5px; }
.arms tbody tr.recommended > * { background: var(--sunk); }
.arms tfoot th, .arms tfoot td { color: var(--muted); font-weight: 500; font-size: 13px; padding-top: 6px; padding-bottom: 6px; }
.runs .group th { padding-top: 20px; overflow-wrap: anywhere; }
.runs .group .role { font-size: 13px; margin-left: 10px; }
.runs .remark td { border-top: 0; padding-top: 0; color: var(--muted); overflow-wrap: anywhere; }
.runs .remark td.bad { color: var(--bad); }
.runs td.path { min-width: 150px; font-family: var(--mono); font-size: 13px; overflow-wrap: anywhere; }
.sample { padding: 22px 0; border-top: 1px solid var(--line); }
.sample:first-child { padding-top: 0; border-top: 0; }
.sample:last-child { padding-bottom: 0; }
.sample .asked { font-weight: 600; max-width: 72ch; }
.sample .expected { margin-top: 4px; }
.sample .expected .role { margin-right: 8px; }
.answers { margin: 12px 0 0; }
.answers > div { display: grid; grid-template-columns: 210px 1fr; gap: 4px 16px; padding: 8px 0; border-top: 1px solid var(--line); }
.answers dt { display: flex; align-items: baseline; gap: 6px; font-weight: 600; font-size: 14px; min-width: 0; }
.answers dt bdi { overflow-wrap: anywhere; flex: 1; }
.answers dt .swatch { align-self: flex-start; margin: 4px 0 0; }
.answers dd { font-size: 15px; max-width: 72ch; min-width: 0; }
.how h3 { margin: 26px 0 6px; }
.how table th[scope="row"] { overflow-wrap: anywhere; }
@media screen and (max-width: 700px) {
	.arms th[scope="row"], .arms thead th:first-child, .arms tfoot th {
		position: sticky; left: 0; background: var(--surface); z-index: 1;
		min-width: 120px; max-width: 130px; padding-right: 8px; font-size: 13px;
	}
	.arms tbody tr.recommended > th { background: var(--sunk); }
	.runs .group .role { display: block; margin: 0; }
	.answers > div { grid-template-columns: 1fr; }
}
@page wide { size: A4 landscape; margin: 12mm; }
@media print {
	.sample .asked, .runs .group { break-after: avoid; }
	.answers > div, .sample .head { break-inside: avoid; }
	#plane { break-inside: avoid; }
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
}
`;
