import type { Slice } from "../../../audit/audit-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import { estimateCharts } from "../../charts/estimates/estimate-chart.ts";
import type { EstimateChart } from "../../charts/estimates/estimates.ts";
import type { Card } from "../../page/blocks/block-section.ts";
import { inPercent } from "../../page/language/numbers.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Table } from "../../page/table.ts";
import { tunedLook } from "../../questions/question-looks.ts";
import type { AuditView } from "../view/audit-view.ts";

/** Groups that are shown; `report.json` has all. */
const most = { drawn: 12, listed: 40 } as const;

const right = { align: "right" } as const;

/** A name in the language of the report; one of a column as it is. */
export function nameIn({ texts }: AuditView, name: string): string {
	const { names } = texts.slices;
	return Object.hasOwn(names, name) ? names[name]! : shortName(name);
}

/** How values and differences of a unit are written: shares in percent and percentage points. */
export function unitTexts(view: AuditView, unit: string) {
	const { slices } = view.texts;
	const { numbers } = view;
	return unit === "share"
		? {
				...{ value: "%", difference: slices.points },
				valueText: numbers.share,
				differenceText: numbers.points,
				scaled: inPercent,
			}
		: {
				value: nameIn(view, unit),
				difference: nameIn(view, unit),
				valueText: numbers.value,
				differenceText: numbers.change,
				scaled: (one: Estimate) => one,
			};
}

/** Groups with the clearest differences first. */
function ordered({ groups }: Slice) {
	return groups.toSorted((a, b) => a.adjusted - b.adjusted || b.rows - a.rows);
}

function titleOf(view: AuditView, { outcome, by }: Slice): string {
	return view.texts.slices.cardTitle({
		outcome: nameIn(view, outcome),
		by: nameIn(view, by),
	});
}

function chartOf(view: AuditView, slice: Slice): EstimateChart {
	const { slices, colon, language } = view.texts;
	const unit = unitTexts(view, slice.unit);
	const groups = ordered(slice).slice(0, most.drawn);
	const told = groups.map(
		({ name, difference }) =>
			`${nameIn(view, name)}${colon}${unit.differenceText(difference)}`,
	);
	return {
		label: titleOf(view, slice),
		description: slices.alt({
			title: titleOf(view, slice),
			rows: told.join("; "),
		}),
		x: slices.axis(unit.difference),
		series: [{ name: slices.figure, look: tunedLook, hollow: false }],
		rows: groups.map(({ name, difference, adjusted }) => ({
			name: nameIn(view, name),
			values: [unit.scaled(difference)],
			strong: adjusted < 0.05,
		})),
		...{ across: null, guides: [], missing: "–", language },
	};
}

function tableOf(view: AuditView, slice: Slice): Table {
	const { texts, numbers } = view;
	const { slices } = texts;
	const unit = unitTexts(view, slice.unit);
	return {
		columns: [
			{ title: slices.group },
			{ title: slices.rows, ...right },
			{ title: slices.value(unit.value), ...right },
			{ title: slices.difference(unit.difference), ...right },
			{ title: slices.p, ...right },
		],
		rows: ordered(slice)
			.slice(0, most.listed)
			.map(({ name, rows, value, difference, adjusted }) => [
				nameIn(view, name),
				numbers.count(rows),
				unit.valueText(value),
				unit.differenceText(difference),
				numbers.p(adjusted),
			]),
	};
}

/** An outcome by the groups of one property: the differences as a chart, and all of it as a table. */
export function sliceCard(view: AuditView, slice: Slice): Card {
	const { texts, numbers } = view;
	const { slices, summary } = texts;
	const { skipped, test, groups } = slice;
	return {
		title: titleOf(view, slice),
		blocks: [
			{
				kind: "figures",
				figures: () =>
					groups.length === 0
						? []
						: [
								{
									title: slices.figure,
									charts: estimateCharts(chartOf(view, slice), 1),
								},
							],
				besides: 1,
				key: null,
			},
			{ kind: "table", table: tableOf(view, slice) },
			{
				kind: "texts",
				texts: [
					slices.test(test),
					...(skipped === null
						? []
						: [
								slices.skipped({
									rows: summary.rows(numbers.count(skipped.rows)),
									reason: skipped.reason,
								}),
							]),
				],
			},
		],
	};
}
