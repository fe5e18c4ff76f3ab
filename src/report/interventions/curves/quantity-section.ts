import { type AxisScale, rowsScale } from "../../charts/axes/axis-scale.ts";
import type { BandChart } from "../../charts/band/band.ts";
import { bandCharts, sharedBandScale } from "../../charts/band/band-chart.ts";
import { lookAt } from "../../charts/looks.ts";
import { swatch } from "../../charts/swatch.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { besidesOf } from "../../page/blocks/figures.ts";
import { inPercent } from "../../page/language/numbers.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { InterventionsView } from "../view/interventions-view.ts";

type Role = InterventionsView["roles"][number];

/** Arms of the series by their number of rows, ascending. */
function quantitiesOf({ result }: InterventionsView) {
	return result.interventions
		.flatMap(({ arm, ...rest }) =>
			arm.kind === "quantity"
				? [{ ...rest, group: arm.group, quantity: arm.rows }]
				: [],
		)
		.toSorted((a, b) => a.quantity - b.quantity);
}

const groupsOf = (view: InterventionsView) => [
	...new Set(quantitiesOf(view).map(({ group }) => group)),
];

function acrossOf(view: InterventionsView): AxisScale {
	return rowsScale({
		values: quantitiesOf(view).map(({ quantity }) => quantity),
		language: view.texts.language,
	});
}

function chartOf(view: InterventionsView, role: Role): BandChart {
	const { texts, numbers, result } = view;
	const { curves, shared, arms, language } = texts;
	const quantities = quantitiesOf(view);
	const bands = groupsOf(view).map((group, at) => {
		const points = quantities.flatMap((one) => {
			const accuracy = one.scores[role]?.accuracy ?? null;
			return one.group !== group || accuracy === null
				? []
				: [{ x: one.quantity, y: inPercent(accuracy) }];
		});
		return { name: "", group, look: lookAt(at), points, filled: true };
	});
	const told = bands.flatMap(({ group, points }) =>
		points.map(
			({ x, y }) =>
				`${arms.quantity({ group: arms.groups[group], rows: numbers.count(x) })}${texts.colon}${numbers.percent(y.value / 100)}`,
		),
	);
	const { quantity } = result;
	return {
		label: shared.role[role],
		description: curves.quantityAlt({
			role: shared.role[role],
			points: told.join("; "),
		}),
		...{ x: curves.quantityX, y: shared.accuracyAxis },
		...{ across: acrossOf(view), up: null, bands },
		points: bands.flatMap(({ look, points }) =>
			points.map((point) => ({
				...{ ...point, look, title: "", hollow: false, strong: false },
			})),
		),
		guides:
			quantity === null || quantity.role !== role
				? []
				: [{ at: quantity.enough, text: curves.enough, range: null }],
		language,
	};
}

function tableOf(view: InterventionsView): Table {
	const { texts, numbers, roles } = view;
	const { curves, arms, shared } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: curves.series },
			{ title: curves.rows, ...right },
			...roles.map((role) => ({ title: shared.role[role], ...right })),
		],
		rows: quantitiesOf(view).map(({ group, quantity, scores }) => [
			arms.groups[group],
			numbers.count(quantity),
			...roles.map((role) => numbers.share(scores[role]?.accuracy ?? null)),
		]),
	};
}

function keyOf(view: InterventionsView): Markup | null {
	const groups = groupsOf(view);
	return groups.length < 2
		? null
		: html`<ul class="key">${groups.map((group, at) => html`<li>${swatch(lookAt(at))}<bdi>${view.texts.arms.groups[group]}</bdi></li>`)}</ul>`;
}

/** Accuracy by the number of rows: few good examples or many. */
export function quantitySection(view: InterventionsView): Section {
	const { curves } = view.texts;
	const isVaried = quantitiesOf(view).length > 0;
	const charts = isVaried ? view.roles.map((role) => chartOf(view, role)) : [];
	const drawn = charts.filter(({ points }) => points.length > 0);
	const besides = besidesOf(drawn.length);
	const up = sharedBandScale(drawn);
	return blockSection({
		...{ id: "quantity", title: curves.quantityTitle, after: [] },
		before: [isVaried ? curves.quantityAbout : curves.quantityNone],
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
						key: keyOf(view),
					},
					{ kind: "table", table: tableOf(view) },
				],
			},
		],
	});
}
