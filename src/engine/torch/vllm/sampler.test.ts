import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { adapterWeightsFile } from "../../../formats/peft/adapter-config.ts";
import { collect } from "../../../generate/collect.ts";
import type { GenerationOptions } from "../../../generate/generation-options.ts";
import type { ServedAdapter } from "./adapters.ts";
import { VllmClient } from "./client.ts";
import { VllmSampler } from "./sampler.ts";
import {
	type FakeOptions,
	fakeTokens,
	openFakeVllm,
} from "./testing/fake-vllm.ts";

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-vllm-"));
});

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
	rmSync(folder, { recursive: true });
});

/** An adapter whose weights are these bytes. */
function adapter(weights: Buffer): ServedAdapter & { readonly sha: string } {
	const sha = createHash("sha256").update(weights).digest("hex");
	return {
		...{ hash: sha, sha },
		async write(path) {
			await mkdir(path);
			await writeFile(join(path, adapterWeightsFile), weights);
		},
	};
}
const one = adapter(randomBytes(64));
const two = adapter(randomBytes(64));

const prompts = [3, 4, 4, 5, 6, 7].map((n) => Int32Array.of(1, n, 9));
const options: GenerationOptions = {
	sampling: {
		...{ kind: "sample", temperature: 0.7, topK: 40, topP: 0.9, minP: null },
	},
	...{ maxNewTokens: 12, seed: 5, stopIds: [2], stopStrings: [] },
	...{ batchRows: 3, newText: null },
};

type Fake = Awaited<ReturnType<typeof openFakeVllm>>;

/** A sampler, and the servers that it opened. `servers`: the first, the second, and so on; the last for all others. */
async function open(...servers: Partial<FakeOptions>[]) {
	const opened: Fake[] = [];
	let ends = 0;
	const sampler = new VllmSampler({
		...{ folder, vocabSize: 50, maxLength: 40 },
		open: async () => {
			const next = servers[Math.min(opened.length, servers.length - 1)];
			const server = await openFakeVllm({ model: "base", ...next });
			opened.push(server);
			closing.push(server.close);
			return {
				client: new VllmClient({ address: server.address, key: null }),
				...{ model: "base", window: 64 },
				explain: async (error) => error,
				end: async () => {
					ends += 1;
				},
			};
		},
	});
	const draw = (
		of: ServedAdapter | null,
		change: Partial<GenerationOptions> = {},
		signal?: AbortSignal,
	) =>
		collect(
			sampler.generate(
				of,
				prompts,
				{ ...options, ...change },
				{
					...(signal && { signal }),
				},
			),
		);
	const asked = () => opened.flatMap(({ fake }) => fake.asked);
	return { sampler, opened, draw, asked, ends: () => ends };
}

const idsOf = (drawn: readonly { readonly ids: readonly number[] }[]) =>
	drawn.map(({ ids }) => ids);

/** What a server whose answers depend on these weights has to answer. */
const expected = (hash: string, bodies: Fake["fake"]["asked"]) =>
	prompts.map((prompt, row) => {
		const { seed } = bodies.filter(
			(body) => body.prompt.join() === prompt.join(),
		)[row === 2 ? 1 : 0] as Fake["fake"]["asked"][number];
		const body = { prompt: [...prompt], max_tokens: 12, temperature: 0.7 };
		return fakeTokens(
			hash,
			{ ...body, model: "", seed, stop_token_ids: [2] },
			50,
		).ids;
	});

