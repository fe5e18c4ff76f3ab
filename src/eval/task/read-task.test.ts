import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { testFolder } from "../testing/task-folder.ts";
import { parseTask, readTask } from "./read-task.ts";

const usual = { name: "sums", version: 1, rows: "rows.jsonl" };

const parsed = (written: Readonly<Record<string, unknown>>) =>
	parseTask({ ...usual, ...written }, { folder: "/tasks" });

describe("tasks", () => {
	it("are read from YAML with paths beside the file, and defaults", () => {
		const folder = testFolder();
		const path = join(folder, "sums.task.yaml");
		writeFileSync(
			path,
			"name: sums\nversion: 1.1\nrows: data/rows.jsonl\nscorer: numeric\n",
		);
		expect(readTask(path)).toEqual({
			...{
				name: "sums",
				version: "1.1",
				axis: "target",
				role: null,
				limit: null,
			},
			rows: join(folder, "data/rows.jsonl"),
			scorer: { kind: "numeric", column: null, tolerance: 0 },
			metric: "accuracy",
			generate: { maxNewTokens: 256, sampling: { kind: "greedy" } },
			...{ paraphrases: null, group: null, chance: null, fewShot: null },
			hash: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
	});

	it("have one hash wherever they lie, and another for every change", () => {
		const hash = (written: object, folder: string) =>
			parseTask({ ...usual, scorer: "exact", ...written }, { folder }).hash;
		expect(hash({}, "/a")).toBe(hash({}, "/b"));
		expect(hash({}, "/a")).not.toBe(hash({ version: 2 }, "/a"));
	});

	it("keep the hash that they had before there were examples and orders", () => {
		const hash = (scorer: unknown) => parsed({ scorer }).hash.slice(0, 16);
		expect(hash("exact")).toBe("195e3b863c070b09");
		expect(hash("choice")).toBe("79eec80880b4a7ff");
		expect(hash("nll")).toBe("b38a029694c4e2c2");
		const letter = { kind: "choice", by: "letter", list: "shuffled" };
		expect(hash(letter)).toBe("058f374d05654a6f");
		expect(hash({ ...letter, orders: 1 })).toBe(hash(letter));
		const changed = [
			parsed({ scorer: { ...letter, orders: 2 } }),
			parsed({ scorer: { kind: "choice", unconditional: true } }),
			parsed({ scorer: "choice", fewShot: { rows: "a.jsonl" } }),
			parsed({ scorer: "choice", fewShot: { rows: "a.jsonl", seed: 1 } }),
			parsed({ scorer: "choice" }),
		];
		expect(new Set(changed.map((task) => task.hash)).size).toBe(5);
	});

	it("find examples beside their file, five of them by seed 0", () => {
		const { fewShot } = parsed({ scorer: "exact", fewShot: { rows: "e.csv" } });
		expect(fewShot).toEqual({ rows: "/tasks/e.csv", count: 5, seed: 0 });
	});

	it("generate where answers are scored, and where drift is to be measured", () => {
		expect(parsed({ scorer: "nll" }).generate).toBeNull();
		const general = { scorer: "nll", axis: "general" };
		expect(parsed(general).generate?.maxNewTokens).toBe(128);
		expect(parsed({ ...general, generate: null }).generate).toBeNull();
		const drawn = { temperature: 0.7, seeds: [1, 2] };
		expect(parsed({ scorer: "exact", generate: drawn }).generate).toEqual({
			maxNewTokens: 256,
			sampling: { kind: "sample", topP: null, topK: null, ...drawn },
		});
	});

	it("take a command as a text or a list, from their own folder", () => {
		const run = (run: unknown) => parsed({ scorer: { kind: "command", run } });
		expect(run("python3 score.py").scorer).toMatchObject({
			run: ["python3", "score.py"],
			folder: "/tasks",
		});
		expect(run(["a b", "c"]).scorer).toMatchObject({ run: ["a b", "c"] });
		expect(run("x").metric).toBe("mean");
	});

	it.each([
		[{ scorer: "exakt" }, /scorer.kind: expected one of .*Did you mean exact/],
		[
			{ scorer: { kind: "exact", colunm: "a" } },
			/found scorer.colunm. Did you mean column/,
		],
		[
			{ scorer: "exact", axes: "target" },
			/only known keys, found axes. Did you mean axis/,
		],
		[
			{ scorer: "exact", axis: "goal" },
			/axis: expected one of target, retention, wording, general/,
		],
		[{ scorer: "exact", rows: "" }, /rows: expected a file of rows/],
		[{}, /scorer: expected keys with values, found nothing/],
		[
			{ scorer: "nll", metric: "accuracy" },
			/metric: expected mean, for the scores of nll/,
		],
		[
			{ scorer: "choice", generate: {} },
			/generate: expected nothing, for choice asks for no answers/,
		],
		[
			{ scorer: "exact", generate: null },
			/generate: expected how answers for exact are made/,
		],
		[
			{ scorer: "exact", generate: { seeds: [1] } },
			/nothing without a temperature/,
		],
		[
			{ scorer: "exact", generate: { temperature: 1, seeds: [1, 1] } },
			/seeds that differ/,
		],
		[
			{ scorer: "nll", axis: "general", generate: { temperature: 1 } },
			/greedy answers, without a temperature/,
		],
		[
			{ scorer: { kind: "choice", list: "none" } },
			/nothing, unless the choice is by letter/,
		],
		[
			{ scorer: { kind: "choice", orders: 2 } },
			/scorer.orders: expected 1, unless the choice is by letter and the task lists the options/,
		],
		[
			{ scorer: { kind: "choice", by: "letter", list: "none", orders: 2 } },
			/scorer.orders: expected 1, unless/,
		],
		[
			{ scorer: { kind: "choice", by: "letter", unconditional: true } },
			/scorer.unconditional: expected false, unless the choice is by likelihood/,
		],
		[
			{ scorer: { kind: "choice", normalise: "unconditional" } },
			/scorer.normalise: expected tokens or none, unless the scorer has unconditional: true/,
		],
		[
			{ scorer: "exact", fewShot: { rows: "a.jsonl", shots: 3 } },
			/found fewShot.shots/,
		],
		[
			{ scorer: "exact", fewShot: { count: 3 } },
			/fewShot.rows: expected a file/,
		],
		[
			{ scorer: "exact", fewShot: { rows: "a.jsonl", count: 0 } },
			/fewShot.count: expected a whole number from 1/,
		],
		[{ scorer: { kind: "regex", pattern: "(" } }, /a regular expression \(/],
		[{ scorer: { kind: "format" } }, /start, or end, or both/],
		[
			{
				scorer: {
					kind: "judge",
					url: "http://x",
					model: "m",
					temperature: "low",
				},
			},
			/temperature: expected a number, 0 or above/,
		],
		[
			{ scorer: { kind: "judge", url: "example", model: "m" } },
			/address of an OpenAI-compatible endpoint/,
		],
		[
			{
				scorer: {
					kind: "judge",
					url: "http://x",
					model: "m",
					keyVariable: "sk-1",
				},
			},
			/name of an environment variable/,
		],
	])("refuse %j", (written, message) => {
		expect(() => parsed(written)).toThrow(message);
	});

	it("name the line of a fault", () => {
		const text =
			"name: sums\nversion: 1\nrows: rows.jsonl\nscorer:\n  kind: numeric\n  tolerence: 1\n";
		expect(() => parseTask(text, { where: "sums.task.yaml" })).toThrow(
			/^sums.task.yaml:6: expected only known keys, found scorer.tolerence/,
		);
		expect(() => parseTask("- a", { where: "x" })).toThrow(/a task in YAML/);
		const folder = testFolder();
		mkdirSync(join(folder, "a.yaml"));
		expect(() => readTask(join(folder, "a.yaml"))).toThrow(
			/a task file .* a folder/,
		);
	});
});
