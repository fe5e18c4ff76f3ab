import type { Block } from "../../page/blocks/block.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { AuditView } from "../view/audit-view.ts";

const right = { align: "right" } as const;

function tableOf({ result, texts, numbers }: AuditView): Table {
	const { method, findings, summary } = texts;
	return {
		columns: [
			{ title: method.check },
			{ title: method.examined, ...right },
			{ title: method.found, ...right },
			{ title: method.recall, ...right },
			{ title: method.falseAlarms, ...right },
			{ title: method.skipped },
		],
		rows: result.checks.map(({ kind, examined, found, skipped, measured }) => [
			findings.kinds[kind],
			numbers.count(examined),
			numbers.count(found),
			numbers.share(measured?.recall ?? null),
			numbers.share(measured?.falseAlarms ?? null),
			skipped === null
				? "–"
				: method.skippedText({
						rows: summary.rows(numbers.count(skipped.rows)),
						reason: skipped.reason,
					}),
		]),
	};
}

/** What each check looked at, and what it left out. */
export function checksSection(view: AuditView): Section {
	const { method, findings } = view.texts;
	const tests: Block = {
		kind: "folded",
		summary: method.tested,
		blocks: [
			{
				kind: "list",
				items: view.result.checks.map(({ kind, tested }) =>
					method.testedLine({ kind: findings.kinds[kind], tested }),
				),
			},
		],
	};
	return blockSection({
		...{ id: "checks", title: method.checksTitle },
		...{ before: [method.checksAbout], after: [] },
		cards: [
			{
				title: null,
				blocks:
					view.result.checks.length === 0
						? []
						: [{ kind: "table", table: tableOf(view) }, tests],
			},
		],
	});
}
