/** Sections that consist of cards, and entries of a summary. */
export const blocks = `
.blocks > .note + .note { margin-top: 6px; }
.blocks > h2 + .note:has(+ .note) { margin-bottom: 0; }
.blocks > .note + .card, .blocks > .card + .card, .blocks > .card + .note { margin-top: 14px; }
.blocks .card > .grid + .scroll, .blocks .card > .scroll + .scroll { margin-top: 22px; }
.blocks .card > h3 { margin: 26px 0 6px; }
.blocks .card > h3:first-child { margin-top: 0; }
.blocks .card > .note + .scroll, .blocks .card > .note + figure, .blocks .card > .note + .key, .blocks .card > .note + .grid { margin-top: 12px; }
.blocks .card > .scroll + .note, .blocks .card > figure + .note, .blocks .card > .grid + .note, .blocks .card > .note + .note { margin-top: 10px; }
.blocks .card > .to-note:first-child { margin-top: 0; }
.blocks .card > .to-note + *, .blocks .card > details { margin-top: 18px; }
.blocks details > h3 { margin: 0 0 8px; }
.blocks details > .scroll { margin: 0 -24px; padding: 0 24px; }
.blocks tbody th { font-weight: 550; }
.blocks thead th::first-letter, .tile dt::first-letter { text-transform: uppercase; }
.listed { margin: 4px 0 0; padding-left: 18px; font-size: 14px; }
.listed li { overflow-wrap: anywhere; }
.entries, .steps { margin-top: 22px; }
.entries ol { list-style: none; margin: 4px 0 0; padding: 0; }
.entries li { padding: 10px 0; border-top: 1px solid var(--line); }
.entries li:first-child { border-top: 0; }
.entries .entry { font-size: 16px; font-weight: 600; }
.entries .chip { margin-left: 4px; }
.entries .note { margin-top: 2px; max-width: 100ch; }
.steps ul { margin: 4px 0 0; padding-left: 18px; font-size: 15px; }
.steps li { overflow-wrap: anywhere; max-width: 84ch; }
.grid.halves { grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); }
@media print {
	.entries li { break-inside: avoid; }
	.blocks table { font-size: 8.5pt; }
	.blocks th, .blocks td { padding: 4px 6px; }
	.blocks .grid, .blocks .grid.halves { grid-template-columns: repeat(2, 1fr); gap: 14px; }
}
`;