describe("adapters", () => {
	it("answer by round: each has a name of its own and the one before it is gone", async () => {
		const { draw, opened, asked } = await open({});
		const first = await draw(one);
		expect(idsOf(first)).toEqual(expected(one.sha, asked()));
		const again = await draw(one);
		expect(again).toEqual(first);
		const second = await draw(two);
		expect(idsOf(second)).toEqual(expected(two.sha, asked().slice(-6)));
		expect(idsOf(second)).not.toEqual(idsOf(first));
		const { fake } = opened[0] as Fake;
		expect(new Set(fake.names).size).toBe(2);
		expect([...fake.adapters.keys()]).toEqual([fake.names[1]]);
		expect(readdirSync(folder)).toEqual([fake.names[1]]);
	});

	it("that return after another are loaded under a new name", async () => {
		const { draw, opened, sampler } = await open({});
		const first = await draw(one);
		await draw(two);
		expect(await draw(one)).toEqual(first);
		expect(new Set((opened[0] as Fake).fake.names).size).toBe(3);
		await sampler.dispose();
		expect((opened[0] as Fake).fake.adapters.size).toBe(0);
		expect(readdirSync(folder)).toEqual([]);
	});

	it("are not needed to ask the model itself", async () => {
		const { draw, asked } = await open({});
		expect(idsOf(await draw(null))).toEqual(expected("base", asked()));
	});

	it("of an earlier round that answer are an error", async () => {
		const { draw } = await open({ faults: { keepsFirst: true } });
		await draw(one);
		await expect(draw(two)).rejects.toThrow(
			/answer of the vLLM server: expected an answer of temper-\w+-1-\w+, found one of temper-\w+-0-/,
		);
	});

	it("whose old weights answer under the new name give other answers than this test expects", async () => {
		const { draw, asked } = await open({ faults: { keepsFirstWeights: true } });
		await draw(one);
		const second = await draw(two);
		expect(idsOf(second)).not.toEqual(expected(two.sha, asked().slice(-6)));
	});

	it("that the server does not list after they were loaded are an error", async () => {
		const { draw } = await open({ faults: { hidesAdapters: true } });
		await expect(draw(one)).rejects.toThrow(/found none of that name/);
		expect(readdirSync(folder)).toEqual([]);
	});

	it.each([
		[404, "No adapter found for /x", /engine.sampler.folder/],
		[500, "LoRA rank 64 is greater than max_lora_rank 16", /--max-lora-rank/],
		[404, '{"detail":"Not Found"}', /VLLM_ALLOW_RUNTIME_LORA_UPDATING=True/],
		[401, '{"error":"Unauthorized"}', /VLLM_API_KEY/],
	])("refused with %i %s lead to a hint", async (status, text, hint) => {
		const { draw, opened } = await open({
			faults: { refusesAdapter: { status, text } },
		});
		await expect(draw(one)).rejects.toThrow(hint);
		expect(opened.length).toBe(1);
	});
});

describe("requests", () => {
	it("carry every option that decides what is sampled, and a seed for each prompt", async () => {
		const { draw, asked } = await open({});
		await draw(null);
		expect(asked()[0]).toMatchObject({
			...{ model: "base", max_tokens: 12, temperature: 0.7, top_k: 40 },
			...{ top_p: 0.9, min_p: 0, stop_token_ids: [2], ignore_eos: true },
			...{ repetition_penalty: 1, presence_penalty: 0, frequency_penalty: 0 },
			...{ n: 1, stream: false, return_token_ids: true },
		});
		expect(new Set(asked().map(({ seed }) => seed)).size).toBe(6);
		const [a, b] = asked().filter(({ prompt }) => prompt[1] === 4);
		expect(a?.seed).not.toBe(b?.seed);
	});

	it("are the same whatever the number that run side by side", async () => {
		const { draw } = await open({});
		expect(await draw(one, { batchRows: 1 })).toEqual(await draw(one));
		expect(await draw(one, { seed: 6 })).not.toEqual(await draw(one));
	});

	it("for greedy answers have temperature 0", async () => {
		const { draw, asked } = await open({});
		const drawn = await draw(null, { sampling: { kind: "greedy" } });
		expect(asked()[0]).toMatchObject({ temperature: 0, top_k: 0, top_p: 1 });
		expect(drawn[1]).toEqual(drawn[2]);
	});

	it("end at stop ids, at their limit and at the window of model and server", async () => {
		const { draw, asked } = await open({});
		const stopIds = [1, 2, 3];
		const drawn = await draw(null, { stopIds });
		for (const { ids, reason } of drawn) {
			const stopped = stopIds.includes(ids.at(-1) as number);
			expect(reason).toBe(stopped ? "stop" : "length");
			if (!stopped) expect(ids.length).toBe(12);
		}
		expect(new Set(drawn.map(({ reason }) => reason)).size).toBe(2);
		await draw(null, { maxNewTokens: 1000 });
		expect(asked().at(-1)?.max_tokens).toBe(37);
	});

	it("cut answers at stop strings, in the text as this package decodes it", async () => {
		const { draw } = await open({});
		const newText = () => ({
			push: (id: number) => String.fromCharCode(65 + id),
			end: () => "",
		});
		const whole = await draw(null, { newText });
		const row = whole.findIndex(({ ids }) => ids.length > 6);
		const { text, ids } = whole[row] as (typeof whole)[number];
		const stopStrings = [text.slice(3, 5)];
		const cut = await draw(null, { newText, stopStrings });
		expect(cut[row]).toEqual({
			...{ reason: "stop", text: text.slice(0, 3), ids: ids.slice(0, 5) },
		});
	});

	it("that are aborted end as interrupted; before the first nothing is opened", async () => {
		const abort = new AbortController();
		const change = (answer: unknown) => {
			abort.abort();
			return answer;
		};
		const { draw } = await open({ faults: { change } });
		const drawn = await draw(one, { batchRows: 1 }, abort.signal);
		expect(drawn.map(({ reason }) => reason)).toContain("interrupted");
		const late = await open({});
		const none = await late.draw(one, {}, abort.signal);
		expect(none).toEqual(
			prompts.map(() => ({ ids: [], text: "", reason: "interrupted" })),
		);
		expect(late.opened).toEqual([]);
	});

	it("that are aborted while the server starts end as interrupted", async () => {
		const abort = new AbortController();
		const sampler = new VllmSampler({
			...{ folder, vocabSize: 50, maxLength: 40 },
			open: async (signal) => {
				abort.abort();
				throw signal?.reason;
			},
		});
		const { signal } = abort;
		const drawn = await collect(
			sampler.generate(one, prompts, options, { signal }),
		);
		expect(new Set(drawn.map(({ reason }) => reason))).toEqual(
			new Set(["interrupted"]),
		);
	});

	it("with a prompt that fills the window are refused", async () => {
		const { sampler, opened } = await open({});
		const long = [new Int32Array(40)];
		await expect(
			collect(sampler.generate(null, long, options)),
		).rejects.toThrow(
			"prompt 1: expected 1 to 39 tokens, to leave room in the model's window, found 40.",
		);
		expect(opened).toEqual([]);
	});
});

