import { plain, shown } from "./own-word.ts";

/** Values of other trainers by key, in the same form, with what to write. */
const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	device: {
		gpu: "device: cuda for an NVIDIA card, device: webgpu for any other",
		nvidia: "device: cuda",
		cuda: "device: cuda",
		mps: "device: webgpu",
		metal: "device: webgpu",
		apple: "device: webgpu",
		vulkan: "device: webgpu",
		rocm: "device: webgpu",
		directml: "device: webgpu",
		auto: "device: cpu, webgpu or cuda",
	},
	precision: {
		fp32: "precision: float32",
		"32": "precision: float32",
		...Object.fromEntries(
			[
				"bf16",
				"fp16",
				"bfloat16",
				"float16",
				"half",
				"16",
				"16mixed",
				"bf16mixed",
			].map((word) => [
				word,
				"precision: bfloat16 with engine: torch, or precision: float32, mixed or int8 without it",
			]),
		),
		"8bit": "precision: int8",
		"4bit": "precision: nf4 with engine: torch, or precision: int4 without it",
	},
	engine: {
		pytorch: "engine: torch",
		transformers: "engine: torch",
		hf: "engine: torch",
		trl: "engine: torch",
		gpu: "engine: torch",
		cuda: "engine: torch",
		fsdp: "engine: { kind: torch, shard: full }",
		fsdp2: "engine: { kind: torch, shard: full }",
		deepspeed: "engine: { kind: torch, shard: full }",
		onnxruntime: "engine: onnx",
		node: "engine: onnx",
		cpu: "engine: onnx",
	},
	optimizer: Object.fromEntries(
		[
			"adam",
			"adamw",
			"adamwtorch",
			"adamw8bit",
			"pagedadamw8bit",
			"pagedadamw32bit",
			"adamwtorchfused",
			"sgd",
			"lion",
			"adafactor",
		].map((word) => [
			word,
			"optimizer: { learningRate: 1e-4 }; AdamW is the only optimizer",
		]),
	),
	tune: {
		peft: "tune: lora",
		qlora:
			"tune: lora with precision: nf4 and engine: torch, or with precision: int4",
		dora: "tune: lora",
		adapter: "tune: lora",
		freeze: "tune: lora",
		fullfinetuning: "tune: full",
		all: "tune: full",
		none: "tune: full",
	},
	schedule: {
		cosinewithrestarts: "schedule: cosine",
		polynomial: "schedule: linear",
		constantwithwarmup: "schedule: { kind: constant, warmup: 0.03 }",
		linearwithwarmup: "schedule: { kind: linear, warmup: 0.03 }",
		cosinewithminlr: "schedule: cosine",
	},
	objective: {
		ppo: "objective: grpo",
		rloo: "objective: grpo",
		reinforce: "objective: grpo",
		rlhf: "objective: grpo, with a reward",
		rm: "objective: reward-model",
		reward: "objective: reward-model",
		supervised: "objective: sft",
		pretraining: "objective: sft, with rows of text",
		sigmoid: "objective: dpo",
	},
};

/** The key of a part that a bare number or text is most likely meant for. */
const mainKeys: Readonly<
	Record<string, Readonly<Partial<Record<string, string>>>>
> = {
	data: { string: "train" },
	leash: { number: "kl" },
	tune: { number: "rank" },
	optimizer: { number: "learningRate" },
	schedule: { number: "warmup" },
	batch: { number: "rows" },
	length: { number: "count" },
	evaluate: { number: "every" },
	save: { number: "every" },
	keep: { number: "last" },
	device: { number: "threads" },
	engine: { number: "gpus" },
};

function inMainKey(part: string, value: unknown): string | null {
	const keys = Object.hasOwn(mainKeys, part) ? mainKeys[part] : undefined;
	const key = keys?.[typeof value];
	return key === undefined
		? null
		: `Write ${part}: { ${key}: ${shown(value, "...")} }.`;
}

/** What to write instead of another trainer's value of a key, or of a bare value of a part; null for a value that is neither. */
export function foreignValue(key: string, value: unknown): string | null {
	if (typeof value !== "string" && typeof value !== "number") return null;
	const table = Object.hasOwn(values, key) ? values[key] : {};
	if (table === undefined) return null;
	const word = plain(String(value)).replace(
		key === "device" ? /:\d+$/ : /^$/,
		"",
	);
	return Object.hasOwn(table, word)
		? `Write ${table[word]}.`
		: inMainKey(key, value);
}
