import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeRandomLlama } from "../../test/fixtures/random-llama.ts";
import { RandomStream } from "../core/random.ts";
import type { Example } from "../data/example.ts";
import { packRows } from "../data/pack.ts";
import { onnxEngine } from "../engine/onnx/graph-engine.ts";
import { openModel } from "../formats/open-model.ts";
import type { Adapter } from "../formats/peft/adapter.ts";
import { writeRewardModel } from "../formats/peft/reward-model.ts";
import type { Model } from "../models/model.ts";
import { scoreGraph } from "../policy/graphs.ts";
import { placeAdapter } from "../policy/open-adapter.ts";
import { openRewardReader } from "../policy/reward-reader.ts";
import type { AnswerToJudge } from "../rewards/reward.ts";
import { openSession } from "../runtime/open-session.ts";
import { openRewardModel } from "./open-reward-model.ts";
import type { Prepared } from "./prepare/prepare.ts";
import { sessionOptions } from "./prepare/session-options.ts";
import type { AnswerTokens } from "./rewarders/reward-functions.ts";

const home = mkdtempSync(join(tmpdir(), "temper-open-reward-"));
const device = { device: "cpu", threads: 1 } as const;
let model: Model;
let adapter: Adapter;
let head: Float32Array;
let answers: Example[];

function draw(name: string, size: number): Float32Array {
	const stream = new RandomStream(7, name);
	return Float32Array.from({ length: size }, () => stream.normal());
}

beforeAll(async () => {
	await writeRandomLlama(join(home, "base"));
	({ model } = await openModel(join(home, "base"), { checkValues: true }));
	const linears = model.architecture.linears.filter(({ path }) =>
		/q_proj|down_proj/.test(path),
	);
	adapter = {
		...{ rank: 2, alpha: 4, dropout: 0.5, rslora: true, fanInFanOut: false },
		...{ targets: null, base: join(home, "base") },
		modules: new Map(
			linears.map(({ path, inFeatures, outFeatures }) => [
				path,
				{
					...{ inFeatures, outFeatures },
					a: draw(`${path}.a`, 2 * inFeatures),
					b: draw(`${path}.b`, 2 * outFeatures),
				},
			]),
		),
	};
	head = draw("head", model.architecture.hiddenSize);
	await writeRewardModel(join(home, "reward"), { adapter, head });
	const stream = new RandomStream(8, "rows");
	answers = [5, 3, 9, 4].map((length, i) => ({
		id: `rows.jsonl:${i + 1}`,
		ids: Int32Array.from({ length }, () => stream.integer(400)),
		mask: Uint8Array.from({ length }, (_, t) => (t > 1 ? 1 : 0)),
		liked: true,
	}));
});

/** Head times hidden state where a token behind the answer's last one would be predicted from. */
async function expected({ ids, ...answer }: Example): Promise<number> {
	const { tuning, values } = placeAdapter(adapter, model.architecture, "test");
	const { graph } = scoreGraph(model, {
		...{ tuning, precision: "float32" as const, length: 16, chunks: 1 },
		...{ recompute: false, sharedPrompts: false },
	});
	const longer = Int32Array.from([...ids, 1]);
	const mask = new Uint8Array(longer.length).fill(1, ids.length);
	const { buffers } = packRows([[{ ...answer, ids: longer, mask }]], {
		...{ windows: [null], chunks: 1, endIds: new Set<number>() },
	});
	const session = await openSession(graph, device);
	const { hidden } = await session.run({ ...buffers, ...values });
	await session.dispose();
	return head.reduce((sum, w, c) => sum + w * (hidden?.data[c] ?? 0), 0);
}

test("reads head times the last hidden state, whatever answers stand beside", async () => {
	const options = { device, length: 16, tokens: 12 };
	const reader = await openRewardReader(join(home, "reward"), model, options);
	const rewards = await reader.score(answers);
	const alone = await reader.score(answers.slice(2, 3));
	await reader.dispose();
	expect(alone[0]).toBeCloseTo(rewards[2] as number, 5);
	expect(new Set(rewards).size).toBe(4);
	for (const [i, answer] of answers.entries())
		expect(rewards[i]).toBeCloseTo(await expected(answer), 4);
});

describe("as a reward of a run", () => {
	const judged: AnswerToJudge = {
		...{ id: "rows.jsonl:1", prompt: "", completion: "", answer: null },
		row: {},
	};
	const prepared = async (run = { model: join(home, "base") }) => {
		const recipe = {
			...{ model: run.model, base: join(home, "base") },
			...{ batch: { tokens: 64 }, objective: { kind: "sft" } },
		};
		const length = Math.max(...answers.map(({ ids }) => ids.length)) + 1;
		const parts = {
			...{ model, base: model, graph: { length }, recipe },
			...{ reference: null, tokenizer: { endOfTurn: new Set() } },
		} as unknown as Prepared;
		const engine = onnxEngine({ device: "cpu", threads: 1 });
		const session = await engine.open(sessionOptions(parts));
		return { prepared: parts, session };
	};

	test("it scores an answer by its tokens", async () => {
		const tokens: AnswerTokens = new WeakMap();
		const folder = join(home, "reward");
		const reward = await openRewardModel(folder, await prepared(), tokens);
		await expect(reward.score(judged)).rejects.toThrow(
			"rows.jsonl:1, reward model",
		);
		tokens.set(judged, answers[1]!);
		const score = await reward.score(judged);
		await reward.dispose();
		expect(score).toBeCloseTo(await expected(answers[1]!), 4);
	});

	test("a copy of its base serves, tuned weights do not", async () => {
		const folder = join(home, "reward");
		const copy = join(home, "copy");
		cpSync(join(home, "base"), copy, { recursive: true });
		const [near, far] = [await prepared({ model: copy }), await prepared()];
		const named = { ...adapter, base: copy };
		const moved = join(home, "moved");
		await writeRewardModel(moved, { adapter: named, head });
		await (await openRewardModel(folder, near, new WeakMap())).dispose();
		await (await openRewardModel(moved, far, new WeakMap())).dispose();
		const weights = join(copy, "model.safetensors");
		const bytes = readFileSync(weights);
		bytes[bytes.length - 1] = 0x3d;
		writeFileSync(weights, bytes);
		await expect(openRewardModel(moved, far, new WeakMap())).rejects.toThrow(
			/base_model_name_or_path: expected the run's model .*found .*copy, which has other weights/,
		);
	});

	test("it is refused beside another base", async () => {
		const open = (change: { head?: Float32Array; adapter?: Adapter }) => {
			const folder = mkdtempSync(join(home, "other-"));
			return writeRewardModel(folder, { adapter, head, ...change }).then(
				async () => openRewardModel(folder, await prepared(), new WeakMap()),
			);
		};
		await expect(open({ head: Float32Array.of(1, 2) })).rejects.toThrow(
			"score.weight: expected a head of 16 features, as the hidden states of this llama model, found one of 2. The reward model was made for another model.",
		);
		const [[path, module] = []] = adapter.modules;
		const wide = {
			...adapter,
			modules: new Map([
				[path!, { ...module!, outFeatures: 1, b: Float32Array.of(1, 1) }],
			]),
		};
		await expect(open({ adapter: wide })).rejects.toThrow(
			"expected a layer of 16 to 16 features, as the model's, found one of 16 to 1 features",
		);
	});
});
