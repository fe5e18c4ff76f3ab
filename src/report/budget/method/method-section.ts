import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { methodFacts } from "./method-facts.ts";
import { parametersTable } from "./parameters-table.ts";

/** How cells were bought, what the answers lean on, and what was not measured. */
export function methodSection(view: BudgetView): Section {
	const { title, shape } = view.texts.method;
	const table = parametersTable(view);
	const blocks: Block[] = [
		{ kind: "facts", facts: methodFacts(view) },
		...(table === null
			? []
			: ([
					{ kind: "heading", text: shape },
					{ kind: "table", table },
				] as const)),
	];
	return blockSection({
		...{ id: "method", title, classes: "budget how", before: [], after: [] },
		cards: [{ title: null, blocks }],
	});
}
