import { describe, expect, test } from "vitest";
import { recipeSchema } from "../../schemas/recipe-schema.ts";
import { knownKeys } from "../known-keys.ts";
import { parsePilot } from "../parse-pilot.ts";
import { parseRecipe } from "../parse-recipe.ts";
import { keyWords } from "./key-words.ts";

const recipe = {
	model: "m",
	data: { train: "rows.jsonl" },
	objective: "sft",
};

function errorOf(setting: string): string {
	try {
		parseRecipe(recipe, { overrides: [setting] });
	} catch (error) {
		return (error as Error).message;
	}
	throw new Error(`${setting} was taken`);
}

describe("keys of other trainers are found by name, with the recipe's own key and the value that was given", () => {
	test.each([
		["epochs=3", "found epochs", "length: { kind: epochs, count: 3 }"],
		["num_train_epochs=2", "", "length: { kind: epochs, count: 2 }"],
		["max_steps=200", "", "length: { kind: steps, count: 200 }"],
		["lora.r=16", "found lora.r", "tune.rank, as tune: { rank: 16 }"],
		["lora={lora_alpha: 32}", "found lora.lora_alpha", "tune.alpha"],
		["peft_config={r: 4}", "found peft_config.r", "tune: { rank: 4 }"],
		["lora_alpha=32", "", "tune: { alpha: 32 }"],
		["target_modules=[q_proj]", "", "tune.targets"],
		["lr=1e-4", "", "optimizer.learningRate"],
		["learning_rate=2e-4", "", "optimizer: { learningRate: 0.0002 }"],
		["training_args.learning_rate=1", "found training_args.learning_rate", ""],
		["optimizer.weight_decay=0.1", "", "optimizer: { weightDecay: 0.1 }"],
		["per_device_train_batch_size=4", "", "batch: { rows: 4 }"],
		["gradient_accumulation_steps=8", "", "part of batch.rows"],
		["max_seq_length=1024", "", "data.maxLength"],
		["max_samples=500", "", "data: { limit: 500 }"],
		["warmup_steps=100", "", "schedule.warmup"],
		["bf16=true", "", "precision: bfloat16 with engine: torch"],
		["load_in_4bit=true", "", "precision: nf4 with engine: torch"],
		["nproc_per_node=8", "", "engine: { kind: torch, gpus: 8 }"],
		["num_nodes=2", "", "engine: { kind: torch, nodes: 2 }"],
		["deepspeed=ds.json", "", "engine: { kind: torch, shard: full }"],
		["gradient_checkpointing=true", "", "recompute: true"],
		["output_dir=here", "", "out: here"],
		["Learning-Rate=1e-4", "", "optimizer.learningRate"],
	])("%s", (setting, found, hint) => {
		const message = errorOf(setting);
		expect(message).toContain(found);
		expect(message).toContain(`In a recipe this is `);
		expect(message).toContain(hint);
	});
});

describe("so are values", () => {
	test.each([
		["device=gpu", "device: cuda for an NVIDIA card, device: webgpu"],
		["device=mps", "device: webgpu"],
		["device={kind: metal}", "device: webgpu"],
		["precision=bf16", "precision: bfloat16 with engine: torch"],
		["precision=4bit", "precision: nf4 with engine: torch"],
		["engine=pytorch", "engine: torch"],
		["engine=fsdp", "engine: { kind: torch, shard: full }"],
		["precision=fp32", "precision: float32"],
		[
			"optimizer=adamw_torch",
			"optimizer: { learningRate: 1e-4 }; AdamW is the only optimizer",
		],
		["tune=qlora", "tune: lora with precision: nf4 and engine: torch"],
		["objective=ppo", "objective: grpo"],
		["device=cuda:1", "device: cuda"],
		["device=gpu:0", "device: cuda for an NVIDIA card"],
		["schedule=constant_with_warmup", "schedule: { kind: constant"],
	])("%s", (setting, hint) => {
		expect(errorOf(setting)).toContain(`Write ${hint}`);
	});
});

describe("what is a recipe's own word is not taken for another's", () => {
	test.each([
		["tune={kind: full, rank: 3}", "rank belongs to kind lora, not to full."],
		["objective.alpha=3", "alpha belongs to kind eaft, not to sft."],
		["tune.rnk=3", "Did you mean rank?"],
		["device=cpux", "Did you mean cpu?"],
	])("%s", (setting, hint) => {
		expect(errorOf(setting)).toContain(hint);
	});
});

describe("a bare value of a part gets the key that it is meant for", () => {
	test.each([
		["data=rows.jsonl", "Write data: { train: rows.jsonl }."],
		["length=3", "Write length: { count: 3 }."],
		["batch=4", "Write batch: { rows: 4 }."],
		["leash=0.05", "Write leash: { kl: 0.05 }."],
		["evaluate=10", "Write evaluate: { every: 10 }."],
		["keep=1", "Write keep: { last: 1 }."],
		["tune=16", "Write tune: { rank: 16 }."],
		["optimizer=1e-4", "Write optimizer: { learningRate: 0.0001 }."],
	])("%s", (setting, hint) => {
		expect(errorOf(setting)).toContain(hint);
	});

	test("but a key inside a part does not", () => {
		expect(errorOf("batch.rows=0")).not.toContain("Write");
		expect(errorOf("length.count=-1")).not.toContain("Write");
	});
});

test.each([
	["packing=true", "Rows are always packed"],
	["report_to=wandb", "npx temper-lm runs show"],
	["resume_from_checkpoint=true", "npx temper-lm runs resume RUN"],
	["data.train_on_inputs=false", "only the tokens of assistant turns"],
])("%s has no place in a recipe, with the reason", (setting, reason) => {
	expect(errorOf(setting)).toContain(reason);
});

test("in a pilot they belong under base or under an arm", () => {
	const pilot = { model: "m", data: { train: "r.jsonl" }, tasks: ["t.yaml"] };
	expect(() => parsePilot({ ...pilot, lr: 1e-4 })).toThrow(
		/optimizer\.learningRate, as .* In a pilot it belongs under base/,
	);
	expect(() => parsePilot({ ...pilot, base: { lora: { r: 2 } } })).toThrow(
		/found .*lora\.r\. In a recipe this is tune\.rank/,
	);
});

test("every word is translated to a key that a recipe has", () => {
	const keys = new Set(
		knownKeys(recipeSchema).map(({ parent, key }) =>
			parent === "" ? key : `${parent}.${key}`,
		),
	);
	const named = new Set(Object.values(keyWords).map(({ key }) => key));
	expect([...named].filter((key) => !keys.has(key))).toEqual([]);
	expect(named.size).toBeGreaterThan(20);
});
