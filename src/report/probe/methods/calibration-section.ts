import type { ProbeMethodSummary } from "../../../diagnose/probe/probe-result.ts";
import { shareScale } from "../../charts/axes/axis-scale.ts";
import type { BandChart, MarkedPoint } from "../../charts/band/band.ts";
import { bandCharts } from "../../charts/band/band-chart.ts";
import { percentScale } from "../../charts/chart-scale.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { besidesOf } from "../../page/blocks/figures.ts";
import { inPercent } from "../../page/language/numbers.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { baseLook, tunedLook } from "../../questions/question-looks.ts";
import type { ProbeView } from "../view/probe-view.ts";

/** Bins that hold items. */
function filled({ bins }: ProbeMethodSummary) {
	return bins.flatMap(({ confidence, accuracy, ...bin }) =>
		confidence === null || accuracy === null
			? []
			: [{ ...bin, confidence, accuracy }],
	);
}

const exact = (x: number) => ({
	...{ x, y: { value: x * 100, low: x * 100, high: x * 100 } },
});

function chartOf(
	{ texts, numbers }: ProbeView,
	summary: ProbeMethodSummary,
): BandChart {
	const { methods, shared } = texts;
	const name = shared.method[summary.method];
	const points = filled(summary).map(
		({ confidence, accuracy }): MarkedPoint => ({
			...{ x: confidence, y: inPercent(accuracy), look: tunedLook },
			...{ hollow: false, strong: false },
			title: methods.bin({
				confidence: numbers.percent(confidence),
				accuracy: numbers.share(accuracy),
			}),
		}),
	);
	return {
		label: name,
		description: methods.calibrationAlt({
			method: name,
			bins: points.map(({ title }) => title).join("; "),
		}),
		...{ x: methods.calibrationX, y: methods.calibrationY },
		across: shareScale,
		up: percentScale(texts.language),
		bands: [
			{
				...{ name: "", look: baseLook, filled: false },
				points: [exact(0), exact(1)],
			},
		],
		points,
		...{ guides: [], language: texts.language },
	};
}

function binsTable(
	{ texts, numbers }: ProbeView,
	summary: ProbeMethodSummary,
): Table {
	const { methods } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: methods.binTitle },
			{ title: methods.items, ...right },
			{ title: methods.meanConfidence, ...right },
			{ title: methods.right, ...right },
		],
		rows: filled(summary).map(({ from, to, items, confidence, accuracy }) => [
			texts.interval(numbers.percent(from), numbers.percent(to)),
			numbers.count(items),
			numbers.percent(confidence),
			numbers.share(accuracy),
		]),
	};
}

/** How often a choice is right, by its confidence. */
export function calibrationSection(view: ProbeView): Section | null {
	const { result, texts, numbers } = view;
	const { methods, shared } = texts;
	const shown = result.methods.filter((one) => filled(one).length > 0);
	if (shown.length === 0) return null;
	const besides = besidesOf(shown.length);
	const titled = (one: ProbeMethodSummary) =>
		`${shared.method[one.method]}${texts.colon}${methods.calibrationError} ${numbers.share(one.calibrationError)}`;
	return blockSection({
		...{ id: "calibration", title: methods.calibrationTitle },
		...{ before: [methods.calibrationAbout], after: [] },
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "figures",
						figures: () =>
							shown.map((one) => ({
								title: titled(one),
								charts: bandCharts(chartOf(view, one), besides),
							})),
						besides,
						key: null,
					},
					...shown.map(
						(one): Block => ({
							kind: "folded",
							summary: methods.bins(shared.method[one.method]),
							blocks: [{ kind: "table", table: binsTable(view, one) }],
						}),
					),
				],
			},
		],
	});
}
