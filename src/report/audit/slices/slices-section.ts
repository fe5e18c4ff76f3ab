import { blockSection } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { AuditView } from "../view/audit-view.ts";
import { sliceCard } from "./slice-cards.ts";

/** Outcomes of the rows by group. */
export function slicesSection(view: AuditView): Section {
	const { slices } = view.texts;
	return blockSection({
		...{ id: "slices", title: slices.title, after: [] },
		before: [view.result.slices.length === 0 ? slices.none : slices.about],
		cards: view.result.slices.map((slice) => sliceCard(view, slice)),
	});
}
