import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readRows } from "../../formats/rows/read-rows.ts";
import { openModelText } from "../../policy/model-text.ts";
import { encodePrompt } from "../../text/prompt.ts";
import { rowEncoder } from "../../text/row-encoder.ts";
import type { Services } from "../services.ts";
import {
	contentOf,
	pairsWorld,
	tinyModel,
	tinyReward,
	writeModels,
} from "./testing/pairs-world.ts";

beforeAll(writeModels);

describe("with the scorer of a task", () => {
	const sums = [
		{ question: "What is 1 plus 1?", answer: "2" },
		{ question: "What is 2 plus 2?", answer: "4" },
	];

	test("right answers are chosen above wrong ones", async () => {
		const { make, pairs, task } = await pairsWorld({ rows: sums });
		const { status, err } = await make("--task", task, "--samples", "12");
		expect(err).toMatch(/^2 pairs in /m);
		expect(status).toBe(0);
		const made = pairs();
		expect(made.map(({ chosen }) => contentOf(chosen))).toEqual([
			"It is 2.",
			"4 it is.",
		]);
		expect(made[0]).toMatchObject({
			...{ source: "model-made", confidence: 0.9 },
			prompt: [{ role: "user", content: "What is 1 plus 1?" }],
			made: {
				row: "rows.jsonl:1",
				scores: { chosen: 1, rejected: 0 },
				model: {
					name: "tiny",
					sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
				},
				sampling: { samples: 12, temperature: 1, maxNewTokens: 256 },
				judge: { kind: "task", name: "sums", scorer: "numeric" },
				...{ seed: 0, calibrated: false },
			},
		});
	});

	test("the pairs can be trained on, after exactly the tokens that were asked", async () => {
		const { make, pairs, task, out, prompts } = await pairsWorld({
			rows: sums,
		});
		await make("--task", task, "--samples", "12");
		const text = await openModelText(tinyModel);
		const encode = rowEncoder({ ...text, wants: "pairs" });
		const asked: Int32Array[] = [];
		for await (const row of readRows(prompts))
			asked.push(encodePrompt(row, text).ids);
		let read = 0;
		for await (const row of readRows(out))
			for (const answer of encode(row).flat())
				expect(answer.ids.subarray(0, answer.mask.indexOf(1))).toEqual(
					asked[Math.floor(read++ / 2)],
				);
		expect(read).toBe(2 * pairs().length);
	});

	test("says what was left out and why", async () => {
		const rows = [...sums, sums[0]!, { question: "x".repeat(500) }];
		const answers = ["2!", "Well...", "No."];
		const { make, task } = await pairsWorld({ rows, answers });
		const { out } = await make(
			"--task",
			task,
			"--samples",
			"12",
			"--max-new-tokens",
			"8",
		);
		expect(out).toMatch(
			/prompts +2 of 4; left out: 1 that repeat another row, 1 too long/,
		);
		expect(out).toMatch(
			/samples +4 of 24; left out: \d+ cut at the limit of tokens, \d+ that repeat another answer/,
		);
		expect(out).toMatch(
			/pairs +1 of 2; left out: 1 that the judge did not decide/,
		);
		expect(out).toMatch(/prompts with a pair +1 of 2/);
	});

	test("more verdicts on an answer give more confidence", async () => {
		const { make, pairs, task } = await pairsWorld({ rows: sums });
		await make("--task", task, "--samples", "12", "--repeats", "4");
		// (4.5 / 5) / (0.5 / 5) = 9 times 9 = 81 to 1.
		expect(pairs()[0].confidence).toBeCloseTo(81 / 82, 5);
	});

	test("writes the best answers as demonstrations, only right ones", async () => {
		const rows = [...sums, { question: "What is 3 plus 3?", answer: "6" }];
		const { make, task, folder } = await pairsWorld({ rows });
		const best = join(folder, "best.jsonl");
		await make("--task", task, "--samples", "12", "--demonstrations", best);
		const lines = readFileSync(best, "utf8")
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(lines.map(({ completion }) => contentOf(completion))).toEqual([
			"It is 2.",
			"4 it is.",
		]);
		expect(lines[0]).toMatchObject({
			source: "model-made",
			made: { score: 1, of: 3 },
		});
		const text = await openModelText(tinyModel);
		const encode = rowEncoder({ ...text, wants: "demonstrations" });
		for await (const row of readRows(best)) expect(encode(row)).toHaveLength(1);
	});

	test("the same call gives the same file and asks the model nothing", async () => {
		const { make, task, out, opened } = await pairsWorld({ rows: sums });
		await make("--task", task, "--samples", "12");
		const first = readFileSync(out, "utf8");
		await make("--task", task, "--samples", "12");
		expect(readFileSync(out, "utf8")).toBe(first);
		expect(opened()).toBe(1);
		rmSync(`${out}.cache.jsonl`);
		await make("--task", task, "--samples", "12");
		expect(readFileSync(out, "utf8")).toBe(first);
	});

	test("a larger limit keeps the prompts of a smaller one", async () => {
		const { make, task, pairs } = await pairsWorld();
		const rowsWith = async (...args: string[]) => {
			await make("--prefer-demonstration", ...args);
			return pairs().map(({ made }) => made.row);
		};
		const few = await rowsWith("--limit", "3");
		expect(few).toHaveLength(3);
		expect(await rowsWith("--limit", "5")).toEqual(expect.arrayContaining(few));
		expect(task).toBeDefined();
	});
});

