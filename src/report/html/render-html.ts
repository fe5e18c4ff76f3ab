import { createHash } from "node:crypto";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import type { Language } from "../texts/language.ts";
import { machineText } from "../view/machine-text.ts";
import { type ReportView, reportView } from "../view/report-view.ts";
import { timeText } from "../view/unit-text.ts";
import { named } from "./arm-name.ts";
import { html, type Markup, raw } from "./markup.ts";
import { script } from "./script.ts";
import { armsSection } from "./sections/arms.ts";
import { changesSection } from "./sections/changes.ts";
import { curvesSection, ratesSection } from "./sections/learning.ts";
import { methodSection } from "./sections/method.ts";
import { monitorsSection } from "./sections/monitors.ts";
import { planeSection } from "./sections/plane.ts";
import { recipeSection } from "./sections/recipe.ts";
import { runsSection } from "./sections/runs.ts";
import { samplesSection } from "./sections/samples.ts";
import { summarySection } from "./sections/summary.ts";
import { style } from "./style/style.ts";

/** Nothing is loaded, and no script runs but the page's own, whatever stands in a result. */
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'; base-uri 'none'; form-action 'none'`;

interface Part {
	readonly id: string;
	readonly name: string;
	readonly markup: Markup | null;
}

function partsOf(view: ReportView): Part[] {
	const { texts } = view;
	const parts: readonly Part[] = [
		{ id: "plane", name: texts.plane, markup: planeSection(view) },
		{ id: "arms", name: texts.arms, markup: armsSection(view) },
		{ id: "changes", name: texts.changes, markup: changesSection(view) },
		{ id: "learning", name: texts.learning, markup: curvesSection(view) },
		{ id: "monitors", name: texts.monitors, markup: monitorsSection(view) },
		{ id: "rates", name: texts.rates, markup: ratesSection(view) },
		{ id: "runs", name: texts.runs, markup: runsSection(view) },
		{ id: "samples", name: texts.samples, markup: samplesSection(view) },
		{ id: "recipe", name: texts.recipe, markup: recipeSection(view) },
		{ id: "method", name: texts.method, markup: methodSection(view) },
	];
	return parts.filter(({ markup }) => markup !== null);
}

function top({ result, texts }: ReportView, parts: readonly Part[]): Markup {
	const { theme } = texts;
	return html`<header class="top"><div class="line"><p class="kind">Temper · ${texts.kind}</p><button type="button" id="theme" hidden data-auto="${theme.auto}" data-light="${theme.light}" data-dark="${theme.dark}">${theme.auto}</button></div>
<h1 dir="auto">${result.title.trim() || texts.kind}</h1>
<p class="about"><span>${named(result.model.name)}</span><span>${timeText(texts.language, result.created)}</span></p>
<nav aria-label="${texts.contents}"><ul>${parts.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav></header>`;
}

/** A pilot's result as one HTML page that needs no network: style, script and charts are inside. */
export function renderHtml(result: PilotResult, language: Language): string {
	const view = reportView(result, language);
	const parts = partsOf(view);
	const { title } = view.result;
	return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${view.texts.kind}</title>
<style>${raw(style)}</style>
</head>
<body>
${top(view, parts)}
<main>
${summarySection(view)}
${parts.map(
	({ markup }) => html`${markup}
`,
)}</main>
<footer class="foot">${machineText(view)}</footer>
<script>${raw(script)}</script>
</body>
</html>
`.markup;
}
