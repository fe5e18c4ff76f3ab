import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openModelFiles } from "../../formats/model-files.ts";
import { writeAdapter } from "../../formats/peft/write-adapter.ts";
import { readTensor } from "../../formats/safetensors/tensor-data.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { runCli } from "../program.ts";
import type { Services } from "../services.ts";
import { fakeContext } from "../testing/fake-context.ts";
import { parrot } from "../testing/parrot.ts";
import { writeTinyModel } from "../testing/tiny-model-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-speak-"));
const model = join(folder, "tiny");
const adapter = join(folder, "adapter");
let tokenizer: Tokenizer;
beforeAll(async () => {
	await writeTinyModel(model);
	tokenizer = await openTokenizer(model);
});

/** Says "ahoy" with an adapter and "hello" without. */
function services(prompts: string[] = []): Partial<Services> {
	return {
		openDecoder: async (request) =>
			parrot(tokenizer, request.adapter === null ? "hello" : "ahoy", prompts),
	};
}

async function run(argv: string[], input = "", prompts: string[] = []) {
	const context = fakeContext(services(prompts), input);
	const status = await runCli(argv, context);
	return { status, out: context.out(), err: context.err() };
}

describe("generate", () => {
	test("answers prompts by the model's own template", async () => {
		const prompts: string[] = [];
		const argv = ["generate", "--model", model, "--prompt", "Who?"];
		expect(await run(argv, "", prompts)).toEqual({
			status: 0,
			out: "> Who?\nhello\n\n",
			err: "",
		});
		expect(prompts).toEqual([
			"<|im_start|>user\nWho?<|im_end|>\n<|im_start|>assistant\n",
		]);
	});

	test("stops where the template closes turns, also if the model names another end", async () => {
		const base = join(folder, "base");
		await writeTinyModel(base);
		for (const [name, value] of [
			["tokenizer_config.json", { eos_token: "<|endoftext|>" }],
			["generation_config.json", { eos_token_id: 0 }],
		] as const)
			writeFileSync(join(base, name), JSON.stringify(value));
		const openDecoder = async () => parrot(tokenizer, "hello<|im_end|>\nmore");
		const context = fakeContext({ openDecoder });
		const argv = ["generate", "--model", base, "--prompt", "Who?"];
		expect(await runCli(argv, context)).toBe(0);
		expect(context.out()).toBe("> Who?\nhello\n\n");
	});

	test("continues plain text when asked to", async () => {
		const prompts: string[] = [];
		const argv = ["generate", "--model", model, "--prompt", "Who?", "--raw"];
		await run(argv, "", prompts);
		expect(prompts).toEqual(["Who?"]);
	});

	test("a file of rows becomes a file of answers, in order", async () => {
		const rows = join(folder, "prompts.jsonl");
		const out = join(folder, "answers.jsonl");
		writeFileSync(
			rows,
			[
				{ messages: [{ role: "user", content: "A longer question?" }] },
				{ question: "B?", answer: "no matter" },
				{
					messages: [
						{ role: "user", content: "C?" },
						{ role: "assistant", content: "c" },
					],
				},
			]
				.map((row) => `${JSON.stringify(row)}\n`)
				.join(""),
		);
		const argv = ["generate", rows, "--model", model, "--adapter", adapter];
		const { status, err } = await run([...argv, "--compare", "--out", out]);
		expect(err).toBe("");
		expect(status).toBe(0);
		const answers = readFileSync(out, "utf8").trim().split("\n");
		expect(answers.map((line) => JSON.parse(line))).toEqual([
			{
				prompt: [{ role: "user", content: "A longer question?" }],
				text: "ahoy",
				reason: "stop",
				base: "hello",
			},
			{ prompt: "B?", text: "ahoy", reason: "stop", base: "hello" },
			{
				prompt: [{ role: "user", content: "C?" }],
				text: "ahoy",
				reason: "stop",
				base: "hello",
			},
		]);
	});

	test("rows are asked as they are trained on and as eval asks them", async () => {
		const rows = join(folder, "kinds.jsonl");
		const lines = [
			{ instruction: "What is it?", input: "Rex", output: "A dog." },
			{ system: "Answer in German.", question: "Yes?", answer: "Ja." },
			{ prompt: "The ship sails to the", completion: " bay." },
			{ conversations: [{ from: "human", value: "hi" }] },
			{
				prompt: "pp",
				chosen: [{ role: "assistant", content: "a" }],
				rejected: "b",
			},
		];
		writeFileSync(
			rows,
			lines.map((row) => `${JSON.stringify(row)}\n`).join(""),
		);
		const prompts: string[] = [];
		const argv = ["generate", rows, "--model", model, "--batch", "1"];
		const { status, err } = await run(argv, "", prompts);
		const turn = (role: string, text: string) =>
			`<|im_start|>${role}\n${text}<|im_end|>\n`;
		const open = "<|im_start|>assistant\n";
		expect(prompts).toEqual([
			turn("user", "What is it?\n\nRex") + open,
			turn("system", "Answer in German.") + turn("user", "Yes?") + open,
			"The ship sails to the",
			turn("user", "hi") + open,
			turn("user", "pp") + open,
		]);
		expect(err).toMatch(
			/^note: 1 of 5 prompts are plain texts .* without the chat template/,
		);
		expect(status).toBe(0);
	});

	test("--raw continues texts, and refuses conversations", async () => {
		const rows = join(folder, "texts.jsonl");
		writeFileSync(rows, '{"text":"Once upon"}\n{"question":"Who?"}\n');
		const prompts: string[] = [];
		const argv = ["generate", rows, "--model", model, "--raw", "--batch", "1"];
		expect((await run(argv, "", prompts)).err).toBe("");
		expect(prompts).toEqual(["Once upon", "Who?"]);
		const refused = await run(argv.filter((one) => one !== "--raw"));
		expect(refused.status).toBe(2);
		expect(refused.err).toMatch(
			/texts\.jsonl:1: .* found a text that asks none/,
		);
		writeFileSync(rows, '{"system":"S","question":"Who?"}\n');
		expect((await run(argv)).err).toMatch(
			/texts\.jsonl:1: expected a plain text, or one message of the user, with --raw/,
		);
	});

	test("bad prompts and options end in sentences", async () => {
		const rows = join(folder, "bad.jsonl");
		writeFileSync(rows, '{"prompt":"ok"}\n{"foo":"bar"}\n');
		const said = async (...argv: string[]) => {
			const { status, err } = await run(["generate", ...argv]);
			expect(status).toBe(2);
			return err;
		};
		expect(await said(rows, "--model", model)).toMatch(
			/bad\.jsonl:2: expected one of the columns .* found foo\./,
		);
		expect(await said("--model", model)).toMatch(/a file of prompts/);
		const one = ["--model", model, "--prompt", "a"];
		expect(await said(...one, "--compare")).toMatch(/an adapter to leave out/);
		expect(await said(...one, "--temperature", "0")).toMatch(
			/temperature: expected a finite number above 0/,
		);
		expect(await said("--run", model)).toMatch(/expected a run folder/);
		expect(await said(...one, "--prompt", "word ".repeat(200))).toMatch(
			/to leave room in the model's window/,
		);
	});
});