describe("answers", () => {
	const choice = (change: Readonly<Record<string, unknown>>) => ({
		change: (answer: { choices: readonly object[]; model: string }) => ({
			...answer,
			choices: [{ ...answer.choices[0], ...change }],
		}),
	});
	it.each([
		["of no ids", { token_ids: null }, /vLLM returns them from version 0.10.2/],
		[
			"of ids beyond the vocabulary",
			{ token_ids: [50] },
			/expected ids below 50, the model's vocabulary, found 50/,
		],
		["to another prompt", { prompt_token_ids: [1] }, /one to another prompt/],
		[
			"that ended where they should not",
			{ token_ids: [7], finish_reason: "stop" },
			/--generation-config vllm/,
		],
		[
			"that are longer than asked",
			{ token_ids: Array(13).fill(7) },
			/expected 1 to 12 tokens, found 13/,
		],
		["that are empty", { token_ids: [] }, /expected 1 to 12 tokens, found 0/],
	])("%s are refused", async (_, change, message) => {
		const { draw } = await open({ faults: choice(change) });
		await expect(draw(null)).rejects.toThrow(message);
	});

	it("that are no JSON are refused", async () => {
		const { draw } = await open({ faults: { change: () => "<html>" } });
		await expect(draw(null)).rejects.toThrow(/expected JSON, found "<html>"/);
	});
});

describe("a server that is lost", () => {
	it("is opened again once, with the adapter, for what has no answer yet", async () => {
		const calm = await open({});
		const undisturbed = await calm.draw(one);
		const { draw, opened, ends } = await open({ faults: { diesAt: 4 } }, {});
		expect(await draw(one, { batchRows: 1 })).toEqual(undisturbed);
		expect(ends()).toBe(1);
		const [before, after] = opened as [Fake, Fake];
		expect(before.fake.asked.length).toBe(4);
		expect(after.fake.asked.length).toBe(3);
		expect(after.fake.adapters.size).toBe(1);
		expect(after.fake.names).not.toEqual(before.fake.names);
	});

	it("twice for the same prompts is an error", async () => {
		const { draw, opened, ends } = await open({ faults: { diesAt: 1 } });
		await expect(draw(one)).rejects.toThrow(
			/vLLM server at http:\S+: expected an answer, found .*(socket hang up|ECONNRESET|ECONNREFUSED)/,
		);
		expect([opened.length, ends()]).toEqual([2, 2]);
	});

	it("is one, too, if somebody started it anew without the adapter", async () => {
		const { draw, opened } = await open({});
		const first = await draw(one);
		(opened[0] as Fake).fake.adapters.clear();
		expect(await draw(one)).toEqual(first);
		expect(opened.length).toBe(2);
	});
});
