import type { EncodedAnswer, EncodedRow } from "../../text/encoded-row.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { promptKey, promptOf, rowKey, textKey } from "../fingerprint.ts";
import type { DataReport, Pairs } from "./data-report.ts";
import { LimitedList } from "./limited-list.ts";

interface Pair {
	readonly row: string;
	readonly of: string;
}

/** Finds rows that repeat an earlier one, and held-out rows that repeat a training prompt. Keeps keys, not rows. */
export class Repeats {
	readonly #tokenizer: Tokenizer;
	readonly #rows = new Map<string, string>();
	readonly #verdicts = new Map<string, string>();
	readonly #texts = new Map<string, string>();
	readonly #prompts = new Map<string, string>();
	readonly #promptTexts = new Map<string, string>();
	readonly #exact: LimitedList<Pair>;
	readonly #opposite: LimitedList<Pair>;
	readonly #near: LimitedList<Pair>;
	readonly #samePrompt: LimitedList<Pair>;
	readonly #leakExact: LimitedList<Pair>;
	readonly #leakNear: LimitedList<Pair>;

	constructor(tokenizer: Tokenizer, limit: number) {
		this.#tokenizer = tokenizer;
		this.#exact = new LimitedList(limit);
		this.#opposite = new LimitedList(limit);
		this.#near = new LimitedList(limit);
		this.#samePrompt = new LimitedList(limit);
		this.#leakExact = new LimitedList(limit);
		this.#leakNear = new LimitedList(limit);
	}

	/** Takes the answers of one row; they have one prompt. */
	addTraining(answers: readonly EncodedAnswer[], id: string): void {
		const [first] = answers;
		if (first === undefined) return;
		const keys = answers.map(rowKey);
		const verdicts = answers.map(({ liked }, i) => `${keys[i]}${liked}`);
		const row = keys.sort().join();
		const exact = recall(this.#verdicts, verdicts.sort().join(), id);
		const opposite = recall(this.#rows, row, id);
		const texts = answers.map(({ ids }) => this.#textKey(ids)).join();
		const near = recall(this.#texts, texts, id);
		const prompt = recall(this.#prompts, promptKey(first), id);
		recall(this.#promptTexts, this.#textKey(promptOf(first)), id);
		if (exact !== null) this.#exact.add({ row: id, of: exact });
		else if (opposite !== null) this.#opposite.add({ row: id, of: opposite });
		else if (near !== null) this.#near.add({ row: id, of: near });
		else if (prompt !== null) this.#samePrompt.add({ row: id, of: prompt });
	}

	/** To be called when all training rows have been added. */
	addHeldOut(row: EncodedRow, id: string): void {
		const exact = this.#prompts.get(promptKey(row));
		const near = this.#promptTexts.get(this.#textKey(promptOf(row)));
		if (exact !== undefined) this.#leakExact.add({ row: id, of: exact });
		else if (near !== undefined) this.#leakNear.add({ row: id, of: near });
	}

	duplicates(): DataReport["duplicates"] {
		return {
			exact: pairsOf(this.#exact),
			opposite: pairsOf(this.#opposite),
			near: pairsOf(this.#near),
			samePrompt: pairsOf(this.#samePrompt),
		};
	}

	leakage(): { exact: Pairs; near: Pairs } {
		return { exact: pairsOf(this.#leakExact), near: pairsOf(this.#leakNear) };
	}

	#textKey(ids: Int32Array): string {
		return textKey(this.#tokenizer.decode(ids, { skipSpecial: true }));
	}
}

/** The row first seen under the key, or null if this one is the first. */
function recall(
	seen: Map<string, string>,
	key: string,
	id: string,
): string | null {
	const first = seen.get(key);
	if (first !== undefined) return first;
	seen.set(key, id);
	return null;
}

function pairsOf(list: LimitedList<Pair>): Pairs {
	return { count: list.count, pairs: list.items };
}
