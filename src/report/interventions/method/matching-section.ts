import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { InterventionsView } from "../view/interventions-view.ts";

const right = { align: "right" } as const;

function groupsTable({ result, texts, numbers }: InterventionsView): Table {
	const { method, arms } = texts;
	return {
		columns: [
			{ title: method.group },
			{ title: method.available, ...right },
			{ title: method.used, ...right },
			{ title: method.confidence, ...right },
		],
		rows: result.groups.map(({ group, available, used, confidence }) => [
			arms.groups[group],
			numbers.count(available),
			numbers.count(used),
			confidence === null ? "–" : numbers.percent(confidence),
		]),
	};
}

function excludedTable({ result, texts, numbers }: InterventionsView): Table {
	const { method, shared } = texts;
	return {
		columns: [
			{ title: method.excluded },
			{ title: shared.questionsTitle, ...right },
		],
		rows: result.excluded.map(({ reason, questions }) => [
			reason,
			numbers.count(questions),
		]),
	};
}

/** The groups before training. */
export function matchingSection(view: InterventionsView): Section {
	const { method } = view.texts;
	const excluded: Block[] =
		view.result.excluded.length === 0
			? []
			: [
					{ kind: "heading", text: method.excludedTitle },
					{ kind: "table", table: excludedTable(view) },
				];
	return blockSection({
		...{ id: "matching", title: method.matchingTitle },
		...{ before: [method.matchingAbout], after: [] },
		cards: [
			{
				title: null,
				blocks: [{ kind: "table", table: groupsTable(view) }, ...excluded],
			},
		],
	});
}
