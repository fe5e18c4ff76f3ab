import { TemperError } from "../../core/error.ts";
import type { Reply } from "../responder.ts";
import type { Question } from "../task/question.ts";

/** A question as a model reads it, with its place. */
export interface Readable<T> {
	readonly index: number;
	readonly value: T;
}

export interface Read<T> {
	readonly readable: readonly Readable<T>[];
	readonly refused: readonly Extract<Reply<never>, { kind: "refused" }>[];
	/** The first error; null if all can be read. */
	readonly fault: TemperError | null;
}

/** Parts the questions that a model can read from those that it cannot. */
export function readEach<T>(
	questions: readonly Question[],
	read: (question: Question) => T,
): Read<T> {
	const readable: Readable<T>[] = [];
	const refused: Extract<Reply<never>, { kind: "refused" }>[] = [];
	let fault: TemperError | null = null;
	for (const [index, question] of questions.entries()) {
		try {
			readable.push({ index, value: read(question) });
		} catch (error) {
			if (!(error instanceof TemperError) || error.code !== "data") throw error;
			fault ??= error;
			refused.push({ index, kind: "refused", reason: error.message });
		}
	}
	return { readable, refused, fault };
}

/** The same. Throws the first fault if nothing can be read: a whole task was then meant for another model. */
export function readSome<T>(
	questions: readonly Question[],
	read: (question: Question) => T,
): Read<T> {
	const parts = readEach(questions, read);
	if (parts.readable.length === 0 && parts.fault !== null) throw parts.fault;
	return parts;
}
