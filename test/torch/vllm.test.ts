import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { TemperError } from "../../src/core/error.ts";
import { RandomStream } from "../../src/core/random.ts";
import {
	killProcesses,
	processTree,
} from "../../src/engine/torch/process-tree.ts";
import type { ServedAdapter } from "../../src/engine/torch/vllm/adapters.ts";
import { findVllm } from "../../src/engine/torch/vllm/find-vllm.ts";
import { openVllmSampler } from "../../src/engine/torch/vllm/open-sampler.ts";
import { openModel } from "../../src/formats/open-model.ts";
import { writeAdapter } from "../../src/formats/peft/write-adapter.ts";
import { collect } from "../../src/generate/collect.ts";
import { generate } from "../../src/generate/generate.ts";
import type { GenerationOptions } from "../../src/generate/generation-options.ts";
import { openGenerator } from "../../src/generate/open-generator.ts";
import { openModelText } from "../../src/policy/model-text.ts";

/** The program, or null and a sentence that says why the tests are skipped. */
function findServer(): string | null {
	try {
		return findVllm(inject("python") ?? "");
	} catch (error) {
		if (!(error instanceof TemperError) || error.code !== "device") throw error;
		console.log(
			"The tests of a real vLLM server are skipped, because there is none: TEMPER_VLLM names the program vllm of an environment that has it.",
		);
		return null;
	}
}

const program = findServer();
const model = fileURLToPath(new URL("../../models/lab-small", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "temper-real-vllm-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { model: opened } = await openModel(model, {
	checkValues: true,
});
const { linears, vocabSize, maxPositions } = opened.architecture;
const { tokenizer } = await openModelText(model);
const texts = ["One day", "The small dog", "What is 2 plus 3?", "The"];
const prompts = texts.map((text) =>
	tokenizer.encode(text, { addSpecial: false }),
);

/** An adapter of noise on all layers, and its PEFT folder. */
function adapter(seed: number): ServedAdapter {
	const rank = 4;
	const random = new RandomStream(seed, "adapter");
	const noise = (count: number) =>
		Float32Array.from({ length: count }, () => 0.15 * random.normal());
	const modules = new Map(
		linears.map(({ path, inFeatures, outFeatures }) => {
			const a = noise(rank * inFeatures);
			const b = noise(outFeatures * rank);
			return [path, { inFeatures, outFeatures, a, b }];
		}),
	);
	return {
		hash: createHash("sha256").update(String(seed)).digest("hex"),
		write: (path) =>
			writeAdapter(path, {
				...{ rank, alpha: 8, dropout: 0, rslora: false, fanInFanOut: false },
				...{ targets: null, base: model, modules },
			}),
	};
}

const greedy: GenerationOptions = {
	...{ maxNewTokens: 16, sampling: { kind: "greedy" }, seed: 1 },
	...{ stopIds: [...tokenizer.endOfTurn], stopStrings: [], batchRows: 4 },
	newText: null,
};
const sampled: GenerationOptions = {
	...greedy,
	sampling: {
		...{ kind: "sample", temperature: 0.9, topK: null, topP: 0.9, minP: 0.02 },
	},
};

/** What ONNX Runtime answers with an adapter. */
async function own(of: ServedAdapter, name: string) {
	const path = join(folder, name);
	await of.write(path);
	const generator = await openGenerator(model, path, {
		...{ device: "cpu", threads: 1 },
	});
	const drawn = await collect(generate(generator.tuned, prompts, greedy));
	await generator.dispose();
	return drawn;
}

describe.skipIf(program === null)(
	"a real vLLM server",
	{ timeout: 900_000 },
	() => {
		let sampler: Awaited<ReturnType<typeof openVllmSampler>>;
		beforeAll(async () => {
			sampler = await openVllmSampler(
				{
					...{ address: null, name: null, folder: null },
					arguments: ["--enforce-eager", "--max-num-seqs", "16"],
				},
				{
					...{ python: inject("python") ?? "", model, vocabSize, length: 64 },
					...{ maxLength: maxPositions, rank: 4, dtype: "float32" },
				},
			);
		}, 900_000);
		afterAll(() => sampler?.dispose());
		const draw = (of: ServedAdapter | null, options: GenerationOptions) =>
			collect(sampler.generate(of, prompts, options));
		const [first, second] = [adapter(1), adapter(2)];

		it("answers as ONNX Runtime does, and after a round as the new adapter does", async () => {
			const [one, two] = [await own(first, "one"), await own(second, "two")];
			expect(two).not.toEqual(one);
			expect(await draw(first, greedy)).toEqual(one);
			expect(await draw(second, greedy)).toEqual(two);
			expect(await draw(first, greedy)).toEqual(one);
			const base = await draw(null, greedy);
			expect(base).not.toEqual(one);
			expect(base).not.toEqual(two);
		});

		it("draws by the seed of each prompt", async () => {
			const drawn = await draw(second, sampled);
			expect(await draw(second, sampled)).toEqual(drawn);
			expect(await draw(second, { ...sampled, seed: 2 })).not.toEqual(drawn);
			const single: GenerationOptions["sampling"] = {
				...{ kind: "sample", temperature: 1, topK: 1 },
				...{ topP: null, minP: null },
			};
			expect(await draw(second, { ...sampled, sampling: single })).toEqual(
				await draw(second, greedy),
			);
		});

		it("that is killed is started again, with its adapter", async () => {
			const before = await draw(second, greedy);
			const drawing = draw(second, { ...greedy, maxNewTokens: 400 });
			await new Promise((resolve) => setTimeout(resolve, 300));
			const own = processTree(process.pid).filter(
				({ pid }) => pid !== process.pid,
			);
			killProcesses(own);
			const drawn = await drawing;
			for (const [row, { ids }] of before.entries())
				expect(drawn[row]?.ids.slice(0, ids.length)).toEqual(ids);
			expect(await draw(second, greedy)).toEqual(before);
		});
	},
);
