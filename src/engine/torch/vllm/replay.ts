import type { GenerationEvent } from "../../../generate/generate.ts";
import type { GrowingRow } from "../../../generate/growing-row.ts";
import type { Completion } from "./completion.ts";
import { badAnswer } from "./refusals.ts";

/**
 * The events of an answer that is there as a whole: those of a row that grew token by token. Null is an answer that never
 * came. Throws `device` for an answer that ended at a token at which it should not.
 */
export function* replay(
	row: GrowingRow,
	answer: Completion | null,
): Generator<GenerationEvent, void, undefined> {
	for (const id of answer?.ids ?? []) {
		const { text } = row.take(id);
		yield { kind: "token", row: row.index, id, text };
		if (row.reason !== null) break;
	}
	const text = row.reason === null ? row.finish("interrupted") : "";
	const reason = row.reason ?? "interrupted";
	if (answer !== null && reason === "interrupted")
		throw badAnswer(
			"answers that end at the model's own end-of-turn tokens, or at their limit",
			`one that ended after token ${answer.ids.at(-1)}`,
			"Start the server with --generation-config vllm, so that it adds no tokens of its own.",
		);
	yield { kind: "end", row: row.index, reason, text };
}