describe("with a reward model", () => {
	const lengths: Partial<Services> = {
		openRewardModel: async () => ({
			score: async (answers) => answers.map(({ ids }) => ids.length / 10),
			dispose: async () => {},
		}),
	};

	test("the difference of rewards is the log-odds of confidence", async () => {
		const { make, pairs } = await pairsWorld({ services: lengths });
		const { status, err } = await make(
			"--reward",
			tinyReward,
			"--samples",
			"8",
		);
		expect(err).not.toMatch(/error/);
		expect(status).toBe(0);
		for (const { confidence, made } of pairs()) {
			const { chosen, rejected } = made.scores;
			expect(chosen).toBeGreaterThan(rejected);
			expect(confidence).toBeCloseTo(1 / (1 + Math.exp(rejected - chosen)), 5);
		}
	});

	test("pairs of one prompt are the strongest, and a margin can be asked for", async () => {
		const { make, pairs } = await pairsWorld({ services: lengths });
		const args = [
			"--reward",
			tinyReward,
			"--samples",
			"12",
			"--per-prompt",
			"2",
		];
		await make(...args);
		const rows = pairs().map(({ made }) => made.row);
		expect(rows.length).toBeGreaterThan(new Set(rows).size);
		const margins = pairs().map(({ made }) => made.evidence as number);
		await make(...args, "--margin", String(Math.max(...margins)));
		expect(
			pairs().every(({ made }) => made.evidence === Math.max(...margins)),
		).toBe(true);
	});
});

test("a demonstration is preferred to samples that say something else", async () => {
	const rows = [
		{ question: "What is 1 plus 1?", answer: "It is 2." },
		{ question: "Who are you?" },
	];
	const { make, pairs } = await pairsWorld({ rows });
	const { out } = await make(
		"--prefer-demonstration",
		"--samples",
		"12",
		"--per-prompt",
		"9",
	);
	expect(out).toMatch(/of rows without a demonstration/);
	expect(
		pairs()
			.map(({ rejected }) => contentOf(rejected))
			.sort(),
	).toEqual(["4 it is.", "No idea at all."]);
	expect(pairs()[0]).toMatchObject({
		confidence: 0.75,
		made: { samples: { chosen: null } },
	});
	expect(contentOf(pairs()[0].chosen)).toBe("It is 2.");
});

test("plain texts are continued and stay plain", async () => {
	const rows = [{ prompt: "The sum of 1 and 1:", completion: " 2" }];
	const { make, pairs } = await pairsWorld({ rows });
	await make("--prefer-demonstration", "--samples", "2");
	expect(pairs()[0]).toMatchObject({
		...{ prompt: "The sum of 1 and 1:", chosen: " 2" },
		rejected: expect.stringMatching(/\w/),
	});
});

