/** Rules that only the sections of a budget study need. */
export const budgetStyle = `
.budget tbody th, .cells td { white-space: nowrap; }
.budget tbody th { font-weight: 600; }
#sensitivity table { font-size: 13px; }
#sensitivity th, #sensitivity td { padding-left: 6px; padding-right: 6px; }
@media print {
	#choice figure, #frontier figure { break-inside: avoid; }
}
`;
