import { shareScale } from "../../charts/axes/axis-scale.ts";
import type { BandChart } from "../../charts/band/band.ts";
import { bandCharts, sharedBandScale } from "../../charts/band/band-chart.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { besidesOf } from "../../page/blocks/figures.ts";
import { inPercent } from "../../page/language/numbers.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { tunedLook } from "../../questions/question-looks.ts";
import type { InterventionsView } from "../view/interventions-view.ts";

type Role = InterventionsView["roles"][number];

/** Mixes by their share of self-aligning rows, ascending. */
function mixesOf({ result }: InterventionsView) {
	return result.interventions
		.flatMap(({ arm, ...rest }) =>
			arm.kind === "mix" ? [{ ...rest, share: arm.selfAligning }] : [],
		)
		.toSorted((a, b) => a.share - b.share);
}

function chartOf(view: InterventionsView, role: Role): BandChart {
	const { texts, numbers, result } = view;
	const { curves, shared, language } = texts;
	const points = mixesOf(view).flatMap(({ share, scores }) => {
		const accuracy = scores[role]?.accuracy ?? null;
		return accuracy === null ? [] : [{ x: share, y: inPercent(accuracy) }];
	});
	const told = points.map(
		({ x, y }) =>
			`${Math.round(x * 100)}%${texts.colon}${numbers.percent(y.value / 100)}`,
	);
	const best = result.bestMix[role];
	return {
		label: shared.role[role],
		description: curves.mixAlt({
			role: shared.role[role],
			points: told.join("; "),
		}),
		...{ x: curves.mixX, y: shared.accuracyAxis },
		...{ across: shareScale, up: null },
		bands: [{ name: "", look: tunedLook, points, filled: true }],
		points: points.map((point) => ({
			...{ ...point, look: tunedLook, title: "" },
			...{ hollow: false, strong: false },
		})),
		guides:
			best === undefined ? [] : [{ at: best, text: curves.best, range: null }],
		language,
	};
}

function tableOf(view: InterventionsView): Table {
	const { texts, numbers, roles } = view;
	return {
		columns: [
			{ title: texts.curves.share },
			...roles.map((role) => ({
				title: texts.shared.role[role],
				align: "right" as const,
			})),
		],
		rows: mixesOf(view).map(({ share, scores }) => [
			`${Math.round(share * 100)}%`,
			...roles.map((role) => numbers.share(scores[role]?.accuracy ?? null)),
		]),
	};
}

/** Accuracy by the share of self-aligning rows. */
export function mixSection(view: InterventionsView): Section {
	const { curves } = view.texts;
	const isMixed = mixesOf(view).length > 0;
	const charts = isMixed ? view.roles.map((role) => chartOf(view, role)) : [];
	const drawn = charts.filter(({ points }) => points.length > 0);
	const besides = besidesOf(drawn.length);
	const up = sharedBandScale(drawn);
	return blockSection({
		...{ id: "mix", title: curves.mixTitle, after: [] },
		before: [isMixed ? curves.mixAbout : curves.mixNone],
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "figures",
						figures: () =>
							drawn.map((chart) => ({
								title: chart.label,
								charts: bandCharts({ ...chart, up }, besides),
							})),
						besides,
						key: null,
					},
					{ kind: "table", table: tableOf(view) },
				],
			},
		],
	});
}
