import { percentScale } from "../../charts/chart-scale.ts";
import { estimateCharts } from "../../charts/estimates/estimate-chart.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { inPercent } from "../../page/language/numbers.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { tunedLook } from "../../questions/question-looks.ts";
import type { ProbeView } from "../view/probe-view.ts";

function chartOf({ result, texts, numbers }: ProbeView): EstimateChart {
	const { methods: words, shared } = texts;
	const { methods, settings } = result;
	const told = methods.map(
		({ method, accuracy }) =>
			`${shared.method[method]}${texts.colon}${numbers.share(accuracy)}`,
	);
	const chances = methods.map(({ chance }) => chance * 100);
	const chance = chances.reduce((sum, one) => sum + one, 0) / chances.length;
	return {
		label: words.figure,
		description: words.alt(told.join("; ")),
		x: shared.accuracyAxis,
		series: [{ name: words.accuracy, look: tunedLook, hollow: false }],
		rows: methods.map(({ method, accuracy }) => ({
			name: shared.method[method],
			values: [inPercent(accuracy)],
			strong: method === settings.method,
		})),
		across: percentScale(texts.language),
		guides: [{ at: chance, text: shared.chance }],
		missing: shared.notMeasured,
		language: texts.language,
	};
}

function tableOf({ result, texts, numbers }: ProbeView): Table {
	const { methods: words, shared } = texts;
	const right = { align: "right" } as const;
	const titles = [
		words.accuracy,
		words.chance,
		words.calibrationError,
		words.uncalibratedError,
		words.temperature,
		words.inconsistent,
	];
	return {
		columns: [
			{ title: words.method },
			...titles.map((title) => ({ title, ...right })),
		],
		rows: result.methods.map((one) => [
			shared.method[one.method],
			numbers.share(one.accuracy),
			numbers.percent(one.chance),
			numbers.share(one.calibrationError),
			numbers.share(one.uncalibratedError),
			numbers.plain(one.temperature),
			numbers.share(one.inconsistent),
		]),
	};
}

/** Letters against likelihoods. */
export function methodsSection(view: ProbeView): Section | null {
	const { result, texts } = view;
	const { methods } = texts;
	if (result.methods.length === 0) return null;
	return blockSection({
		...{ id: "methods", title: methods.title },
		...{ before: [methods.about], after: [] },
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "figures",
						figures: () => [
							{
								title: methods.figure,
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
	});
}
