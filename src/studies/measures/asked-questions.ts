import type { Row } from "../../formats/rows/row.ts";
import { promptText, splitRow } from "../../text/split-row.ts";

const plain = (text: string) => text.trim().toLowerCase();

/** What training rows ask, to be looked for among the questions of tasks. Case and outer blanks do not count. */
export class AskedQuestions {
	readonly #asked = new Set<string>();

	add(row: Row): void {
		const text = plain(promptText(splitRow(row).asked));
		if (text !== "") this.#asked.add(text);
	}

	/** How many of these the rows ask too. */
	count(prompts: readonly string[]): number {
		return prompts.filter((prompt) => this.#asked.has(plain(prompt))).length;
	}
}
