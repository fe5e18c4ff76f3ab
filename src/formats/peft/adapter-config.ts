import { TemperError } from "../../core/error.ts";
import type { Adapter } from "./adapter.ts";

export const adapterConfigFile = "adapter_config.json";
export const adapterWeightsFile = "adapter_model.safetensors";

/** What PEFT says an adapter is for: a language model, or a model that scores whole texts, which is a reward model. */
export type AdapterTask = "CAUSAL_LM" | "SEQ_CLS";

/** Modules that are trained in full in addition to the factors of an adapter, by its task. */
export const savedModules: Readonly<Record<AdapterTask, readonly string[]>> = {
	CAUSAL_LM: [],
	SEQ_CLS: ["score"],
};

/** Name of the weight of a module that was trained whole. */
export function savedKey(module: string): string {
	return `base_model.model.${module}.weight`;
}

/** Fields that say nothing about the mathematics of a trained adapter, or that are read by name below. */
const harmless = new Set([
	"peft_type",
	"r",
	"lora_alpha",
	"lora_dropout",
	"use_rslora",
	"fan_in_fan_out",
	"target_modules",
	"exclude_modules",
	"layers_to_transform",
	"layers_pattern",
	"base_model_name_or_path",
	"bias",
	"task_type",
	"modules_to_save",
	"init_lora_weights",
	"inference_mode",
	"auto_mapping",
	"revision",
	"peft_version",
	"megatron_config",
	"megatron_core",
	"runtime_config",
	"loftq_config",
	"eva_config",
	"corda_config",
	"lora_ga_config",
	"ensure_weight_tying",
	"qalora_group_size",
]);

/** Ways to start that leave the base's weights as they are; the others move a part of them into the adapter. */
const plainStarts: readonly unknown[] = [
	undefined,
	null,
	true,
	false,
	"gaussian",
	"orthogonal",
	"eva",
];

function isEmpty(value: unknown): boolean {
	if (value === null || value === false || value === undefined) return true;
	return typeof value === "object" && Object.keys(value).length === 0;
}

class ConfigFields {
	readonly #file: string;
	readonly #fields: Readonly<Record<string, unknown>>;

	constructor(file: string, fields: Readonly<Record<string, unknown>>) {
		this.#file = file;
		this.#fields = fields;
	}

	refuse(name: string, expected: string, hint?: string): never {
		const found = JSON.stringify(this.#fields[name]) ?? "nothing";
		throw new TemperError("weights", {
			where: `${this.#file}, ${name}`,
			expected,
			found: found.slice(0, 200),
			...(hint !== undefined && { hint }),
		});
	}

	number(name: string, accept: (value: number) => boolean, what: string) {
		const value = this.#fields[name];
		return typeof value === "number" && accept(value)
			? value
			: this.refuse(name, what);
	}

	flag(name: string): boolean {
		const value = this.#fields[name] ?? false;
		return typeof value === "boolean" ? value : this.refuse(name, "a boolean");
	}
}

function readTargets(
	fields: ConfigFields,
	value: unknown,
): readonly string[] | null {
	// A text is a pattern or "all-linear": the file's own tensors say which modules it met.
	if (typeof value === "string" || value === null || value === undefined)
		return null;
	if (Array.isArray(value) && value.every((name) => typeof name === "string"))
		return value;
	return fields.refuse("target_modules", "a list of names");
}

const otherTask: Readonly<Record<AdapterTask, readonly [string, string]>> = {
	CAUSAL_LM: [
		'"CAUSAL_LM"',
		"SEQ_CLS is a reward model: it ranks answers (`npx temper-lm rank`) and rewards them, and cannot write any.",
	],
	SEQ_CLS: [
		'"SEQ_CLS", as a reward model has it',
		"CAUSAL_LM is an adapter that writes answers: it has no head that scores them.",
	],
};

function requireTask(
	fields: ConfigFields,
	found: unknown,
	task: AdapterTask,
): void {
	if ((found ?? "CAUSAL_LM") === task) return;
	const [expected, hint] = otherTask[task];
	const known = found === "SEQ_CLS" || (found ?? "CAUSAL_LM") === "CAUSAL_LM";
	fields.refuse("task_type", expected, known ? hint : undefined);
}

/** PEFT lists names of which a model need not have all; `classifier` is what other families call their score. */
function requireSaved(
	fields: ConfigFields,
	found: unknown,
	task: AdapterTask,
): void {
	const saved = savedModules[task];
	if (saved.length === 0 && isEmpty(found)) return;
	const fits =
		Array.isArray(found) &&
		saved.length > 0 &&
		saved.every((name) => found.includes(name)) &&
		found.every((name) => name === "classifier" || saved.includes(name));
	if (fits) return;
	fields.refuse(
		"modules_to_save",
		saved.length === 0 ? "no modules" : JSON.stringify(saved),
	);
}

/**
 * Reads `adapter_config.json` of an adapter for `task`. Throws `weights`, by name, for every field that changes the mathematics and is not supported:
 * unknown fields that are set are refused as well.
 */
export function readAdapterConfig(
	file: string,
	config: Readonly<Record<string, unknown>>,
	task: AdapterTask,
): Omit<Adapter, "modules"> {
	const fields = new ConfigFields(file, config);
	if (config.peft_type !== "LORA") fields.refuse("peft_type", '"LORA"');
	if ((config.bias ?? "none") !== "none") fields.refuse("bias", '"none"');
	requireTask(fields, config.task_type, task);
	requireSaved(fields, config.modules_to_save, task);
	if (!plainStarts.includes(config.init_lora_weights))
		fields.refuse(
			"init_lora_weights",
			"a start that leaves the base model's weights as they are",
		);
	for (const [name, value] of Object.entries(config))
		if (!harmless.has(name) && !isEmpty(value))
			fields.refuse(name, "nothing: Temper does not know this field");
	const base = config.base_model_name_or_path;
	return {
		rank: fields.number(
			"r",
			(value) => Number.isSafeInteger(value) && value > 0,
			"a whole number above zero",
		),
		alpha: fields.number("lora_alpha", Number.isFinite, "a number"),
		dropout: fields.number(
			"lora_dropout",
			(value) => value >= 0 && value < 1,
			"a number from 0 to below 1",
		),
		rslora: fields.flag("use_rslora"),
		fanInFanOut: fields.flag("fan_in_fan_out"),
		targets: readTargets(fields, config.target_modules),
		base: typeof base === "string" ? base : null,
	};
}

/** The contents of `adapter_config.json`, as PEFT and vLLM read them. */
export function writeAdapterConfig(
	adapter: Omit<Adapter, "modules">,
	targets: readonly string[],
	task: AdapterTask,
): Record<string, unknown> {
	const saved = savedModules[task];
	return {
		peft_type: "LORA",
		task_type: task,
		base_model_name_or_path: adapter.base,
		revision: null,
		inference_mode: true,
		r: adapter.rank,
		lora_alpha: adapter.alpha,
		lora_dropout: adapter.dropout,
		use_rslora: adapter.rslora,
		use_dora: false,
		fan_in_fan_out: adapter.fanInFanOut,
		bias: "none",
		target_modules: targets,
		modules_to_save: saved.length === 0 ? null : saved,
		init_lora_weights: true,
		layers_to_transform: null,
		layers_pattern: null,
		rank_pattern: {},
		alpha_pattern: {},
	};
}
