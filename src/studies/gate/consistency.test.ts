import { describe, expect, test } from "vitest";
import type { EvalResult, TaskResult } from "../../eval/eval-result.ts";
import { evaluateTask } from "../../eval/evaluate-task.ts";
import { respondWith } from "../../eval/function-responder.ts";
import { itemOf, resultOf, taskResultOf } from "../../eval/testing/results.ts";
import { taskOver, testFolder } from "../../eval/testing/task-folder.ts";
import { mayRepeatQuestions } from "../measures/repeated-questions.ts";
import { decide, ruleOf } from "./decide.ts";
import { measureRun } from "./measure-run.ts";

const options = ["mast", "keel", "sail", "helm"];
const rows = Array.from({ length: 40 }, (_, i) => ({
	...{ question: `Part ${i}?`, options, gold: 1 },
}));
const scorer = { kind: "choice", by: "letter", orders: 4 };

/** Chooses keel by its letter if `knows` says so of a prompt, and otherwise what is listed first. */
const chooser = (knows: (prompt: string) => boolean) =>
	respondWith("chooser", ({ prompt }) => {
		const line = prompt.split("\n").find((one) => one.endsWith(". keel"));
		return knows(prompt) ? (line?.[0] ?? null) : "A";
	});

async function resultOfTask(
	task: ReturnType<typeof taskOver>,
	knows: (prompt: string) => boolean,
): Promise<TaskResult> {
	const how = { base: null, signal: null };
	for await (const event of evaluateTask(chooser(knows), task, how))
		if (event.kind === "result") return event.result;
	throw new Error("no result");
}

const verdict = (base: TaskResult, tuned: TaskResult, rule = ruleOf({})) =>
	decide(
		measureRun(
			resultOf("base", base) as EvalResult,
			resultOf("tuned", tuned) as EvalResult,
			rule.alpha,
		),
		rule,
	);

describe("consistency over orders of the options", () => {
	test("is lost by a model that answers by the place, whatever its letters", async () => {
		const task = taskOver(rows, { scorer, axis: "retention" }, testFolder());
		expect(mayRepeatQuestions(task)).toBe(true);
		const base = await resultOfTask(task, () => true);
		const tuned = await resultOfTask(
			task,
			(prompt) => !/^Part \d\d/.test(prompt),
		);
		const { conditions } = verdict(base, tuned);
		const found = conditions.find(({ axis }) => axis === "a task consistency");
		// Of 30 questions, what is listed first is chosen: two orders at most begin with the same option, one pair of six.
		expect(found?.value?.value).toBeLessThanOrEqual((-30 * (5 / 6)) / 40);
		expect(found?.value?.value).toBeGreaterThanOrEqual(-30 / 40);
		expect(found).toMatchObject({ holds: false, bound: -0.02, questions: 40 });
		const wide = ruleOf({ tolerances: { "a task consistency": 0.95 } });
		expect(
			verdict(base, tuned, wide).conditions.find(
				({ axis }) => axis === "a task consistency",
			)?.holds,
		).toBe(true);
	});

	test("is kept by a model that chooses the same option under other letters", async () => {
		const many = Array.from({ length: 200 }, (_, i) => ({
			...{ question: `Part ${i}?`, options, gold: 1 },
		}));
		const task = taskOver(many, { scorer, axis: "retention" }, testFolder());
		const base = await resultOfTask(task, () => true);
		const letters = new Set(base.items.map(({ answer }) => answer));
		expect(letters.size).toBe(4);
		expect(base.consistency?.agreement.value).toBe(1);
		const rule = ruleOf({ tolerance: 0.05 });
		expect(
			verdict(base, base, rule).conditions.find(
				({ axis }) => axis === "a task consistency",
			),
		).toMatchObject({ holds: true, value: { value: 0 } });
	});
});

describe("consistency over seeds", () => {
	/** Three answers to each of 200 questions, of which one differs in so many of them. */
	const seeded = (apart: number) =>
		taskResultOf(
			Array.from({ length: 600 }, (_, i) =>
				itemOf(`q${Math.floor(i / 3)}`, Number(i % 3 > 0 || i >= 3 * apart), {
					seed: i % 3,
				}),
			),
			{ name: "sums", axis: "retention" },
		);

	test("may fall by the tolerance and by its own noise, and no further", () => {
		const of = (before: number, after: number) =>
			verdict(seeded(before), seeded(after)).conditions.find(
				({ axis }) => axis === "sums consistency",
			);
		expect(of(20, 20)?.bound).toBeLessThan(-0.05);
		expect(of(20, 20)?.holds).toBe(true);
		expect(of(20, 80)).toMatchObject({ holds: false, unit: "agreement" });
	});
});
