import { blockSection } from "../../page/blocks/block-section.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { ProbeView } from "../view/probe-view.ts";

/** A row for each reason, the commonest first. */
function tableOf({ result, texts, numbers }: ProbeView): Table {
	const { items: words } = texts;
	const kinds = [...new Set(result.excluded.map(({ kind }) => kind))];
	const groups = kinds
		.map((kind) => ({
			kind,
			cases: result.excluded.filter((one) => one.kind === kind),
		}))
		.toSorted((a, b) => b.cases.length - a.cases.length);
	return {
		columns: [
			{ title: words.kind },
			{ title: words.count, align: "right" },
			{ title: words.example },
		],
		rows: groups.map(({ kind, cases }) => [
			Object.hasOwn(words.kinds, kind) ? words.kinds[kind]! : kind,
			numbers.count(cases.length),
			`${cases[0]!.id}${texts.colon}${cases[0]!.reason}`,
		]),
	};
}

/** Questions that could not be used, with the reasons. */
export function excludedSection(view: ProbeView): Section {
	const { items } = view.texts;
	const isWhole = view.result.excluded.length === 0;
	return blockSection({
		...{ id: "excluded", title: items.excludedTitle, after: [] },
		before: [isWhole ? items.excludedNone : items.excludedAbout],
		cards: [{ title: null, blocks: [{ kind: "table", table: tableOf(view) }] }],
	});
}
