import { smallLineChart } from "../../charts/line-chart.ts";
import { lookAt } from "../../charts/looks.ts";
import { swatch } from "../../charts/swatch.ts";
import { shortName } from "../../page/language/short-name.ts";
import { html, type Markup } from "../../page/markup.ts";
import { named } from "../../page/named.ts";
import type { Section } from "../../page/report.ts";
import type { ReportView } from "../view/report-view.ts";
import { type MonitorLines, monitorLines } from "./monitor-lines.ts";
import { monitorsText } from "./monitors-markdown.ts";

/** One monitor by step, a line for each arm that logged it, with its last value. */
function chart(view: ReportView, { title, lines }: MonitorLines): Markup {
	const { result, texts, recommended } = view;
	const ends = lines.map(
		({ arm, last }) => `${shortName(arm.name)}${texts.colon}${last}`,
	);
	return smallLineChart({
		label: title,
		description: texts.learning.alt({ title, ends: ends.join("; ") }),
		series: lines.map(({ arm, points, last }) => ({
			name: shortName(arm.name),
			label: last,
			strong: arm === recommended,
			look: lookAt(result.arms.indexOf(arm)),
			mean: points,
			runs: [],
		})),
		language: texts.language,
	});
}

function monitorsMarkup(view: ReportView): Markup | null {
	const { texts, result } = view;
	const monitors = monitorLines(view);
	if (monitors.length === 0) return null;
	const arms = result.arms.map(
		({ name }, place) => html`<li>${swatch(lookAt(place))}${named(name)}</li>`,
	);
	const figures = monitors.map(
		(one) => html`<figure><h3>${one.title}</h3>${chart(view, one)}</figure>`,
	);
	return html`<p class="note">${texts.monitors.note}</p>
<div class="card"><ul class="key">${arms}</ul><div class="grid monitors">${figures}</div></div>`;
}

/** What training logged of its steps; nothing if nothing was logged. */
export function monitorsSection(view: ReportView): Section {
	return {
		id: "monitors",
		title: view.texts.monitors.title,
		html: () => monitorsMarkup(view),
		markdown: () => monitorsText(view),
	};
}
