import { RandomStream } from "../../../src/core/random.ts";
import type { Message } from "../../../src/engine/torch/wire.ts";
import { sft } from "../../../src/objectives/imitation/sft.ts";
import { lowerObjective } from "../../../src/objectives/lower.ts";

const name = "policy";
const module = "model.layers.0.self_attn.q_proj";
const [hidden, outputs, rank] = [96, 96, 2];

/** Random adapters of one module of the toy. */
function adapter(): Message["tensors"] {
	const random = new RandomStream(3, "adapter");
	const factor = (shape: readonly [number, number]) => ({
		shape,
		data: Float32Array.from(
			{ length: shape[0] * shape[1] },
			() => 0.1 * random.normal(),
		),
	});
	return {
		[`${module}.lora_A.weight`]: factor([rank, hidden]),
		[`${module}.lora_B.weight`]: factor([outputs, rank]),
	};
}

const list = (data: Int32Array | Uint8Array) => ({
	shape: [data.length],
	data,
});

/** Three rows in two micro-batches. */
function rows(): Message["tensors"] {
	const random = new RandomStream(4, "rows");
	const lengths = [5, 7, 4];
	const masks = lengths.flatMap((length) =>
		Array.from({ length }, (_, t) => (t < 2 ? 0 : 1)),
	);
	return {
		ids: list(Int32Array.from(masks, () => 3 + random.integer(1000))),
		lengths: list(Int32Array.from(lengths)),
		mask: list(Uint8Array.from(masks)),
		liked: list(Uint8Array.from(lengths, () => 1)),
		groups: list(Int32Array.of(2, 1)),
	};
}

const tuning = {
	...{ kind: "lora", rank, alpha: 4, rslora: false, dropout: 0 },
	paths: [module],
};

const optimizer = {
	...{ betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01, clip: 1 },
};

/** A request of each important kind, in the order in which they are asked. */
export const savedRequests: readonly Message[] = [
	{
		fields: {
			...{ op: "open", model: "models/toy", base: null, reference: null },
			...{ precision: "float32", tuning, shard: "none", recompute: false },
			...{ headChunk: 0, endIds: [2] },
		},
		tensors: {},
	},
	{
		fields: {
			...{ op: "learner", name, model: "models/toy", reward: false, tuning },
			...{ objective: lowerObjective(sft()), sftGraph: lowerObjective(sft()) },
			optimizer,
		},
		tensors: adapter(),
	},
	{
		fields: {
			...{ op: "step", name, step: 0, learningRate: 0.01, seeds: [5, 6] },
			...{ statistic: null, strength: null, hold: null },
			...{ referenceOf: null, referenceIsPolicy: false },
		},
		tensors: rows(),
	},
	{
		fields: { op: "score", of: "now", name, against: "base" },
		tensors: rows(),
	},
	{
		fields: {
			...{ op: "draw", of: "now", name, maxNewTokens: 4, rows: 2 },
			...{ sampling: { kind: "greedy" }, seeds: [1, 2], stopIds: [2] },
		},
		tensors: {
			ids: list(Int32Array.of(40, 41, 42, 43, 44)),
			lengths: list(Int32Array.of(2, 3)),
		},
	},
].map(({ fields, tensors }, i) => ({
	fields: { id: i + 1, ...fields },
	tensors,
}));
