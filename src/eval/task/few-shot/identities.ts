import { realpathSync } from "node:fs";
import { plainNumber } from "../../../formats/json/exact-number.ts";
import type { Row } from "../../../formats/rows/row.ts";
import { normalText } from "../../../rewards/functions/exact.ts";
import { readChoices } from "../choices.ts";
import { conversationText, type Question, splitSystem } from "../question.ts";
import type { Task } from "../task.ts";

/**
 * Texts by which a row is found to ask the same question as another: its place in its file, its value in the column that
 * groups wordings, and each of its wordings without system messages, case and repeated white space; of a choice, with the
 * right option, since different questions may have one text.
 */
export function identitiesOf(
	row: Row,
	wordings: readonly Question[],
	{ scorer, group }: Pick<Task, "scorer" | "group">,
): Set<string> {
	const right = scorer.kind === "choice" ? rightOption(row, scorer) : "";
	const texts = wordings.map(({ asked }) => {
		const own =
			asked === null || typeof asked === "string"
				? asked
				: splitSystem(asked).rest;
		return `text ${plain(conversationText(own))}\n${plain(right)}`;
	});
	const value = group === null ? null : plainNumber(row.value[group]);
	const named = typeof value === "string" || typeof value === "number";
	return new Set([
		`row ${realpathSync(row.file)}:${row.line}`,
		...(named ? [`group ${value}`] : []),
		...texts,
	]);
}

function rightOption(
	row: Row,
	spec: Extract<Task["scorer"], { kind: "choice" }>,
): string {
	const { texts, gold } = readChoices(row, spec);
	return texts[gold] as string;
}

function plain(text: string): string {
	return normalText(text, true).replace(/\s+/g, " ").trim();
}
