import { describe, expect, it } from "vitest";
import type { ItemResult } from "../eval-result.ts";
import { evaluateTask } from "../evaluate-task.ts";
import { respondWith } from "../function-responder.ts";
import type { Responder } from "../responder.ts";
import { taskOver } from "../testing/task-folder.ts";

/** Log-probabilities of options by the last line of the prompt, where they are said; -9 otherwise. */
function responder(
	logProbs: Readonly<Record<string, Readonly<Record<string, number>>>>,
) {
	const asked: string[][] = [];
	const known = respondWith("table", () => null);
	const table: Responder = {
		...known,
		async *choices(questions) {
			for (const [index, { asked: prompt, choices }] of questions.entries()) {
				const texts = choices?.texts.map((text) => text.trim()) ?? [];
				const last = String(prompt).split("\n").at(-1) as string;
				asked.push([last, ...texts]);
				const value = texts.map((text) => ({
					logProb: logProbs[last]?.[text] ?? -9,
					tokens: text.length,
				}));
				yield { index, kind: "given", value };
			}
		},
	};
	return { table, asked };
}

async function itemsOf(
	table: Responder,
	...parts: Parameters<typeof taskOver>
): Promise<readonly ItemResult[]> {
	const options = { base: null, signal: null };
	for await (const event of evaluateTask(table, taskOver(...parts), options))
		if (event.kind === "result") return event.result.items;
	throw new Error("no result");
}

const rows = [
	{ prompt: "Capital of Chad?", options: ["Paris", "N'Djamena"], gold: 1 },
	{ prompt: "Capital of France?", options: ["Rome", "Paris"], gold: 1 },
];
const logProbs = {
	"Capital of Chad?": { Paris: -4, "N'Djamena": -10 },
	"Capital of France?": { Paris: -2, Rome: -6 },
	"Answer:": { Paris: -5, "N'Djamena": -18, Rome: -6 },
};
const scorer = { kind: "choice", unconditional: true };

describe("options without their question", () => {
	it("are measured once for each text, and recorded in the order of the row", async () => {
		const { table, asked } = responder(logProbs);
		const [chad, france] = await itemsOf(table, rows, { scorer });
		expect(asked.filter(([prompt]) => prompt === "Answer:")).toEqual([
			["Answer:", "Paris", "N'Djamena", "Rome"],
		]);
		const of = (item: ItemResult | undefined) =>
			item?.options?.scores.map(({ unconditional }) => unconditional);
		expect(of(chad)).toEqual([-5, -18]);
		expect(of(france)).toEqual([-6, -5]);
	});

	it("decide if the scorer normalises by them", async () => {
		const { table } = responder(logProbs);
		const answers = async (normalise: string) => {
			const written = { scorer: { ...scorer, normalise } };
			return (await itemsOf(table, rows, written)).map(({ answer }) => answer);
		};
		// Sums: -4 against -10. Less what they have without the question: 1 against 8.
		expect(await answers("none")).toEqual(["Paris", "Paris"]);
		expect(await answers("unconditional")).toEqual(["N'Djamena", "Paris"]);
		const [chad] = await itemsOf(table, rows, { scorer });
		expect(chad?.details).toEqual({ normalised: 0, raw: 0, unconditional: 1 });
	});

	it("are null if the task does not ask for them", async () => {
		const { table, asked } = responder(logProbs);
		const [item] = await itemsOf(table, rows, { scorer: "choice" });
		expect(item?.options?.scores[0]?.unconditional).toBeNull();
		expect(item?.details).toEqual({ normalised: 0, raw: 0 });
		expect(asked).toHaveLength(2);
	});

	it("are measured in parts, and after the same examples as the question", async () => {
		const { table, asked } = responder({});
		const many = Array.from({ length: 12 }, (_, i) => ({
			prompt: `${i}?`,
			options: [`a${i}`, `b${i}`],
			gold: 0,
		}));
		await itemsOf(table, many, { scorer });
		const alone = asked.filter(([prompt]) => prompt === "Answer:");
		expect(alone.map(({ length }) => length - 1)).toEqual([16, 8]);
		asked.length = 0;
		const fewShot = { rows: "rows-12.jsonl", count: 1 };
		await itemsOf(table, many, { scorer, fewShot });
		// The question that is the example itself has another example, so its options follow another prompt.
		const after = asked.filter(([prompt]) => prompt === "Answer:");
		expect(after.map(({ length }) => length - 1).toSorted()).toEqual([
			...[16, 2, 6],
		]);
	});

	it("leave a reason if they cannot be read", async () => {
		const { table } = responder(logProbs);
		const failing: Responder = {
			...table,
			async *choices(questions) {
				for (const [index, { asked }] of questions.entries())
					if (asked === "Answer:")
						yield { index, kind: "refused", reason: "too long" };
					else yield* table.choices(questions.slice(index, index + 1));
			},
		};
		const [item] = await itemsOf(failing, rows.slice(0, 1), { scorer });
		expect(item).toMatchObject({ score: null, reason: "too long" });
	});
});
