import type { Finding } from "../../../audit/audit-result.ts";
import type { Block } from "../../page/blocks/block.ts";
import { blockSection, type Card } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { AuditView } from "../view/audit-view.ts";
import { findingMessage, findingRemedy } from "./finding-sentences.ts";

/** Rows and pieces of evidence that are shown for a finding; `report.json` has all. */
const most = { rows: 24, evidence: 12 } as const;

function rowsText({ texts, numbers }: AuditView, { rows }: Finding): string[] {
	const { findings } = texts;
	if (rows.length === 0) return [];
	const shown = rows.slice(0, most.rows).join(", ");
	const rest = rows.length - most.rows;
	return [
		rest > 0
			? findings.rowList({ shown, rest: numbers.count(rest) })
			: findings.rowsAll(shown),
	];
}

function evidenceTable(
	{ texts, numbers }: AuditView,
	{ evidence }: Finding,
): Table {
	const { findings } = texts;
	const hasOther = evidence.some(({ other }) => other !== null);
	const hasScore = evidence.some(({ score }) => score !== null);
	const given = <T>(condition: boolean, cell: T) => (condition ? [cell] : []);
	return {
		columns: [
			{ title: findings.row },
			...given(hasOther, { title: findings.other }),
			{ title: findings.part },
			{ title: findings.text },
			...given(hasScore, { title: findings.score, align: "right" as const }),
		],
		rows: evidence
			.slice(0, most.evidence)
			.map(({ row, other, part, text, score }) => [
				row,
				...given(hasOther, other ?? "–"),
				findings.parts[part],
				text,
				...given(hasScore, score === null ? "–" : numbers.plain(score)),
			]),
	};
}

function cardOf(view: AuditView, finding: Finding): Card {
	const { findings, summary } = view.texts;
	const { kind, severity, evidence, tested, errs } = finding;
	const sentences = [
		findingMessage(view, finding),
		findings.remedy(findingRemedy(view, finding)),
		...rowsText(view, finding),
		findings.tested(tested),
		errs === null ? findings.notMeasured : findings.errs(errs),
	];
	const shown: Block[] =
		evidence.length === 0
			? []
			: [
					{
						kind: "folded",
						summary: findings.evidence,
						blocks: [{ kind: "table", table: evidenceTable(view, finding) }],
					},
				];
	return {
		title: findings.cardTitle({
			kind: findings.kinds[kind],
			severity: summary.severity[severity],
		}),
		blocks: [{ kind: "texts", texts: sentences }, ...shown],
	};
}

/** Every finding with its rows, its evidence and its remedy, gravest first. */
export function findingsSection(view: AuditView): Section {
	const { findings } = view.texts;
	return blockSection({
		...{ id: "findings", title: findings.title, after: [] },
		before: [
			view.result.findings.length === 0 ? findings.none : findings.about,
		],
		cards: view.result.findings.map((finding) => cardOf(view, finding)),
	});
}
