import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Subject } from "../../../eval/model/subject.ts";
import type { Likelihood, Responder } from "../../../eval/responder.ts";
import { testFolder } from "../../../eval/testing/task-folder.ts";
import { toyModel } from "../../../eval/testing/toy-model.ts";

/** A model folder to hash; nothing is read from it. */
export const subject: Subject = {
	...{ name: "fake", model: toyModel, adapter: null, base: null },
};

/** Rows of four options, in a file. Every third is about pets. */
export function writeQuestions(count: number, folder = testFolder()) {
	const path = join(folder, "facts.jsonl");
	const rows = Array.from({ length: count }, (_, i) => ({
		question: `What is fact ${i}?`,
		options: [`a${i}`, `b${i}`, `c${i}`, `d${i}`],
		...{ gold: i % 4, topic: i % 3 === 0 ? "pets" : "towns" },
	}));
	writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
	return { folder, path };
}

export interface FakeModel {
	/** Nats by which the right option is likelier, with examples in the prompt and without. */
	readonly margin: (fact: number, examples: boolean) => number;
	/** Tokens of each letter. */
	readonly letterTokens?: number;
	/** Questions that were asked, in all tasks. */
	readonly asked?: string[];
}

/** Chooses among options as told, by letter and by likelihood. */
export function fakeModel(model: FakeModel): Responder {
	const none = () => {
		throw new Error("a probe asks for choices only");
	};
	return {
		...{ name: "fake", vocabSize: 10 },
		...{ answer: none, shown: none, deviation: none },
		async *choices(questions) {
			for (const [
				index,
				{ prompt, choices, examples },
			] of questions.entries()) {
				const { texts, gold } = choices ?? { texts: [], gold: 0 };
				model.asked?.push(prompt);
				const fact = Number(/fact (\d+)/.exec(prompt)?.[1]);
				const margin = model.margin(fact, examples.length > 0);
				const value = texts.map(
					(_, i): Likelihood => ({
						// Options that differ a little, so that none ties.
						logProb:
							-10 - 0.01 * ((7 * fact + i) % 4) + (i === gold ? margin : 0),
						tokens: model.letterTokens ?? 1,
					}),
				);
				yield { index, kind: "given", value };
			}
		},
		dispose: async () => {},
	};
}
