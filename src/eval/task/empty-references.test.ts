import { expect, it } from "vitest";
import { evaluateTask } from "../evaluate-task.ts";
import { respondWith } from "../function-responder.ts";
import { taskOver } from "../testing/task-folder.ts";

const rows = ["mast", "", "  ", "\u200b"].map((answer, i) => ({
	question: `Question ${i}?`,
	answer,
}));

it.each(["contains", "exact", "numeric", "nll"])(
	"%s leaves a question without a reference unscored and says why",
	async (kind) => {
		const numbered = rows.map((row, i) =>
			i === 0 && kind === "numeric" ? { ...row, answer: "4" } : row,
		);
		const generate = kind === "nll" ? {} : { generate: { maxNewTokens: 4 } };
		const task = taskOver(numbered, { scorer: kind, ...generate });
		const responder = respondWith("sayer", () => "a mast, 4");
		for await (const event of evaluateTask(responder, task, {
			...{ base: null, signal: null },
		})) {
			if (event.kind !== "result") continue;
			const { failures, items, questions } = event.result;
			expect({ failures, questions }).toEqual({ failures: 3, questions: 1 });
			expect(items.map(({ score }) => score === null)).toEqual([
				false,
				...[true, true, true],
			]);
			for (const { reason } of items.slice(1))
				expect(reason).toMatch(
					/expected .* found (""|"|an empty text|a text without)/,
				);
		}
		expect.hasAssertions();
	},
);
