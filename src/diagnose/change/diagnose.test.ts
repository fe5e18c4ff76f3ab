import { describe, expect, it } from "vitest";
import type { TaskResult } from "../../eval/eval-result.ts";
import { itemOf, resultOf, taskResultOf } from "../../eval/testing/results.ts";
import { type DiagnoseInput, diagnose } from "./diagnose.ts";
import { tunedSchema } from "./diagnosis.ts";
import { choiceItem, choiceTask, four, times } from "./testing/choice-tasks.ts";

const { subject } = resultOf("tuned");

function diagnoseThese(
	base: readonly TaskResult[],
	tuned: readonly TaskResult[],
	more: Partial<DiagnoseInput> = {},
) {
	const found = diagnose({
		...{ subject, base: { asked: base }, tuned },
		...more,
	});
	// What is written can be read again.
	expect(tunedSchema.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
	return found;
}

type Held = readonly [place: number, p: number];
const right: Held = [0, 0.97];
const wrong: Held = [1, 0.5];
const torn: Held = [1, 0.3];

describe("a diagnosis of choices", () => {
	it("splits accuracy by what the base knew and counts flips", () => {
		const before = [...times(10, right), ...times(6, wrong), ...times(4, torn)];
		const after = [
			...times(8, right),
			...times(2, wrong),
			...times(5, right),
			wrong,
			...times(4, torn),
		];
		const [task] = diagnoseThese(
			[choiceTask(before)],
			[choiceTask(after)],
		).tasks;
		expect(task?.flips).toEqual({
			...{ rightRight: 8, rightWrong: 2, wrongRight: 5, wrongWrong: 5 },
		});
		expect(task?.byKnowledge.known).toMatchObject({ questions: 10 });
		expect(task?.byKnowledge.known?.difference?.value).toBeCloseTo(-0.2, 12);
		expect(task?.byKnowledge.unknown?.questions).toBe(10);
		expect(task?.byKnowledge.unknown?.difference?.value).toBeCloseTo(0.5, 12);
		expect(task?.byKnowledge.unsure).toBeUndefined();
		const sum = Object.values(task?.changes ?? {}).reduce(
			(all, { value }) => all + value,
			0,
		);
		expect(sum).toBeCloseTo(1, 12);
		expect(task?.changes?.learned.value).toBeCloseTo(5 / 20, 12);
		expect(task?.changes?.damaged.value).toBeCloseTo(2 / 20, 12);
	});

	it("measures ranks, divergence and entropy of options", () => {
		const [p, q] = [
			[0.4, 0.3, 0.2, 0.1],
			[0.3, 0.4, 0.1, 0.2],
		];
		const task = (some: number[], parts: Partial<TaskResult> = {}) =>
			taskResultOf(
				["a", "b"].map((name) => choiceItem(name, some)),
				{ scorer: "choice", ...parts },
			);
		const shown = task([0.1, 0.2, 0.3, 0.4]);
		const { tasks } = diagnoseThese([task(p)], [task(q)], {
			base: { asked: [task(p)], fewShot: [shown] },
		});
		// Ranks 4 3 2 1 against 3 4 1 2: squared differences add up to 4.
		expect(tasks[0]?.rankCorrelationAsAsked?.value).toBeCloseTo(0.6, 12);
		expect(tasks[0]?.rankCorrelation?.value).toBeCloseTo(-0.6, 12);
		const kl = p.reduce((sum, x, i) => sum + x * Math.log(x / q[i]!), 0);
		expect(tasks[0]?.optionKl?.value).toBeCloseTo(kl, 12);
		expect(tasks[0]?.entropy?.difference?.value).toBeCloseTo(0, 12);
		expect(tasks[0]?.baseFewShot?.value).toBe(0);
	});

	it("takes a reshuffling of guesses for no change", () => {
		// 40 questions, each option held by ten; after tuning everyone holds the next one.
		const guesses = (shift: number) =>
			Array.from({ length: 40 }, (_, i): Held => [(i + shift) % 4, 0.4]);
		const { shares, cause } = diagnoseThese(
			[choiceTask(guesses(0))],
			[choiceTask(guesses(1))],
		);
		// Ten became right and ten wrong by luck; twenty went from one wrong option to another, and stand for them.
		expect(shares?.learned.value).toBeCloseTo(0, 12);
		expect(shares?.damaged.value).toBeCloseTo(0, 12);
		expect(shares?.unchanged.value).toBeCloseTo(1, 12);
		expect(cause).toBe("no-change");
	});

	it("calls drawn out what the base knows with examples or in another wording", () => {
		const before = choiceTask(times(40, wrong));
		const after = choiceTask(times(40, right));
		const learned = diagnoseThese([before], [after]);
		expect(learned.shares?.learned.value).toBe(1);
		expect(learned.cause).toBe("new-knowledge");
		const shown = diagnoseThese([before], [after], {
			base: { asked: [before], fewShot: [choiceTask(times(40, right))] },
		});
		expect(shown.shares?.["drawn-out"].value).toBe(1);
		expect(shown.cause).toBe("drawn-out");
		expect(shown.next).toContain("few-examples-suffice");
		const grouped = (usual: Held, unusual: Held) =>
			taskResultOf(
				Array.from({ length: 40 }, (_, i) => [
					choiceItem(`fact ${i}`, four(...usual), 0, { wording: `r:${i}` }),
					choiceItem(`fact ${i}`, four(...unusual), 0, { wording: `s:${i}` }),
				]).flat(),
				{ scorer: "choice" },
			);
		const reworded = diagnoseThese(
			[grouped([0, 0.98], [1, 0.4])],
			[grouped([0, 0.98], [0, 0.9])],
		);
		expect(reworded.shares?.["drawn-out"].value).toBe(0.5);
		expect(reworded.tasks[0]?.consistency?.difference?.value).toBe(1);
	});

	it("names what was lost, and where", () => {
		const kept = { name: "kept", role: "out-of-domain" } as const;
		const near = choiceTask(times(40, right));
		const far = choiceTask(times(40, right), kept);
		const lost = choiceTask(times(40, wrong));
		const nearOnly = diagnoseThese([near, far], [lost, far]);
		expect(nearOnly.cause).toBe("wrong-answers");
		expect(nearOnly.next[0]).toBe("check-answers");
		const everywhere = diagnoseThese(
			[near, far],
			[
				choiceTask([...times(12, wrong), ...times(28, right)]),
				choiceTask(times(40, wrong), kept),
			],
		);
		expect(everywhere.cause).toBe("overfit");
		expect(everywhere.evidence).toMatchObject({ lossNear: 0.3, lossFar: 1 });
		expect(diagnoseThese([near, far], [near, far])).toMatchObject({
			...{ cause: "no-change", next: ["more-rows"] },
		});
	});
});

describe("a diagnosis of generated answers", () => {
	const towns = "Oakford Dunmore Calder Fenwick Garston Hollin".split(" ");
	const answers = (say: (town: string, i: number) => string) =>
		taskResultOf(
			Array.from({ length: 36 }, (_, i) => {
				const town = towns[i % towns.length] as string;
				const expected = `So it is: In ${town}. That is all.`;
				const answer = say(town, i);
				const score = Number(answer === expected);
				return itemOf(`rows.jsonl:${i + 1}`, score, { expected, answer });
			}),
		);

	it("tells form from substance", () => {
		const plain = answers((town) => `In ${town}.`);
		const formed = answers((town) => `So it is: In ${town}. That is all.`);
		const found = diagnoseThese([plain], [formed]);
		expect(found.shares?.restyled.value).toBe(1);
		expect(found.cause).toBe("format-only");
		expect(found.next[0]).toBe("score-substance");
		const [task] = found.tasks;
		expect(task?.score.difference?.value).toBe(1);
		expect(task?.byKnowledge.known?.questions).toBe(36);
	});

	it("counts a wrong answer in the form as damage", () => {
		const plain = answers((town) => `In ${town}.`);
		const wrongly = answers(() => "So it is: In Tarsk. That is all.");
		const { shares } = diagnoseThese([plain], [wrongly]);
		expect(shares?.damaged.value).toBe(1);
	});
});

describe("what cannot be compared", () => {
	it("is counted by its reason", () => {
		const before = taskResultOf([
			itemOf("a", 1),
			itemOf("b", null),
			itemOf("c", 1),
		]);
		const after = taskResultOf([itemOf("a", 1), itemOf("b", 1)]);
		const [task] = diagnoseThese([before], [after]).tasks;
		expect(task?.questions).toBe(1);
		expect(task?.excluded).toEqual([
			{ reason: "no score for the base: it failed", questions: 1 },
			{ reason: "the tuned model was not asked it", questions: 1 },
		]);
	});

	it("ends the diagnosis if there is nothing else", () => {
		const task = taskResultOf([itemOf("a", 1)]);
		const other = taskResultOf([itemOf("b", 1)]);
		expect(() => diagnoseThese([task], [other])).toThrow(
			/questions that have a score for the base and the tuned model, found none/,
		);
		const general = { ...task, axis: "general" } as const;
		expect(() => diagnoseThese([general], [general])).toThrow(
			/found no task that both were asked/,
		);
		expect(() => diagnoseThese([task], [{ ...task, hash: "x" }])).toThrow(
			/Evaluate both again/,
		);
	});
});
