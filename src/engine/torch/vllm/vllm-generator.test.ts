import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, expect, it } from "vitest";
import { type OpenedModel, openModel } from "../../../formats/open-model.ts";
import { collect } from "../../../generate/collect.ts";
import type { GenerationOptions } from "../../../generate/generation-options.ts";
import type { Tuning } from "../../../nn/parameters.ts";
import { type ModelText, openModelText } from "../../../policy/model-text.ts";
import type { Generator } from "../../engine.ts";
import type { TorchGroup } from "../process.ts";
import { TorchWeights } from "../session/torch-weights.ts";
import { checkVllm } from "./open-sampler.ts";
import { type FakeFaults, openFakeVllm } from "./testing/fake-vllm.ts";
import { vllmGenerator } from "./vllm-generator.ts";

const folder = fileURLToPath(
	new URL("../../../../models/toy", import.meta.url),
);
const path = "model.layers.0.self_attn.q_proj";
let opened: OpenedModel;
let text: ModelText;
beforeAll(async () => {
	opened = await openModel(folder, { checkValues: false });
	text = await openModelText(folder);
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

/** Processes that hold one adapter, which a test changes, and count how often it is read. */
function processes() {
	const group = { value: 1, reads: 0, request: null as unknown };
	const tensor = (shape: number[]) => {
		const count = shape.reduce((a, b) => a * b, 1);
		return { shape, data: new Float32Array(count).fill(group.value) };
	};
	const request: TorchGroup["request"] = async ({ op }) => {
		if (op === "hash")
			return { fields: { sha256: `h${group.value}` }, tensors: {} };
		group.reads += 1;
		return {
			fields: {},
			tensors: {
				[`${path}.lora_A.weight`]: tensor([2, 96]),
				[`${path}.lora_B.weight`]: tensor([96, 2]),
			},
		};
	};
	return Object.assign(group, { request });
}

async function open(faults: FakeFaults = {}, tune?: Tuning) {
	const fake = await openFakeVllm({
		...{ model: "toy", window: 1024, faults },
		tokens: (words) => [...text.tokenizer.encode(words, { addSpecial: false })],
	});
	const settings = {
		...{ address: fake.address, name: null, folder: null, arguments: [] },
	};
	const group = processes();
	const tuning: Tuning = tune ?? {
		...{ kind: "lora", rank: 2, alpha: 4, rslora: false, dropout: 0 },
		paths: new Set([path]),
	};
	const generator = vllmGenerator(
		settings,
		{ python: "python", precision: "float32" },
		group,
		{
			model: { folder, model: opened.model },
			graph: {
				...{ tuning, precision: "float32", length: 64, chunks: 1 },
				...{ recompute: false, sharedPrompts: false },
			},
		},
	);
	closing.push(fake.close, () => generator.dispose());
	closing.reverse();
	return { generator, group, fake: fake.fake, settings };
}

const options: GenerationOptions = {
	...{ maxNewTokens: 8, sampling: { kind: "greedy" }, seed: 1, batchRows: 2 },
	...{ stopIds: [], stopStrings: [], newText: null },
};
const now = new TorchWeights("now", "policy");
const draw = (generator: Generator, weights: TorchWeights | null) =>
	collect(generator.generate(weights, [Int32Array.of(5, 6)], options));

it("the adapter is read and loaded once for each change, and answers", async () => {
	const { generator, group, fake } = await open();
	const first = await draw(generator, now);
	expect(await draw(generator, now)).toEqual(first);
	expect(group.reads).toBe(1);
	group.value = 2;
	expect(await draw(generator, now)).not.toEqual(first);
	expect(group.reads).toBe(2);
	expect([...fake.adapters.keys()]).toEqual([fake.names[1]]);
	await draw(generator, null);
	expect(fake.asked.at(-1)?.model).toBe("toy");
	expect(fake.asked[0]?.max_tokens).toBe(8);
});

it("an adapter of an earlier round that answers is an error", async () => {
	const { generator, group } = await open({ keepsFirst: true });
	await draw(generator, now);
	group.value = 2;
	await expect(draw(generator, now)).rejects.toThrow(
		/expected an answer of temper-\w+-1-h2, found one of temper-\w+-0-h1/,
	);
});

it("weights that are no adapter as it is now are refused", async () => {
	const { generator } = await open();
	await expect(
		draw(generator, new TorchWeights("start", "policy")),
	).rejects.toThrow(/found weights start/);
	const full = await open({}, { kind: "full" });
	await expect(draw(full.generator, now)).rejects.toThrow(/found tuning full/);
});

it("a wrong server is found before anything is loaded", async () => {
	const { settings } = await open();
	await checkVllm(settings, { python: "python", model: folder });
	const other = fileURLToPath(
		new URL("../../../../models/lab-small", import.meta.url),
	);
	await expect(
		checkVllm(settings, { python: "python", model: other }),
	).rejects.toThrow(/expected a server of \S+lab-small, found one of toy/);
	await expect(
		checkVllm({ ...settings, name: "toy" }, { python: "python", model: other }),
	).rejects.toThrow(/expected the tokenizer of the recipe's model/);
});
