import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import { armName, type InterventionsView } from "../view/interventions-view.ts";

type Role = InterventionsView["roles"][number];

const right = { align: "right" } as const;

function tableOf(view: InterventionsView, role: Role): Table {
	const { texts, numbers, result } = view;
	const { arms } = texts;
	const titles = [arms.rank, arms.optionKl, arms.entropy, arms.kl];
	return {
		columns: [
			{ title: arms.arm },
			...titles.map((title) => ({ title, ...right })),
		],
		rows: result.interventions.flatMap((arm) => {
			const scores = arm.scores[role];
			return scores === undefined
				? []
				: [
						[
							armName(view, arm),
							numbers.value(scores.rankCorrelation),
							numbers.value(scores.optionKl),
							numbers.value(scores.entropy),
							numbers.value(arm.kl),
						],
					];
		}),
	};
}

/** How far arms moved from the base, and whether that goes with accuracy. */
export function consistencySection(view: InterventionsView): Section {
	const { texts, numbers, result, roles } = view;
	const { arms, summary, shared } = texts;
	const { partialCorrelation } = result;
	return blockSection({
		...{ id: "consistency", title: arms.consistencyTitle, after: [] },
		before: [
			arms.consistencyAbout,
			partialCorrelation === null
				? arms.noPartial
				: summary.partial({
						runs: shared.runs(partialCorrelation.runs),
						value: numbers.value(partialCorrelation.value),
					}),
		],
		cards: roles.map((role) => ({
			title: shared.role[role],
			blocks: [{ kind: "table", table: tableOf(view, role) } as Block],
		})),
	});
}