describe("what cannot be done is said in a sentence", () => {
	test.each<[string, readonly string[], RegExp]>([
		[
			"no judge",
			[],
			/which judge: expected exactly one of --judge, .* found none/,
		],
		[
			"two judges",
			["--reward", "r", "--task", "t"],
			/found --reward and --task/,
		],
		[
			"a foreign detail",
			["--prefer-demonstration", "--judge-model", "m"],
			/--judge-model: expected --judge, to which it belongs, found --prefer-demonstration/,
		],
		[
			"no model of the judge",
			["--judge", "https://a.b/v1"],
			/--judge-model: expected the name of a model, found none/,
		],
		[
			"no address",
			["--judge", "a judge", "--judge-model", "m"],
			/--judge: expected the address of an OpenAI-compatible endpoint/,
		],
		[
			"no key",
			[
				"--judge",
				"https://a.b/v1",
				"--judge-model",
				"m",
				"--judge-key",
				"NONE",
			],
			/environment variable NONE, found nothing in it/,
		],
		[
			"one sample",
			["--task", "t", "--samples", "1"],
			/--samples: expected 2 or more/,
		],
		[
			"a certain confidence",
			["--task", "t", "--min-confidence", "1"],
			/--min-confidence: expected a number from 0.5 to below 1, found 1/,
		],
		[
			"a negative margin",
			["--task", "t", "--margin", "-1"],
			/--margin: expected a number, 0 or above, found -1/,
		],
		[
			"a share above 1",
			["--task", "t", "--near-identical", "2"],
			/--near-identical: expected a share above 0 and up to 1, found 2/,
		],
		[
			"no best of samples",
			["--prefer-demonstration", "--demonstrations", "b.jsonl"],
			/--demonstrations: expected a judge that ranks samples/,
		],
		["no task", ["--task", "absent.yaml"], /absent\.yaml/],
		["no reward model", ["--reward", "absent"], /absent/],
		[
			"no temperature",
			["--prefer-demonstration", "--temperature", "0"],
			/temperature: expected a finite number above 0, found 0/,
		],
		[
			"no labels",
			["--prefer-demonstration", "--labelled", "absent.jsonl"],
			/absent\.jsonl/,
		],
	])("%s", async (_, args, sentence) => {
		const { make, out } = await pairsWorld();
		const { status, err } = await make(...args);
		expect(err).toMatch(sentence);
		expect(status).toBe(2);
		expect(existsSync(out)).toBe(false);
	});

	test("rows without prompts, and a cache that is none", async () => {
		const { make, write, out } = await pairsWorld({
			rows: [{ text: "Once." }],
		});
		expect((await make("--prefer-demonstration")).err).toMatch(
			/rows\.jsonl:1: expected a question to be answered/,
		);
		write("rows.jsonl", []);
		expect((await make("--prefer-demonstration")).err).toMatch(
			/expected at least one row, found an empty file/,
		);
		writeFileSync(`${out}.cache.jsonl`, "hello\n");
		expect((await make("--prefer-demonstration")).err).toMatch(
			/cache\.jsonl:1: expected a line of a cache of `pairs make`/,
		);
		const folder = ["--cache", dirname(out)];
		const { status, err } = await make("--prefer-demonstration", ...folder);
		expect(status).toBe(2);
		expect(err).toContain(dirname(out));
		expect(err).not.toContain("bug in temper");
	});
});

test("files that are read are not replaced by what is written", async () => {
	const { make, prompts, out } = await pairsWorld({
		rows: [{ question: "What is 1 plus 1?", answer: "2" }],
	});
	const before = readFileSync(prompts, "utf8");
	const wrong = [
		["--out", prompts],
		["--demonstrations", prompts],
		["--demonstrations", out],
		["--cache", out],
	];
	for (const options of wrong) {
		const { status, err } = await make(...options);
		expect(err).toContain("another file than that of");
		expect(status).toBe(2);
	}
	expect(readFileSync(prompts, "utf8")).toBe(before);
});
