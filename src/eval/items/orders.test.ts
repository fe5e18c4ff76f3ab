import { expect, it } from "vitest";
import type { TaskResult } from "../eval-result.ts";
import { evaluateTask } from "../evaluate-task.ts";
import { respondWith } from "../function-responder.ts";
import type { Responder } from "../responder.ts";
import { checkTask } from "../task/check-task.ts";
import { taskOver } from "../testing/task-folder.ts";

const rows = ["keel", "sail", "mast"].map((gold, i) => ({
	question: `Part ${i}?`,
	also: [`What is part ${i}?`],
	options: ["mast", "keel", "sail", "helm"],
	gold,
}));
const written = {
	paraphrases: "also",
	scorer: { kind: "choice", by: "letter", orders: 4 },
};

async function resultOf(responder: Responder): Promise<TaskResult> {
	const options = { base: null, signal: null };
	const task = taskOver(rows, written);
	for await (const event of evaluateTask(responder, task, options))
		if (event.kind === "result") return event.result;
	throw new Error("no result");
}

it("a question is asked in every order and wording, as items of one question", async () => {
	const result = await resultOf(respondWith("A", () => "A"));
	expect(result.questions).toBe(3);
	expect(result.items).toHaveLength(3 * 2 * 4);
	expect(result.items.slice(0, 8).map(({ id }) => id)).toEqual([
		...["", "~2", "~3", "~4"].map((order) => `rows-3.jsonl:1${order}`),
		...["", "~2", "~3", "~4"].map((order) => `rows-3.jsonl:1#2${order}`),
	]);
	expect(result.items[0]?.expected).toBe("B");
});

it("a subject that always takes one letter is right in a quarter of them, and seldom agrees with itself", async () => {
	const result = await resultOf(respondWith("A", () => "A"));
	expect(result.value?.value).toBe(1 / 4);
	// Four orders put four options first: the 8 items of a question are 4 pairs of equal ones, out of 28 pairs.
	expect(result.consistency?.agreement.value).toBeLessThan(0.5);
	expect(result.consistency?.mixed.value).toBe(1);
});

it("a subject that takes one option agrees with itself, whatever its letter", async () => {
	const keel = respondWith("keel", ({ prompt }) => {
		const line = prompt.split("\n").find((one) => one.endsWith(". keel"));
		return line?.[0] ?? null;
	});
	const result = await resultOf(keel);
	expect(new Set(result.items.map(({ answer }) => answer)).size).toBe(4);
	expect(result.consistency?.agreement.value).toBe(1);
	expect(result.consistency?.allRight.value).toBe(1 / 3);
});

it("orders make a task honest whose right option is always at one place", async () => {
	const same = Array.from({ length: 20 }, (_, i) => ({
		...{ question: `Part ${i}?`, options: ["a", "b", "c", "d"], gold: 2 },
	}));
	const check = (orders: number) =>
		checkTask(
			taskOver(same, { scorer: { kind: "choice", by: "letter", orders } }),
		);
	expect((await check(1)).faults).toHaveLength(1);
	expect((await check(4)).faults).toEqual([]);
});
