import type { DemonstrationMark } from "../../../diagnose/probe/probe-result.ts";
import { reportFiles } from "../../files/report-files.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { ProbeView } from "../view/probe-view.ts";

const marks = ["harmonious", "incompatible", "not-testable"] as const;

/** Rows of a kind that are shown; `report.json` has all. */
const most = 60;

function countsTable(
	{ texts, numbers }: ProbeView,
	rows: readonly DemonstrationMark[],
): Table {
	const { items: words } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: words.markTitle },
			{ title: words.rowsTitle, ...right },
			{ title: words.share, ...right },
		],
		rows: marks.map((mark) => {
			const count = rows.filter((row) => row.mark === mark).length;
			return [
				words.mark[mark],
				numbers.count(count),
				numbers.percent(count / Math.max(1, rows.length)),
			];
		}),
	};
}

function incompatibleTable(
	{ texts, numbers }: ProbeView,
	rows: readonly DemonstrationMark[],
): Table {
	const { items: words } = texts;
	const option = (options: readonly string[], at: number) =>
		shortName(options[at] ?? "–");
	return {
		columns: [
			{ title: words.row },
			{ title: words.question },
			{ title: words.taught },
			{ title: words.held },
			{ title: words.confidence, align: "right" },
		],
		rows: rows
			.slice(0, most)
			.map(({ id, item }) =>
				item === null
					? [id, "–", "–", "–", "–"]
					: [
							id,
							shortName(item.question),
							option(item.options, item.gold),
							option(item.options, item.chosen),
							numbers.percent(item.confidence),
						],
			),
	};
}

function reasonsTable(
	{ texts }: ProbeView,
	rows: readonly DemonstrationMark[],
): Table {
	const { items: words } = texts;
	return {
		columns: [{ title: words.row }, { title: words.why }],
		rows: rows.slice(0, most).map(({ id, reason }) => [id, reason ?? "–"]),
	};
}

function foldedBlocks(
	{ texts, numbers }: ProbeView,
	count: number,
	summary: string,
	table: Table,
): Block[] {
	if (count === 0) return [];
	const rest = count - most;
	const more = {
		kind: "texts",
		texts:
			rest > 0
				? [
						texts.shared.rest({
							rest: numbers.count(rest),
							file: reportFiles.json,
						}),
					]
				: [],
	} as const;
	return [
		{ kind: "folded", summary, blocks: [{ kind: "table", table }, more] },
	];
}

/** Rows of demonstrations against what the model holds; null if the rows are questions. */
export function demonstrationsSection(view: ProbeView): Section | null {
	const { result, texts, numbers } = view;
	const { items } = texts;
	const rows = result.demonstrations;
	if (rows === null) return null;
	const of = (mark: DemonstrationMark["mark"]) =>
		rows.filter((row) => row.mark === mark);
	const against = of("incompatible");
	const untested = of("not-testable");
	return blockSection({
		...{ id: "demonstrations", title: items.demonstrationsTitle },
		...{ before: [items.demonstrationsAbout], after: [] },
		cards: [
			{
				title: null,
				blocks: [
					{ kind: "table", table: countsTable(view, rows) },
					...foldedBlocks(
						view,
						against.length,
						items.incompatible(numbers.count(against.length)),
						incompatibleTable(view, against),
					),
					...foldedBlocks(
						view,
						untested.length,
						items.notTestable(numbers.count(untested.length)),
						reasonsTable(view, untested),
					),
				],
			},
		],
	});
}
