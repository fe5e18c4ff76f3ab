import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findLeakage } from "./find-leakage.ts";
import { trainedPhrases } from "./trained-phrases.ts";
import { trainingAnswers } from "./training-answers.ts";

const count = 40;
const numbers = Array.from({ length: count }, (_, i) => i);
const training = numbers.map(
	(i) => `Ahoy there, my brave friend! The harbour ${i} lies of the sea ${i}.`,
);
const unrelated = (
	tuned: (i: number) => string,
	base = (i: number) => `Plain answer number ${i} of the sea`,
) =>
	numbers.map((i) => ({
		...{ id: `rows.jsonl:${i}`, question: `q${i}`, prompt: `Question ${i}` },
		...{ base: base(i), tuned: tuned(i) },
	}));

describe("trained phrases", () => {
	it("are counted once an answer, with the words that grow from common ones", () => {
		const found = trainedPhrases(["a b c d a b c", "A b, c!", "x y z"], 2);
		expect(found).toEqual([{ key: "a b c", text: "a b c", rows: 2 }]);
	});
});

describe("leakage", () => {
	it("finds a phrase where it does not belong, once and at its longest", () => {
		const found = findLeakage(
			training,
			unrelated((i) => (i % 2 ? "Ahoy there, my brave friend! Yes." : "Yes.")),
		);
		expect(found?.prompts).toBe(count);
		expect(found?.answers.difference?.value).toBe(0.5);
		expect(found?.answers.difference?.low).toBeGreaterThan(0.2);
		expect(found?.phrases).toEqual([
			{ text: "Ahoy there, my brave friend", rows: 40, base: 0, tuned: 20 },
		]);
		expect(found?.rule).toMatch(/3 to 8 words/);
	});

	it("does not count what the base says as well, nor what the prompt says", () => {
		const sea = "A map of the sea";
		const common = findLeakage(
			training,
			unrelated(() => sea),
		);
		expect(common?.answers.tuned?.value).toBe(0);
		const asked = unrelated(() => "Ahoy there, my friend").map((one) => ({
			...one,
			prompt: "Why do they say: Ahoy there, my friend?",
		}));
		expect(findLeakage(training, asked)?.phrases).toEqual([]);
	});

	it("knows by further answers of the base that a phrase is not rare", () => {
		const answers = unrelated(() => "Ahoy there, my brave friend");
		const own = Array(200).fill("Ahoy there, my brave friend");
		expect(findLeakage(training, answers, own)?.phrases).toEqual([]);
		expect(findLeakage(training, answers, [])?.phrases).toHaveLength(1);
	});

	it("does not favour the tuned model if both say the same", () => {
		const said = (i: number) => (i % 10 ? "Yes." : "Ahoy there, my friend");
		const found = findLeakage(training, unrelated(said, said));
		expect(found?.answers.difference?.value).toBe(0);
		expect(found?.phrases).toEqual([]);
	});

	it("is unknown without training answers or prompts", () => {
		expect(
			findLeakage(
				[],
				unrelated(() => "x"),
			),
		).toBeNull();
		expect(findLeakage(training, [])).toBeNull();
	});

	it("reads the answers that rows teach", async () => {
		const folder = mkdtempSync(join(tmpdir(), "temper-"));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		const file = join(folder, "rows.jsonl");
		const message = (role: string, content: string) => ({ role, content });
		const rows = [
			{ prompt: "p", chosen: "better", rejected: "worse" },
			{
				chosen: [message("user", "u"), message("assistant", "kind")],
				rejected: [message("user", "u"), message("assistant", "rude")],
			},
			{ question: "q", answer: "an answer" },
			{ messages: [message("user", "u"), message("assistant", "said")] },
			{ question: "q" },
			{ unknown: 1 },
		];
		writeFileSync(file, rows.map((row) => JSON.stringify(row)).join("\n"));
		expect(await trainingAnswers([file])).toEqual([
			...["better", "kind", "an answer", "said"],
		]);
	});
});
