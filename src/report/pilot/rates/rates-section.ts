import type { ArmResult } from "../../../studies/pilot/pilot-result.ts";
import { lookAt } from "../../charts/looks.ts";
import { scoreCharts } from "../../charts/score-chart.ts";
import { swatch } from "../../charts/swatch.ts";
import { rateText } from "../../page/language/number-text.ts";
import { html, type Markup } from "../../page/markup.ts";
import { named } from "../../page/named.ts";
import type { Section } from "../../page/report.ts";
import type { ReportView } from "../view/report-view.ts";
import { ratesText } from "./rates-markdown.ts";
import { ratesNote, stageRates } from "./stage-rates.ts";
import { triedScores } from "./tried-scores.ts";

/** Whether learning rates were compared for this arm. */
function wasTuned({ tried }: ArmResult): boolean {
	return tried.length > 1;
}

function charts(view: ReportView, arms: readonly ArmResult[]): Markup[] {
	const { texts, result } = view;
	const { rates, colon, language } = texts;
	const { scale, name, value } = triedScores(view);
	const told = ({ tried }: ArmResult) =>
		tried.map(
			({ learningRate, score }) =>
				`${rateText(learningRate)}${colon}${value(score)}`,
		);
	return scoreCharts({
		series: arms.map((arm) => ({
			name: arm.name,
			description: rates.alt({
				arm: arm.name,
				chosen: rateText(arm.learningRate),
				points: told(arm).join("; "),
			}),
			look: lookAt(result.arms.indexOf(arm)),
			points: arm.tried.map(({ learningRate, score }) => ({
				x: learningRate,
				y: score === null ? null : score * scale,
			})),
			chosen: arm.learningRate,
		})),
		x: rates.x,
		y: name,
		xText: rateText,
		missing: rates.noScore,
		language,
	});
}

function ratesMarkup(view: ReportView): Markup | null {
	const { texts, result } = view;
	if (result.arms.length === 0) return null;
	const { filled, notTuned } = texts.rates;
	const tuned = result.arms.filter(wasTuned);
	const drawn = charts(view, tuned);
	const figures = tuned.map(
		(arm, at) =>
			html`<figure><h3>${swatch(lookAt(result.arms.indexOf(arm)))}${named(arm.name)} <span class="role">${rateText(arm.learningRate)}</span></h3>${drawn[at]!}</figure>`,
	);
	const given = result.arms
		.filter((arm) => !wasTuned(arm))
		.map(({ name, learningRate }) =>
			notTuned({ arm: name, rate: rateText(learningRate) }),
		);
	return html`
${figures.length === 0 ? null : html`<p class="note">${ratesNote(view)}${texts.space}${filled}</p><div class="card"><div class="grid rates">${figures}</div></div>`}
${[...given, ...stageRates(view)].map((text) => html`<p class="note">${text}</p>`)}`;
}

/** The learning rates that were tried for each arm; nothing without arms. */
export function ratesSection(view: ReportView): Section {
	return {
		id: "rates",
		title: view.texts.rates.title,
		html: () => ratesMarkup(view),
		markdown: () => ratesText(view),
	};
}
