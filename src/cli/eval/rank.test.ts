import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeRandomLlama } from "../../../test/fixtures/random-llama.ts";
import type { Adapter } from "../../formats/peft/adapter.ts";
import { writeRewardModel } from "../../formats/peft/reward-model.ts";
import { writeAdapter } from "../../formats/peft/write-adapter.ts";
import { loadServices } from "../load-services.ts";
import { runCli } from "../program.ts";
import type { Services } from "../services.ts";
import { fakeContext } from "../testing/fake-context.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-rank-"));
const model = join(folder, "tiny");
const reward = join(folder, "reward");
const adapter: Adapter = {
	...{ rank: 1, alpha: 1, dropout: 0, rslora: false, fanInFanOut: false },
	...{ targets: null, base: model },
	modules: new Map([
		[
			"model.layers.0.self_attn.q_proj",
			{
				...{ inFeatures: 16, outFeatures: 16 },
				a: new Float32Array(16).fill(0.1),
				b: new Float32Array(16).fill(0.2),
			},
		],
	]),
};
const head = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i));
beforeAll(async () => {
	await writeRandomLlama(model);
	await writeRewardModel(reward, { adapter, head });
});

/** Rewards answers by their length. */
const lengths: Partial<Services> = {
	openRewardModel: async () => ({
		score: async (answers) => answers.map(({ ids }) => ids.length),
		dispose: async () => {},
	}),
};

async function run(
	rows: unknown,
	{ services = lengths, args = ["--reward", reward], name = "rows.jsonl" } = {},
) {
	const path = join(folder, name);
	const text = Array.isArray(rows)
		? rows.map((row) => `${JSON.stringify(row)}\n`).join("")
		: String(rows);
	writeFileSync(path, text);
	const context = fakeContext(services);
	const status = await runCli(["rank", path, ...args], context);
	return { status, out: context.out(), err: context.err() };
}

const ask = (content: string) => ({ role: "user", content });
const say = (content: string) => ({ role: "assistant", content });

const pairs = [
	{ prompt: [ask("Hi?")], chosen: [say("a b c d")], rejected: [say("a")] },
	{ prompt: [ask("Who?")], chosen: [say("me")], rejected: [say("x y z")] },
	{ prompt: [ask("Hi?")], chosen: [say("a b")], rejected: [say("a b")] },
];

describe("rank", () => {
	test("shows the best answer to each prompt first, and how often pairs agree", async () => {
		const { out, err, status } = await run(pairs);
		expect(err).toBe("");
		expect(status).toBe(0);
		const shown = out.replace(/^ +\d+ {2}/gm, "");
		expect(shown).toBe(
			[
				"> Hi?",
				"rows.jsonl:1, chosen    a b c d",
				"rows.jsonl:3, chosen    a b",
				"rows.jsonl:3, rejected  a b",
				"rows.jsonl:1, rejected  a",
				"",
				"> Who?",
				"rows.jsonl:2, rejected  x y z",
				"rows.jsonl:2, chosen    me",
				"",
				// One win, one loss, one tie: 0.5 of 3, Wilson's interval by hand.
				"accuracy 50% (13% to 87%): how often the chosen answer of 3 pairs has the higher reward",
				"",
			].join("\n"),
		);
	});

	test("takes rows of every format, lists of completions among them", async () => {
		const out = join(folder, "ranked.jsonl");
		const args = ["--reward", reward, "--out", out];
		const rows = [
			{ prompt: [ask("Sum?")], completions: ["one", [say("one two three")]] },
			{ messages: [ask("Sum?"), say("one two")] },
			{ question: "Next?", answer: "yes" },
			{ prompt: "Go on:", completion: " and on", label: false },
			{ text: "plain" },
			{ text: "plain and more" },
		];
		const { err, out: printed } = await run(rows, { args });
		expect(err).toBe("");
		expect(printed).toBe(`7 answers in ${out}\n`);
		const lines = readFileSync(out, "utf8").trim().split("\n");
		const read = lines.map((line) => JSON.parse(line));
		const facts = read.map(({ row, rank, verdict, prompt, answer }) => [
			...[row.split(":").at(-1), rank, verdict, prompt, answer],
		]);
		expect(facts).toEqual([
			["1", 1, null, "Sum?", "one two three"],
			["2", 2, null, "Sum?", "one two"],
			["1", 3, null, "Sum?", "one"],
			["3", 1, null, "Next?", "yes"],
			["4", 1, "undesirable", "Go on:", "and on"],
			["6", 1, null, "", "plain and more"],
			["5", 2, null, "", "plain"],
		]);
		for (const { reward, tokens } of read) expect(reward).toBe(tokens);
	});

	test("computes rewards with the base that the reward model names", async () => {
		const { out, err } = await run(pairs, { services: await loadServices() });
		expect(err).toBe("");
		const rewards = [...out.matchAll(/^ +(-?[\d.]+) {2}rows/gm)].map(
			([, reward]) => Number(reward),
		);
		expect(rewards).toHaveLength(6);
		expect(new Set(rewards).size).toBe(5);
		expect(rewards.slice(0, 4)).toEqual(
			rewards.slice(0, 4).sort((a, b) => b - a),
		);
	});
});

