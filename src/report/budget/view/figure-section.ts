import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Figures } from "../../page/blocks/figures.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";

/** A section that shows charts and a table of the same numbers. */
export interface FigureSection extends Figures {
	readonly id: string;
	readonly title: string;
	/** Sentences before the charts. */
	readonly before: readonly string[];
	readonly table: Table | null;
	/** Sentences after the table. */
	readonly after: readonly string[];
}

/** The section in both forms: sentences, charts in HTML, a table, and further sentences. */
export function figureSection({
	id,
	title,
	before,
	table,
	after,
	...figures
}: FigureSection): Section {
	const blocks: Block[] = [
		{ kind: "figures", ...figures },
		...(table === null ? [] : [{ kind: "table", table } as const]),
	];
	return blockSection({
		...{ id, title, classes: "budget", before, after },
		cards: [{ title: null, blocks }],
	});
}
