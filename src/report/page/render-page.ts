import { createHash } from "node:crypto";
import { html, type Markup, raw } from "./markup.ts";
import { pageTexts } from "./page-texts.ts";
import type { Report, Section } from "./report.ts";
import { script } from "./script.ts";
import { style } from "./style/style.ts";

/** Nothing is loaded, and no script but the page's own runs, whatever texts the report contains. */
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'; base-uri 'none'; form-action 'none'`;

interface Part {
	readonly section: Section;
	readonly markup: Markup;
}

function partsOf({ sections }: Report): Part[] {
	return sections.flatMap((section) => {
		const body = section.html();
		if (body === null) return [];
		const { id, title, classes } = section;
		const named = classes === undefined ? null : html` class="${classes}"`;
		const markup = html`<section id="${id}"${named}><h2>${title}</h2>${body}</section>`;
		return [{ section, markup }];
	});
}

function top(report: Report, parts: readonly Part[]): Markup {
	const { kind, title, about } = report;
	const { theme, contents } = pageTexts[report.language];
	return html`<header class="top"><div class="line"><p class="kind">Temper · ${kind}</p><button type="button" id="theme" hidden data-auto="${theme.auto}" data-light="${theme.light}" data-dark="${theme.dark}">${theme.auto}</button></div>
<h1 dir="auto">${title.trim() || kind}</h1>
<p class="about">${about.map((one) => html`<span>${one}</span>`)}</p>
<nav aria-label="${contents}"><ul>${parts.map(({ section }) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav></header>`;
}

/** A report as one HTML page that needs no network: style, script and charts are inside. */
export function renderPage(report: Report): string {
	const parts = partsOf(report);
	const { language, kind, title, summary, foot } = report;
	return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${kind}</title>
<style>${raw(style)}${raw(report.style ?? "")}</style>
</head>
<body>
${top(report, parts)}
<main>
${summary?.html() ?? null}
${parts.map(
	({ markup }) => html`${markup}
`,
)}</main>
<footer class="foot">${foot}</footer>
<script>${raw(script)}</script>
</body>
</html>
`.markup;
}