describe("ends in a sentence for", () => {
	test.each<[string, unknown, string]>([
		[
			"an empty list of completions",
			[{ prompt: "a", completions: [] }],
			"rows.jsonl:1, completions: expected at least one answer, found an empty list.",
		],
		[
			"completions that are none",
			[{ prompt: "a", completions: "b" }],
			"rows.jsonl:1, completions: expected a list of answers, found a string.",
		],
		[
			"an empty completion",
			[{ prompt: "a", completions: ["b", " "] }],
			"rows.jsonl:1, completions[1]: expected an answer, found a text without a visible character.",
		],
		[
			"a completion that is a number",
			[{ prompt: "a", completions: [3] }],
			"rows.jsonl:1, completions[0]: expected a text or a list of messages",
		],
		[
			"completions without a prompt",
			[{ completions: ["b"] }],
			"rows.jsonl:1: expected one of the columns",
		],
		[
			"half a pair",
			[pairs[0], { prompt: "a", chosen: "b" }],
			"rows.jsonl:2, rejected: expected the rejected answer, found nothing.",
		],
		[
			"an answer that is too long",
			[{ prompt: "a", completion: "word ".repeat(300) }],
			"rows.jsonl:1: expected at most 256 tokens, for which the model was made, found",
		],
		["no rows", "", "expected at least one row"],
		["a line that is no JSON", "{", "rows.jsonl line 1 column 2: expected"],
	])("%s", async (_, rows, message) => {
		const { status, err, out } = await run(rows);
		expect(err).toContain(message);
		expect(out).toBe("");
		expect(status).toBe(2);
	});

	test("what is no reward model", async () => {
		const of = async (path: string) =>
			(await run(pairs, { args: ["--reward", path] })).err;
		const plain = join(folder, "plain");
		await writeAdapter(plain, adapter);
		expect(await of(plain)).toContain('expected "SEQ_CLS"');
		expect(await of(join(folder, "gone"))).toContain(
			"gone: expected the folder of a reward model",
		);
		const unfinished = join(folder, "run");
		mkdirSync(unfinished);
		const manifest = { recipe: { model }, seed: 0, inputs: [], sessions: [] };
		writeFileSync(join(unfinished, "manifest.json"), JSON.stringify(manifest));
		expect(await of(unfinished)).toContain(
			"run: expected a run that ended with a reward model, found",
		);
		cpSync(reward, join(unfinished, "reward-model"), { recursive: true });
		expect(await of(unfinished)).toBe("");
	});

	test("a reward model without its base, or beside another one", async () => {
		const homeless = join(folder, "homeless");
		const nobody = { ...adapter, base: null };
		await writeRewardModel(homeless, { adapter: nobody, head });
		const { err } = await run(pairs, { args: ["--reward", homeless] });
		expect(err).toContain(
			"--model: expected the model that the reward model was trained on",
		);
		const other = join(folder, "other");
		await writeRandomLlama(other, { layers: 1, hidden: 32, positions: 256 });
		const args = ["--reward", reward, "--model", other];
		const services = await loadServices();
		expect((await run(pairs, { args, services })).err).toContain(
			"expected a layer of 32 to 32 features, as the model's",
		);
	});

	test("a reward model that is asked to speak", async () => {
		const made = join(folder, "made");
		mkdirSync(made);
		const manifest = { recipe: { model }, inputs: [], sessions: [] };
		writeFileSync(join(made, "manifest.json"), JSON.stringify(manifest));
		cpSync(reward, join(made, "reward-model"), { recursive: true });
		const context = fakeContext();
		const argv = ["generate", "--run", made, "--prompt", "Hi?"];
		expect(await runCli(argv, context)).toBe(2);
		expect(context.err()).toContain(
			"found a reward model, which writes no answers.\nhint: Rank answers with it",
		);
		const shown = fakeContext();
		await runCli(["inspect", join(made, "reward-model")], shown);
		expect(shown.out()).toMatch(/^reward model .*\nbase .*tiny\nrank +1\n/);
	});

	test("a reward that is no number", async () => {
		const services: Partial<Services> = {
			openRewardModel: async () => ({
				score: async (answers) => answers.map(() => Number.NaN),
				dispose: async () => {},
			}),
		};
		const { err, status } = await run(pairs, { services });
		expect(err).toContain("rows.jsonl:1: expected a finite number, found NaN");
		expect(status).toBe(2);
	});
});
