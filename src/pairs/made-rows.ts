import { modelMade } from "../data/model-made.ts";
import { stringifyExact } from "../formats/json/stringify-exact.ts";
import type { BestAnswer, MadePair } from "./choose-all.ts";
import type { JudgeFacts } from "./judges/pair-judge.ts";
import type { PairAnswer } from "./pair-answer.ts";
import type { PairPrompt } from "./pair-prompt.ts";

/** Where a made row comes from: everything but its prompt and its answers. */
export interface Provenance {
	/** Version of the program. */
	readonly temper: string;
	/** Names without folders, with hashes of the weights. */
	readonly model: { readonly name: string; readonly sha256: string };
	readonly adapter: { readonly name: string; readonly sha256: string } | null;
	readonly sampling: Readonly<Record<string, unknown>>;
	readonly seed: number;
	readonly judge: JudgeFacts;
	/** Whether confidences were calibrated on labelled pairs. */
	readonly calibrated: boolean;
}

interface MadeOf {
	readonly prompt: PairPrompt;
	readonly provenance: Provenance;
}

/** A pair, as a line of JSON that training reads. */
export function pairLine(
	{ prompt, provenance }: MadeOf,
	{ chosen, rejected, confidence, ...details }: MadePair,
): string {
	const samples = { chosen: chosen.sample, rejected: rejected.sample };
	return lineOf({
		...askedBy(prompt),
		chosen: answerTo(prompt, chosen),
		rejected: answerTo(prompt, rejected),
		source: modelMade,
		confidence: Number(confidence.toFixed(6)),
		made: { row: prompt.place, samples, ...details, ...provenance },
	});
}

/** The best answer to a prompt as a demonstration, as a line of JSON that training reads. */
export function demonstrationLine(
	{ prompt, provenance }: MadeOf,
	{ answer, score, of }: Omit<BestAnswer, "prompt">,
): string {
	const { sample } = answer;
	return lineOf({
		...askedBy(prompt),
		completion: answerTo(prompt, answer),
		source: modelMade,
		made: { row: prompt.place, sample, score, of, ...provenance },
	});
}

const lineOf = (row: object) => `${stringifyExact(row)}\n`;

/** A plain text stays one, so that training continues it as the model did; messages stay messages. */
function askedBy({ asked, tools }: PairPrompt) {
	return tools === null ? { prompt: asked } : { prompt: asked, tools };
}

function answerTo(
	{ asked, thinking }: PairPrompt,
	{ written, text }: PairAnswer,
) {
	if (typeof asked === "string") return written;
	const open = thinking.opened ? thinking.marks[0]?.open : undefined;
	// The template writes an opened thought again only if the answer shows that it is one.
	const content = open === undefined ? text : `${open}\n${text}`;
	return [{ role: "assistant", content }];
}
