import { linesFile } from "../../../diagnose/probe/probe-lines.ts";
import type { ProbeItem } from "../../../diagnose/probe/probe-result.ts";
import { blockSection } from "../../page/blocks/block-section.ts";
import { shortName } from "../../page/language/short-name.ts";
import type { Section } from "../../page/report.ts";
import type { Table } from "../../page/table.ts";
import type { ProbeView } from "../view/probe-view.ts";

/** Questions that are shown; `probe.jsonl` has all. */
const most = 150;

const order = { unsure: 1, unknown: 2, known: 3 } as const;

/** What a person should look at comes first. */
function ordered(items: readonly ProbeItem[]): readonly ProbeItem[] {
	const place = ({ reasons, knowledge }: ProbeItem) =>
		reasons.includes("confident-wrong") ? 0 : order[knowledge];
	return items.toSorted(
		(a, b) => place(a) - place(b) || b.confidence - a.confidence,
	);
}

function tableOf(
	{ texts, numbers }: ProbeView,
	items: readonly ProbeItem[],
): Table {
	const { items: words, shared } = texts;
	const right = { align: "right" } as const;
	return {
		columns: [
			{ title: words.question },
			{ title: words.knowledge },
			{ title: words.right },
			{ title: words.chosen },
			{ title: words.confidence, ...right },
			{ title: words.rightProbability, ...right },
			{ title: words.reasons },
		],
		rows: items.map((item) => [
			item.question,
			shared.knowledge[item.knowledge],
			shortName(item.options[item.gold] ?? "–"),
			item.chosen === item.gold
				? words.same
				: shortName(item.options[item.chosen] ?? "–"),
			numbers.percent(item.confidence),
			numbers.percent(item.goldProbability),
			texts.list(item.reasons.map((reason) => words.reason[reason])),
		]),
	};
}

/** The questions one by one, those to look at first. */
export function itemsSection(view: ProbeView): Section | null {
	const { result, texts, numbers } = view;
	const { items, shared } = texts;
	const shown = ordered(result.items).slice(0, most);
	const rest = result.items.length - shown.length;
	if (shown.length === 0) return null;
	return blockSection({
		...{ id: "items", title: items.title },
		before: [items.about({ file: linesFile })],
		cards: [
			{
				title: null,
				blocks: [
					{
						kind: "folded",
						summary: items.show(numbers.count(shown.length)),
						blocks: [{ kind: "table", table: tableOf(view, shown) }],
					},
				],
			},
		],
		after:
			rest > 0
				? [shared.rest({ rest: numbers.count(rest), file: linesFile })]
				: [],
	});
}
