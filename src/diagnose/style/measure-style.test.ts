import { join } from "node:path";
import { expect, it } from "vitest";
import { readQuestions } from "../../eval/task/read-questions.ts";
import { taskOver, testFolder } from "../../eval/testing/task-folder.ts";
import {
	toyModel,
	toyRows,
	writeNoiseAdapter,
} from "../../eval/testing/toy-model.ts";
import { diagnoseStyle } from "./diagnose-style.ts";
import { measureStyle } from "./measure-style.ts";

const base = { name: "base", model: toyModel, adapter: null, base: null };
const options = {
	device: { device: "cpu", threads: 1 } as const,
	...{ maxNewTokens: 24, batchRows: 4, signal: null },
};

it("reads the tuned model's answers under the base, token by token", async () => {
	const adapter = join(testFolder(), "adapter");
	await writeNoiseAdapter(adapter, 3);
	const tuned = { name: "tuned", model: toyModel, adapter, base: toyModel };
	const task = taskOver(toyRows, { scorer: "exact" });
	const questions = await readQuestions(task);
	const readings = await measureStyle(base, tuned, questions, options);
	expect(readings.map(({ id }) => id)).toEqual(
		questions.map(({ wording }) => wording),
	);
	expect(readings[0]?.base.trim()).toBe("Tuesday comes after Monday.");
	for (const { tuned: text, tokens } of readings) {
		expect(tokens.map((token) => token.text).join("")).toBe(text);
		for (const { rank, first, shown } of tokens)
			expect(first === shown).toBe(rank === 0);
	}
	const found = diagnoseStyle(readings, []);
	expect(found?.unshifted.value).toBeLessThan(1);
	expect(found?.moved.length).toBeGreaterThan(0);
	expect(found?.styleShare).not.toBeNull();

	const still = await measureStyle(base, base, questions, options);
	expect(still.every((one) => one.base === one.tuned)).toBe(true);
	expect(diagnoseStyle(still, [])?.unshifted.value).toBe(1);
});