describe("chat", () => {
	test("remembers, forgets when told, and leaves", async () => {
		const prompts: string[] = [];
		const { status, out } = await run(
			["chat", "--model", model, "--system", "S"],
			"one\ntwo\n\n/reset\nthree\n/exit\nfour\n",
			prompts,
		);
		expect(status).toBe(0);
		expect(out.match(/hello/g)).toHaveLength(3);
		const turn = (role: string, text: string) =>
			`<|im_start|>${role}\n${text}<|im_end|>\n`;
		const open = "<|im_start|>assistant\n";
		const first = turn("system", "S") + turn("user", "one");
		expect(prompts).toEqual([
			first + open,
			first + turn("assistant", "hello") + turn("user", "two") + open,
			turn("system", "S") + turn("user", "three") + open,
		]);
	});

	test("shows both sides, each with its own memory", async () => {
		const argv = ["chat", "--model", model, "--adapter", adapter];
		const { out } = await run([...argv, "--compare"], "one\n");
		expect(out).toMatch("> base: hello\ntuned: ahoy\n> ");
	});

	test("goes on after a question that is too long", async () => {
		const { status, out, err } = await run(
			["chat", "--model", model],
			`${"word ".repeat(200)}\nshort\n`,
		);
		expect(err).toMatch(/to leave room in the model's window/);
		expect(out).toMatch("> hello\n");
		expect(status).toBe(0);
	});
});

describe("an adapter", () => {
	const real = join(folder, "real-adapter");
	const path = "model.layers.1.self_attn.o_proj";
	beforeAll(() =>
		writeAdapter(real, {
			rank: 1,
			alpha: 2,
			dropout: 0,
			rslora: false,
			fanInFanOut: false,
			targets: null,
			base: "tiny",
			modules: new Map([
				[
					path,
					{
						inFeatures: 16,
						outFeatures: 16,
						a: new Float32Array(16).fill(0.5),
						b: new Float32Array(16).fill(3),
					},
				],
			]),
		}),
	);

	test("is described", async () => {
		const { status, out } = await run(["inspect", real]);
		expect(status).toBe(0);
		expect(out).toMatch(/rank +1\nscale +2, of alpha 2\nparameters +32\n/);
		expect(out).toMatch(/beside +1 layers: o_proj\n/);
	});

	test("is merged into a whole model that can be read again", async () => {
		const out = join(folder, "merged");
		const argv = ["export", "--model", model, "--adapter", real, "--out", out];
		const { status, err } = await run(argv);
		expect(err).toBe("");
		expect(status).toBe(0);
		const { tensors } = await openModelFiles(out);
		const weight = tensors.get(`${path}.weight`);
		expect(weight?.dtype).toBe("BF16");
		// 0 + (2 / 1) x 3 x 0.5
		expect(new Set(await readTensor(weight!))).toEqual(new Set([3]));
		expect((await run(["inspect", out])).out).toMatch(/chat template +yes/);
		expect((await run(argv)).err).toMatch(/expected a folder that does not/);
	});
});
