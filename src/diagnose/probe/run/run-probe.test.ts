import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTask } from "../../../eval/task/read-task.ts";
import { probeResultSchema } from "../probe-result.ts";
import {
	type FakeModel,
	fakeModel,
	subject,
	writeQuestions,
} from "../testing/probe-world.ts";
import { prepareProbe } from "./prepare-probe.ts";
import { probeFiles } from "./probe-files.ts";
import { defaultProbeSettings, type ProbeSettings } from "./probe-settings.ts";
import { type ProbeEvent, runProbe } from "./run-probe.ts";

/** Knows the first 60 of 90 facts, 20 of them only with examples in the prompt. */
const margin: FakeModel["margin"] = (fact, examples) => {
	if (fact >= 60) return fact % 4 === 0 ? 0.5 : -0.5;
	return fact >= 40 && !examples ? -3 : 6;
};

async function probe(
	path: string,
	folder: string,
	model: Partial<FakeModel> = {},
	settings: Partial<ProbeSettings> = {},
	signal = new AbortController().signal,
) {
	const all = { ...defaultProbeSettings, questions: path, ...settings };
	mkdirSync(folder, { recursive: true });
	const events: ProbeEvent[] = [];
	const prepared = await prepareProbe(all);
	const responder = fakeModel({ margin, ...model });
	const options = { folder, responder, signal };
	for await (const event of runProbe(subject, prepared, all, options))
		events.push(event);
	const last = events.at(-1);
	return { events, result: last?.kind === "end" ? last.result : null };
}

test("asks by letter and by likelihood, with examples and without, and writes what it finds", async () => {
	const { path, folder } = writeQuestions(90);
	const out = join(folder, "out");
	const { result } = await probe(path, out, {}, { by: ["topic"] });
	const written = JSON.parse(
		readFileSync(join(out, probeFiles.result), "utf8"),
	);
	expect(probeResultSchema.parse(written)).toEqual(result);
	expect(result?.settings).toMatchObject({ shots: 5, orders: 4, seed: 0 });
	expect(result?.settings.distractors).toBe(null);
	expect(result?.demonstrations).toBe(null);
	const known = result?.items.filter(({ knowledge }) => knowledge === "known");
	expect(known?.map(({ id }) => Number(id.split(":")[1]) - 1)).toEqual([
		...Array(60).keys(),
	]);
	expect(result?.items[3]).toMatchObject({
		...{ id: "facts.jsonl:4", question: "What is fact 3?", gold: 3 },
		...{ options: ["a3", "b3", "c3", "d3"], columns: { topic: "pets" } },
	});
	expect(result?.items[3]?.methods.letter?.askings).toBe(4);
	// 20 known facts, and most of the unknown ones, are not answered without examples.
	expect(result?.prediction.drawOut.value).toBeCloseTo(20 / 90, 12);
	expect(result?.prediction.zeroShot?.value).toBeLessThan(0.6);
	expect(result?.slices.map(({ value, items }) => [value, items])).toEqual([
		["pets", 30],
		["towns", 60],
	]);
	const lines = readFileSync(join(out, probeFiles.items), "utf8").trim();
	expect(lines.split("\n").map((line) => JSON.parse(line))).toEqual(
		written.items,
	);
	const task = readTask(join(out, "letter.task.yaml"));
	expect(task).toMatchObject({
		fewShot: { count: 5, seed: 0 },
		scorer: { by: "letter", orders: 4 },
	});
	expect(existsSync(join(out, "lock"))).toBe(false);
});

test("demonstrations are marked against what the model holds", async () => {
	const { folder } = writeQuestions(0);
	const path = join(folder, "rows.jsonl");
	const rows = Array.from({ length: 40 }, (_, i) => ({
		messages: [
			{ role: "user", content: `What is fact ${i}?` },
			{ role: "assistant", content: `Answer${"abcdefghij"[i % 10]}${i}` },
		],
	}));
	const long = { question: "Tell me about fact 3.", answer: "A. B c. D e." };
	writeFileSync(
		path,
		[...rows, long].map((row) => `${JSON.stringify(row)}\n`).join(""),
	);
	const model = { margin: (fact: number) => (fact < 30 ? 6 : -6) };
	const out = join(folder, "out");
	const { result } = await probe(path, out, model, { shots: 0 });
	expect(result?.settings.distractors).toMatch(
		/^3 answers to other questions, of the same form/,
	);
	const marks = result?.demonstrations ?? [];
	expect(marks).toHaveLength(41);
	expect(marks.map(({ mark }) => mark)).toEqual([
		...Array(30).fill("harmonious"),
		...Array(10).fill("incompatible"),
		"not-testable",
	]);
	expect(marks[40]?.reason).toMatch(/longer than two sentences/);
	const lines = readFileSync(join(out, probeFiles.items), "utf8").trim();
	expect(JSON.parse(lines.split("\n")[35] ?? "")).toMatchObject({
		...{
			id: "rows.jsonl:36",
			mark: "incompatible",
			gold: marks[35]?.item?.gold,
		},
	});
});

