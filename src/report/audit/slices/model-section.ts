import type { ModelPart } from "../../../audit/audit-result.ts";
import { blockSection, type Card } from "../../page/blocks/block-section.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { AuditView } from "../view/audit-view.ts";
import { nameIn, sliceCard, unitTexts } from "./slice-cards.ts";

type Swaps = ModelPart["swaps"][number];

function swapsTable(view: AuditView, { unit: name, swaps }: Swaps): Table {
	const { texts, numbers } = view;
	const { slices } = texts;
	const unit = unitTexts(view, name);
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: slices.swap },
			{ title: slices.list },
			{ title: slices.rows, ...right },
			{ title: slices.difference(unit.difference), ...right },
			{ title: slices.p, ...right },
		],
		rows: swaps
			.toSorted((a, b) => a.adjusted - b.adjusted)
			.map(({ from, to, list, rows, difference, adjusted }) => [
				`${from} → ${to}`,
				nameIn(view, list),
				numbers.count(rows),
				unit.differenceText(difference),
				numbers.p(adjusted),
			]),
	};
}

function swapsCard(view: AuditView, swaps: Swaps): Card {
	const { slices } = view.texts;
	return {
		title: slices.swapsTitle(nameIn(view, swaps.outcome)),
		blocks: [
			{ kind: "texts", texts: [slices.swapsAbout] },
			{ kind: "table", table: swapsTable(view, swaps) },
		],
	};
}

/** What a model made of the rows; null if none was named. */
export function modelSection(view: AuditView): Section | null {
	const { result, texts, numbers } = view;
	const { slices, summary } = texts;
	const { model } = result;
	if (model === null) return null;
	const rows = (count: number) => summary.rows(numbers.count(count));
	return blockSection({
		...{ id: "model", title: slices.modelTitle(shortName(model.name)) },
		before: [slices.modelAbout({ rows: rows(model.rows), how: model.how })],
		cards: [
			...model.slices.map((slice) => sliceCard(view, slice)),
			...model.swaps.map((swaps) => swapsCard(view, swaps)),
		],
		after: [slices.withoutTerm(rows(model.withoutTerm))],
	});
}
