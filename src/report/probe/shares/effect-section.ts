import { estimateCharts } from "../../charts/estimates/estimate-chart.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { inPercent } from "../../page/language/numbers.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { tunedLook } from "../../questions/question-looks.ts";
import type { ProbeView } from "../view/probe-view.ts";

const effects = ["drawOut", "teach", "gain"] as const;

function chartOf({ result, texts, numbers }: ProbeView): EstimateChart {
	const { shares, shared } = texts;
	const { prediction } = result;
	const told = effects.map(
		(effect) =>
			`${shares.rowNames[effect]}${texts.colon}${numbers.points(prediction[effect])}`,
	);
	return {
		label: shares.effectFigure,
		description: shares.effectAlt(told.join("; ")),
		x: shares.effectAxis,
		series: [{ name: shares.effectFigure, look: tunedLook, hollow: false }],
		rows: effects.map((effect) => ({
			name: shares.rowNames[effect],
			values: [inPercent(prediction[effect])],
			strong: effect === "gain",
		})),
		across: null,
		guides: [],
		missing: shared.notMeasured,
		language: texts.language,
	};
}

function tableOf({ result, texts, numbers }: ProbeView): Table {
	const { shares: words } = texts;
	const { zeroShot, risk, ...prediction } = result.prediction;
	return {
		columns: [
			{ title: words.quantity },
			{ title: words.value, align: "right" },
		],
		rows: [
			[words.zeroShot, numbers.share(zeroShot)],
			...effects.map((effect) => [
				words[effect],
				numbers.points(prediction[effect]),
			]),
			[words.risk, numbers.share(risk)],
		],
	};
}

/** What training on these rows is expected to change. */
export function effectSection(view: ProbeView): Section | null {
	const { result, texts, numbers } = view;
	const { shares } = texts;
	const { value, from } = result.prediction.retained;
	if (result.items.length === 0) return null;
	return blockSection({
		...{ id: "effect", title: shares.effectTitle },
		before: [shares.effectAbout],
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "figures",
						figures: () => [
							{
								title: shares.effectFigure,
								charts: estimateCharts(chartOf(view), 1),
							},
						],
						besides: 1,
						key: null,
					},
					{ kind: "table", table: tableOf(view) },
				],
			},
		],
		after: [shares.retained({ value: numbers.percent(value), from })],
	});
}