test("an interrupt leaves no result; finished tasks are used again, others are asked anew", async () => {
	const { path, folder } = writeQuestions(30);
	const out = join(folder, "out");
	const stop = new AbortController();
	const asked: string[] = [];
	const interrupted = await probe(
		path,
		out,
		{
			asked,
			margin(fact, examples) {
				// In the second task.
				if (asked.length > 4 * 30 + 5) stop.abort();
				return margin(fact, examples);
			},
		},
		{},
		stop.signal,
	);
	expect(interrupted.result).toBe(null);
	expect(existsSync(join(out, probeFiles.result))).toBe(false);
	expect(existsSync(join(out, "lock"))).toBe(false);
	const again: string[] = [];
	const second = await probe(path, out, { asked: again });
	const kept = ({ events }: typeof second) =>
		events.flatMap((event) => (event.kind === "kept" ? [event.task] : []));
	expect(kept(second)).toEqual(["letter"]);
	expect(second.result?.items).toHaveLength(30);
	expect(again.some((prompt) => prompt.includes("A. a"))).toBe(false);
	// With nothing changed nothing is asked; a changed setting is measured.
	expect(kept(await probe(path, out))).toHaveLength(3);
	const other = await probe(path, out, {}, { orders: 2 });
	expect(kept(other)).not.toContain("letter");
	expect(kept(other)).toContain("likelihood");
	writeFileSync(path, readFileSync(path, "utf8").replace("fact 3?", "fact 4?"));
	expect(kept(await probe(path, out))).toEqual([]);
});

test("notes: letters of several tokens, letters at chance, fewer examples than asked for", async () => {
	const { path, folder } = writeQuestions(4);
	const { result } = await probe(path, join(folder, "out"), {
		letterTokens: 2,
	});
	expect(result?.settings.shots).toBe(3);
	expect(result?.notes.join("\n")).toMatch(
		/only 4 different rows to take examples from: 3 examples stand in the prompt instead of 5/,
	);
	expect(result?.notes.join("\n")).toMatch(
		/splits the letters of the options into several tokens/,
	);
	expect(result?.advice).toEqual([{ kind: "cannot-tell", items: 4 }]);
});

test("a task file names the columns; the folder of something else and unknown columns are refused", async () => {
	const { path, folder } = writeQuestions(30);
	const rows = readFileSync(path, "utf8")
		.replaceAll('"options"', '"ways"')
		.replaceAll('"gold"', '"best"');
	writeFileSync(path, rows);
	const task = join(folder, "facts.task.yaml");
	writeFileSync(
		task,
		"name: facts\nversion: 1\nrows: facts.jsonl\nlimit: 25\nscorer: { kind: choice, options: ways, gold: best }\n",
	);
	const { result } = await probe(task, join(folder, "out"));
	expect(result?.items).toHaveLength(25);
	await expect(probe(path, folder)).rejects.toThrow(
		/expected at least one row that can be asked as a choice, found 30 rows, none of which can/,
	);
	await expect(probe(task, folder)).rejects.toThrow(
		/expected a new folder, or the folder of an earlier probe, found 3 other entries/,
	);
	await expect(
		probe(task, join(folder, "new"), {}, { by: ["topik"] }),
	).rejects.toThrow("--by: expected a column of the rows: question, ways");
	await expect(
		probe(join(folder, "none.jsonl"), join(folder, "new")),
	).rejects.toThrow("none.jsonl");
	await expect(probe(subject.model, join(folder, "new"))).rejects.toThrow(
		"expected a file of rows, found a model folder",
	);
});
