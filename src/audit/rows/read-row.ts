import type { Row } from "../../formats/rows/row.ts";
import { labelOf } from "../../text/columns/label.ts";
import { messagesOf } from "../../text/columns/row-columns.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import { withMessages } from "../../text/columns/spoken-columns.ts";
import { isLabelled, wantsOf } from "../../text/columns/wanted.ts";
import type { Message, TrainingMessage } from "../../text/message.ts";
import { promptOfPair } from "../../text/pair.ts";
import { isPrompt } from "../../text/prompt.ts";
import { type Asked, promptText, splitRow } from "../../text/split-row.ts";
import type { AuditedAnswer, AuditedRow } from "./audited-row.ts";

/** The texts of a row, as training would read them. Throws `data` for a row of no known format. */
export function readRow(given: Row): AuditedRow {
	const row = withMessages(given);
	const around = { place: placeOf(row), columns: row.value, source: row };
	if (wantsOf(row) === "pairs")
		return { ...around, ...pairTexts(row), kind: "pairs", desirable: null };
	const asks = isPrompt(row);
	const { asked, shown } = splitRow(row);
	const texts = { context: contextText(asked), prompt: promptText(asked) };
	if (asks)
		return {
			...around,
			...texts,
			kind: "prompts",
			answers: [],
			desirable: null,
		};
	const desirable = isLabelled(row) ? labelOf(row) : null;
	const answer: AuditedAnswer = {
		part: "answer",
		text: shown ?? "",
		calls: shown === null,
	};
	const kind = desirable === null ? "demonstrations" : "verdicts";
	return { ...around, ...texts, kind, answers: [answer], desirable };
}

function contextText(asked: Asked): string {
	if (asked === null) return "";
	if (typeof asked === "string") return asked;
	return asked.map(saidIn).join("\n\n");
}

function saidIn({ content, tool_calls }: Message): string {
	const calls = tool_calls === undefined ? [] : [JSON.stringify(tool_calls)];
	return [...(content === null ? [] : [content]), ...calls].join("\n");
}

function pairTexts(
	row: Row,
): Pick<AuditedRow, "context" | "prompt" | "answers"> {
	const prompt = promptOfPair(row);
	const asked: Asked =
		typeof prompt === "string" ? prompt : prompt.map(({ message }) => message);
	const before = typeof prompt === "string" ? 0 : prompt.length;
	return {
		context: contextText(asked),
		prompt: promptText(asked),
		answers: (["chosen", "rejected"] as const).map((part) => {
			const said = messagesOf(row, part, "assistant");
			const answer = beginsWithAnswer(said) ? said : said.slice(before);
			const texts = answer.map(({ message }) => saidIn(message));
			const calls = answer.some(({ message }) => "tool_calls" in message);
			return { part, text: texts.join("\n\n"), calls };
		}),
	};
}

function beginsWithAnswer([first]: readonly TrainingMessage[]): boolean {
	const role = first?.message.role;
	return role === "assistant" || role === "tool";
}
