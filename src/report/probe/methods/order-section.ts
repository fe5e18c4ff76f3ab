import type { ProbeMethodSummary } from "../../../diagnose/probe/probe-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import { estimateCharts } from "../../charts/estimates/estimate-chart.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { besidesOf } from "../../page/blocks/figures.ts";
import { inPercent } from "../../page/language/numbers.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { tunedLook } from "../../questions/question-looks.ts";
import type { ProbeView } from "../view/probe-view.ts";

interface Listing {
	readonly method: ProbeMethodSummary["method"];
	readonly positions: readonly Estimate[];
}

function listingsOf({ result }: ProbeView): Listing[] {
	return result.methods.flatMap(({ method, positions }) =>
		positions === null || positions.length === 0 ? [] : [{ method, positions }],
	);
}

function chartOf(
	{ texts, numbers }: ProbeView,
	{ method, positions }: Listing,
): EstimateChart {
	const { methods, shared } = texts;
	const name = shared.method[method];
	const rows = positions.map((one, at) => ({
		name: methods.place(numbers.count(at + 1)),
		values: [inPercent(one)],
		strong: false,
	}));
	const told = positions.map(
		(one, at) => `${rows[at]!.name}${texts.colon}${numbers.share(one)}`,
	);
	return {
		label: name,
		description: methods.orderAlt({ method: name, rows: told.join("; ") }),
		x: methods.orderAxis,
		series: [{ name, look: tunedLook, hollow: false }],
		rows,
		across: null,
		guides: [{ at: 100 / positions.length, text: methods.even }],
		missing: shared.notMeasured,
		language: texts.language,
	};
}

function tableOf(
	{ texts, numbers }: ProbeView,
	listings: readonly Listing[],
): Table {
	const { methods, shared } = texts;
	const most = Math.max(
		0,
		...listings.map(({ positions }) => positions.length),
	);
	return {
		columns: [
			{ title: methods.placeTitle },
			...listings.map(({ method }) => ({
				title: shared.method[method],
				align: "right" as const,
			})),
		],
		rows: Array.from({ length: most }, (_, at) => [
			methods.place(numbers.count(at + 1)),
			...listings.map(({ positions }) => numbers.share(positions[at] ?? null)),
		]),
	};
}

/** Whether choices depend on where an option is listed. */
export function orderSection(view: ProbeView): Section {
	const { methods, shared } = view.texts;
	const listings = listingsOf(view);
	const besides = besidesOf(listings.length);
	return blockSection({
		...{ id: "order", title: methods.orderTitle, after: [] },
		before: [listings.length === 0 ? methods.orderNone : methods.orderAbout],
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "figures",
						figures: () =>
							listings.map((one) => ({
								title: shared.method[one.method],
								charts: estimateCharts(chartOf(view, one), besides),
							})),
						besides,
						key: null,
					},
					{ kind: "table", table: tableOf(view, listings) },
				],
			},
		],
	});
}
