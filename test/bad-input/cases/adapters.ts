import { writeAdapter } from "../../../src/formats/peft/write-adapter.ts";
import { type BadCase, generate } from "../bad-case.ts";
import type { World } from "../world.ts";

const q = "model.layers.0.self_attn.q_proj";
const folder = "adapter";
const configFile = "adapter/adapter_config.json";
const weightsFile = "adapter/adapter_model.safetensors";
const talk = generate("--adapter", "DIR/adapter");
const merge = [
	...["export", "--model", "DIR/model", "--adapter", "DIR/adapter"],
	...["--out", "DIR/out"],
];

/** An adapter of one layer, whole unless its values or sizes are not. */
async function adapt(
	world: World,
	path = q,
	[inFeatures, outFeatures] = [16, 16],
	value = 0.5,
): Promise<void> {
	const a = new Float32Array(2 * inFeatures).fill(value);
	const b = new Float32Array(2 * outFeatures);
	await writeAdapter(world.path(folder), {
		...{ rank: 2, alpha: 4, dropout: 0, rslora: false, fanInFanOut: false },
		...{ targets: null, base: "tiny" },
		modules: new Map([[path, { inFeatures, outFeatures, a, b }]]),
	});
}

function field(name: string, value: unknown): BadCase {
	return {
		name: `an adapter with ${name} ${JSON.stringify(value)}`,
		async spoil(world) {
			await adapt(world);
			world.fields(configFile, { [name]: value });
		},
		argv: talk,
		says: ["adapter_config.json", name],
	};
}

export const adapters: readonly BadCase[] = [
	field("peft_type", "IA3"),
	field("use_dora", true),
	field("modules_to_save", ["lm_head"]),
	field("rank_pattern", { q_proj: 4 }),
	field("bias", "all"),
	{
		...field("r", 1e9),
		says: ["adapter_model.safetensors", q, "[1000000000, in]", "[2, 16]"],
	},
	field("r", null),
	field("lora_alpha", "16"),
	field("some_option_of_tomorrow", 3),
	...[talk, merge].flatMap((argv): BadCase[] => [
		{
			name: `an adapter on the head, to ${argv[0]}`,
			spoil: (world) => adapt(world, "lm_head", [16, 420]),
			argv,
			says: ["lm_head", "between embedding and head"],
		},
		{
			name: `an adapter of another model, to ${argv[0]}`,
			spoil: (world) => adapt(world, "transformer.h.0.attn.c_attn"),
			argv,
			says: ["c_attn", "a linear layer of this llama model"],
		},
		{
			name: `an adapter of other sizes, to ${argv[0]}`,
			spoil: (world) => adapt(world, q, [24, 24]),
			argv,
			says: [q, "16 to 16 features", "24 to 24"],
		},
	]),
	{
		name: "an adapter that is no numbers",
		spoil: (world) => adapt(world, q, [16, 16], Number.NaN),
		argv: talk,
		says: ["adapter_model.safetensors", q, "finite"],
	},
	{
		name: "an adapter without weights",
		async spoil(world) {
			await adapt(world);
			world.remove(weightsFile);
		},
		argv: ["inspect", "DIR/adapter"],
		says: ["adapter_model.safetensors", "nothing at this path"],
	},
	{
		name: "an adapter cut short",
		async spoil(world) {
			await adapt(world);
			world.write(weightsFile, world.read(weightsFile).subarray(0, -9));
		},
		argv: merge,
		says: ["adapter_model.safetensors", "data_offsets"],
	},
	{
		name: "an adapter whose config is cut short",
		async spoil(world) {
			await adapt(world);
			world.write(configFile, '{"peft_type": "LORA"');
		},
		argv: talk,
		says: ["adapter_config.json line 1"],
	},
	{
		name: "no adapter",
		spoil: () => {},
		argv: talk,
		says: ["adapter_config.json", "nothing at this path"],
	},
	{
		name: "a model in place of an adapter",
		spoil: () => {},
		argv: generate("--adapter", "DIR/model"),
		says: ["--adapter", "the folder of an adapter", "a model folder"],
	},
	{
		name: "an adapter in place of a model",
		spoil: (world) => adapt(world),
		argv: ["generate", "--model", "DIR/adapter", "--prompt", "a"],
		says: ["--model", "a model folder", "the folder of an adapter"],
	},
];
