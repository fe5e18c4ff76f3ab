import type { Grouping } from "../../../audit/audit-result.ts";
import { blockSection, type Card } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { AuditView } from "../view/audit-view.ts";
import { nameIn } from "./slice-cards.ts";

function cardOf(
	view: AuditView,
	{ name, rule, groups, others }: Grouping,
): Card {
	const { texts, numbers } = view;
	const { slices, summary } = texts;
	const right = { align: "right" } as const;
	const table = {
		columns: [
			{ title: slices.group },
			{ title: slices.rows, ...right },
			{ title: slices.share, ...right },
		],
		rows: groups.map((group) => [
			nameIn(view, group.name),
			numbers.count(group.rows),
			numbers.percent(group.share),
		]),
	};
	return {
		title: slices.grouping(nameIn(view, name)),
		blocks: [
			{ kind: "table", table },
			{
				kind: "texts",
				texts: [
					...(others.groups === 0
						? []
						: [
								slices.others({
									groups: numbers.count(others.groups),
									rows: summary.rows(numbers.count(others.rows)),
								}),
							]),
					slices.rule(rule),
				],
			},
		],
	};
}

/** What the rows consist of; null if they were not grouped. */
export function groupingsSection(view: AuditView): Section | null {
	const { slices } = view.texts;
	const { groupings } = view.result;
	if (groupings.length === 0) return null;
	return blockSection({
		...{ id: "rows", title: slices.groupingsTitle },
		...{ before: [slices.groupingsAbout], after: [] },
		cards: groupings.map((grouping) => cardOf(view, grouping)),
	});
}
