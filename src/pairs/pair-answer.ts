import { type Example, exampleOf } from "../data/example.ts";
import type { Generation } from "../generate/collect.ts";
import type { Tokenizer } from "../text/tokenizer/tokenizer.ts";
import { isVisible } from "../text/turns/visible.ts";
import type { PairPrompt } from "./pair-prompt.ts";

/** An answer to a prompt that a judge compares with others. */
export interface PairAnswer {
	/** As it was written, without the token that ends the turn. */
	readonly written: string;
	/** Without white space at both ends: what judges see. */
	readonly text: string;
	/** The tokens of the answer alone, and of the prompt with it. */
	readonly tokens: number;
	readonly example: Example;
	/** Which sample of its prompt it is, from 0; null if it is not a sample. */
	readonly sample: number | null;
}

/** What became of the samples of a prompt. */
export interface SortedSamples {
	readonly answers: readonly PairAnswer[];
	/** Without a visible character. */
	readonly empty: number;
	/** Cut at the limit of tokens: they lack their end, by which alone they could be told from whole answers. */
	readonly cut: number;
}

/** The samples of a prompt that can be in a pair. */
export function sortSamples(
	prompt: PairPrompt,
	samples: readonly Generation[],
): SortedSamples {
	const answers: PairAnswer[] = [];
	let [empty, cut] = [0, 0];
	for (const [sample, { ids, text, reason }] of samples.entries()) {
		if (reason !== "stop") cut++;
		else if (!isVisible(text)) empty++;
		else
			answers.push({
				...{ written: text, text: text.trim(), tokens: ids.length, sample },
				example: exampleOf(prompt.place, prompt.ids, ids, true),
			});
	}
	return { answers, empty, cut };
}

/** The answer that the row of a prompt shows; null if it shows none that is visible. */
export function demonstrationOf(
	prompt: PairPrompt,
	tokenizer: Tokenizer,
): PairAnswer | null {
	const { shown, place } = prompt;
	if (shown === null || !isVisible(shown)) return null;
	const end = [...tokenizer.endOfTurn].slice(0, 1);
	const ids = [...tokenizer.encode(shown, { addSpecial: false }), ...end];
	return {
		...{ written: shown, text: shown.trim(), tokens: ids.length, sample: null },
		example: exampleOf(place, prompt.ids, ids, true),
	};
}
