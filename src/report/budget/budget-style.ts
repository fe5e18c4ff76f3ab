/** Rules that only the sections of a budget study need. */
export const budgetStyle = `
.budget > .note + .note { margin-top: 6px; }
.budget > .note + .card { margin-top: 14px; }
.budget .card > .grid + .scroll { margin-top: 22px; }
.budget .card > h3 { margin: 26px 0 6px; }
.buys, .steps { margin-top: 22px; }
.buys ol { list-style: none; margin: 4px 0 0; padding: 0; }
.buys li { padding: 10px 0; border-top: 1px solid var(--line); }
.buys li:first-child { border-top: 0; }
.buys .buy { font-size: 16px; font-weight: 600; }
.buys .chip { margin-left: 4px; }
.buys .note { margin-top: 2px; max-width: 100ch; }
.steps ul { margin: 4px 0 0; padding-left: 18px; font-size: 15px; }
.steps li { overflow-wrap: anywhere; max-width: 84ch; }
.budget tbody th, .cells td { white-space: nowrap; }
.budget .grid.halves { grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); }
#sensitivity table { font-size: 13px; }
#sensitivity th, #sensitivity td { padding-left: 6px; padding-right: 6px; }
.cells .reasons { margin: 4px 0 0; padding-left: 18px; font-size: 14px; }
.cells .reasons li { overflow-wrap: anywhere; }
@media print {
	.buys li { break-inside: avoid; }
	.budget table { font-size: 8.5pt; }
	.budget th, .budget td { padding: 4px 6px; }
	#choice figure, #frontier figure { break-inside: avoid; }
	.budget .grid, .budget .grid.halves { grid-template-columns: repeat(2, 1fr); gap: 14px; }
}
`;
