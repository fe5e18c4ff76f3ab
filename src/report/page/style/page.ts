/** Type, and the parts that a page has once. */
export const page = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
	margin: 0;
	background: var(--page);
	color: var(--ink);
	font: 16px/1.55 var(--sans);
	font-variant-numeric: tabular-nums;
	overflow-wrap: break-word;
}
:root {
	--sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Hiragino Sans",
		"Hiragino Kaku Gothic ProN", "BIZ UDPGothic", "Yu Gothic UI", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", sans-serif;
	--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
body:lang(ja) { line-height: 1.75; word-break: auto-phrase; line-break: strict; }
main, .top, .foot { max-width: 1128px; margin: 0 auto; padding: 0 24px; }
h1, h2, h3, p, figure, dl, dd { margin: 0; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 30px; font-weight: 700; letter-spacing: -0.01em; }
h2 { font-size: 21px; font-weight: 650; letter-spacing: -0.005em; }
h3 { font-size: 15px; font-weight: 650; }
a { color: var(--accent); text-underline-offset: 2px; }
bdi { unicode-bidi: isolate; }
.hidden {
	position: absolute; width: 1px; height: 1px; overflow: hidden;
	clip-path: inset(50%); white-space: nowrap;
}
.note { color: var(--muted); font-size: 14px; max-width: 84ch; }
.top { padding-top: 36px; }
.top .line { display: flex; justify-content: space-between; align-items: center; gap: 16px; }
.kind { color: var(--muted); font-size: 14px; font-weight: 600; }
.about { color: var(--muted); font-size: 14px; margin-top: 6px; }
.about > span:not(:last-child)::after { content: "·"; margin: 0 8px; }
button {
	font: 600 13px/1 var(--sans); color: var(--ink); background: var(--surface);
	border: 1px solid var(--line); border-radius: 7px; padding: 8px 12px; cursor: pointer;
}
button:hover { border-color: var(--axis); }
button:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
nav { margin: 18px 0 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0; padding: 0; list-style: none; font-size: 14px; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
section { margin-top: 44px; scroll-margin-top: 16px; }
section > h2 { margin-bottom: 6px; }
section > h2 + .note { margin-bottom: 14px; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 24px; }
h2 + .card { margin-top: 14px; }
.foot { color: var(--muted); font-size: 13px; padding-top: 28px; padding-bottom: 48px; }
.summary { margin-top: 24px; }
.badge {
	display: inline-flex; align-items: center; gap: 8px; padding: 6px 14px 6px 10px; border-radius: 999px;
	font-weight: 700; font-size: 15px; line-height: 1.3;
	color: var(--muted); background: var(--sunk); border: 1px solid currentColor;
}
.badge.good { color: var(--good); background: var(--good-soft); }
.badge.bad { color: var(--bad); background: var(--bad-soft); }
.lead { font-size: 22px; line-height: 1.42; font-weight: 550; margin-top: 16px; max-width: 46em; text-wrap: pretty; }
.lead + p { margin-top: 10px; }
.said { font-size: 17px; max-width: 54em; text-wrap: pretty; }
:lang(ja) .lead { font-size: 20px; line-height: 1.65; font-weight: 600; }
:lang(ja) .said { font-size: 16px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 12px; margin-top: 22px; }
.tile { background: var(--sunk); border-radius: 9px; padding: 14px 16px; min-width: 0; }
.tile dt { color: var(--muted); font-size: 13px; line-height: 1.35; }
.tile .figure {
	display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 6px;
	font-size: 26px; font-weight: 650; line-height: 1.3; letter-spacing: -0.01em;
}
.tile .figure small { font-size: 13px; font-weight: 500; color: var(--muted); letter-spacing: 0; white-space: nowrap; }
.tile .figure.long { font-size: 20px; line-height: 1.7; }
.tile .of { color: var(--muted); font-size: 13px; line-height: 1.4; }
.conditions { margin-top: 22px; }
.conditions h3 { margin-bottom: 4px; }
.conditions ul { list-style: none; margin: 0; padding: 0; }
.conditions li {
	display: grid; grid-template-columns: 22px 1fr auto; gap: 2px 8px; padding: 7px 0;
	border-top: 1px solid var(--line); font-size: 15px;
}
.conditions li:first-child { border-top: 0; }
.conditions .note { font-size: 13px; margin-top: 4px; }
.conditions .mark { font-weight: 700; }
.conditions .measured { color: var(--muted); font-size: 14px; text-align: right; }
.to-note { margin-top: 22px; border-left: 3px solid var(--bad); padding: 2px 0 2px 14px; }
.to-note ul { margin: 4px 0 0; padding-left: 18px; font-size: 15px; }
.to-note li { overflow-wrap: anywhere; }
.good { color: var(--good); } .bad { color: var(--bad); }
`;
