import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { intervalChart } from "./charts/interval-chart.ts";
import { lookAt } from "./charts/looks.ts";
import { type Language, languages } from "./page/language/language.ts";
import type { Translations } from "./page/language/translations.ts";
import { html } from "./page/markup.ts";
import { renderPage } from "./page/render-page.ts";
import { renderText } from "./page/render-text.ts";
import type { Report, Section } from "./page/report.ts";
import { type Table, tableMarkup, tableText } from "./page/table.ts";

const en = { kind: "Gate report", changes: "Changes", measure: "Measure" };
const ja: typeof en = { kind: "判定報告書", changes: "変化", measure: "指標" };
const texts: Translations<typeof en> = { en, ja };

const changes = [
	{ name: "sums", value: { value: 12.6, low: 9.5, high: 15.7 } },
	{ name: "capitals", value: { value: -0.8, low: -3.1, high: 1.5 } },
];

function changesSection(language: Language): Section {
	const { changes: title, measure } = texts[language];
	const table: Table = {
		columns: [{ title: measure }, { title, align: "right" }],
		rows: changes.map(({ name, value }) => [name, `${value.value}`]),
	};
	const chart = () =>
		intervalChart({
			...{ label: title, description: "sums: 12.6; capitals: -0.8", x: title },
			rows: changes.map((one, at) => ({
				...{ ...one, strong: at === 0, look: lookAt(at) },
			})),
			...{ noise: 1.2, missing: "–", language },
		});
	return {
		...{ id: "changes", title, markdown: () => [tableText(table)] },
		html: () => html`
<div class="card"><figure><h3>${title}</h3>${chart()}</figure>${tableMarkup(table)}</div>`,
	};
}

const gateReport = (language: Language): Report => ({
	...{ language, kind: texts[language].kind, title: "run-7", about: [] },
	...{ summary: null, sections: [changesSection(language)], foot: "temper" },
});

test.each(languages)(
	"a second report costs its own section, in %s",
	(language) => {
		const report = gateReport(language);
		const { document } = parseHTML(renderPage(report));
		expect(document.querySelector("html").lang).toBe(language);
		expect(document.querySelector(".kind").textContent).toContain(report.kind);
		expect(document.querySelector("nav a").getAttribute("href")).toBe(
			"#changes",
		);
		expect(
			document.querySelectorAll("#changes svg.chart[role=img]").length,
		).toBe(1);
		expect(document.querySelector("#changes tbody td").textContent).toBe(
			"12.6",
		);
		const title = texts[language].changes;
		expect(renderText(report)).toContain(`# run-7\n\n## ${title}\n\n| `);
		expect(renderText(report)).toContain("| capitals | -0.8 |");
	},
);
