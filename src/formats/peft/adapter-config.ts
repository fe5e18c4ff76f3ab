import { TemperError } from "../../core/error.ts";
import type { Adapter } from "./adapter.ts";

export const adapterConfigFile = "adapter_config.json";
export const adapterWeightsFile = "adapter_model.safetensors";

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

	refuse(name: string, expected: string): never {
		const found = JSON.stringify(this.#fields[name]) ?? "nothing";
		throw new TemperError("weights", {
			where: `${this.#file}, ${name}`,
			expected,
			found: found.slice(0, 200),
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

/**
 * Reads `adapter_config.json`. Throws `weights`, by name, for every field that changes the mathematics and is not supported:
 * unknown fields that are set are refused as well.
 */
export function readAdapterConfig(
	file: string,
	config: Readonly<Record<string, unknown>>,
): Omit<Adapter, "modules"> {
	const fields = new ConfigFields(file, config);
	if (config.peft_type !== "LORA") fields.refuse("peft_type", '"LORA"');
	if ((config.bias ?? "none") !== "none") fields.refuse("bias", '"none"');
	if ((config.task_type ?? "CAUSAL_LM") !== "CAUSAL_LM")
		fields.refuse("task_type", '"CAUSAL_LM"');
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
): Record<string, unknown> {
	return {
		peft_type: "LORA",
		task_type: "CAUSAL_LM",
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
		modules_to_save: null,
		init_lora_weights: true,
		layers_to_transform: null,
		layers_pattern: null,
		rank_pattern: {},
		alpha_pattern: {},
	};
}
