import { estimateCharts } from "../../charts/estimates/estimate-chart.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { inPercent } from "../../page/language/numbers.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { tunedLook } from "../../questions/question-looks.ts";
import {
	type InterventionsView,
	namedArm,
} from "../view/interventions-view.ts";

type Contrast = InterventionsView["result"]["contrasts"][number];

function nameOf(view: InterventionsView, { of, against }: Contrast): string {
	return view.texts.arms.minus({
		of: namedArm(view, of),
		against: namedArm(view, against),
	});
}

function chartOf(
	view: InterventionsView,
	role: Contrast["role"],
): EstimateChart {
	const { texts, numbers, result } = view;
	const { arms, shared } = texts;
	const contrasts = result.contrasts.filter((one) => one.role === role);
	const told = contrasts.map(
		(one) =>
			`${nameOf(view, one)}${texts.colon}${numbers.points(one.difference)}`,
	);
	return {
		label: arms.contrastsFigure(shared.role[role]),
		description: arms.contrastsAlt({
			role: shared.role[role],
			rows: told.join("; "),
		}),
		x: arms.contrastsAxis,
		series: [{ name: arms.difference, look: tunedLook, hollow: false }],
		rows: contrasts.map((one) => ({
			name: nameOf(view, one),
			values: [inPercent(one.difference)],
			strong: one.verdict === "replicated",
		})),
		across: null,
		guides: [],
		missing: shared.notMeasured,
		language: texts.language,
	};
}

function tableOf(view: InterventionsView): Table {
	const { texts, numbers, result } = view;
	const { arms, shared, summary } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: arms.contrast },
			{ title: shared.roleTitle },
			{ title: arms.difference, ...right },
			{ title: arms.paper, ...right },
			{ title: arms.verdict },
		],
		rows: result.contrasts.map((one) => [
			nameOf(view, one),
			shared.role[one.role],
			numbers.points(one.difference),
			one.paper === null || one.paper.length === 0
				? "–"
				: one.paper.map(numbers.pointsOf).join(" / "),
			summary.verdict[one.verdict],
		]),
	};
}

/** Differences between groups, each with its verdict. */
export function contrastsSection(view: InterventionsView): Section {
	const { texts, roles, result } = view;
	const { arms, shared, summary } = texts;
	const shown = roles.filter((role) =>
		result.contrasts.some((one) => one.role === role),
	);
	return blockSection({
		...{ id: "contrasts", title: arms.contrastsTitle, after: [] },
		before: [
			...(shown.length === 0
				? [summary.none]
				: [arms.contrastsAbout, summary.verdictText]),
		],
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "figures",
						figures: () =>
							shown.map((role) => ({
								title: arms.contrastsFigure(shared.role[role]),
								charts: estimateCharts(chartOf(view, role), 1),
							})),
						besides: 1,
						key: null,
					},
					{ kind: "table", table: tableOf(view) },
				],
			},
		],
	});
}
