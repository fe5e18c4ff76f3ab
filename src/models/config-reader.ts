import { TemperError } from "../core/error.ts";

/** Fields that describe training, files or the library and never the function that the weights compute. */
const inert = new Set([
	"architectures",
	"attention_dropout",
	"attn_pdrop",
	"chunk_size_feed_forward",
	"dtype",
	"embd_pdrop",
	"finetuning_task",
	"gradient_checkpointing",
	"id2label",
	"initializer_range",
	"is_llama_config",
	"keys_to_ignore_at_inference",
	"label2id",
	"max_length",
	"model_type",
	"n_ctx",
	"num_return_sequences",
	"output_attentions",
	"output_hidden_states",
	"output_past",
	"problem_type",
	"resid_pdrop",
	"return_dict",
	"rope_interleaved",
	"summary_activation",
	"summary_first_dropout",
	"summary_proj_to_labels",
	"summary_type",
	"summary_use_proj",
	"task_specific_params",
	"torch_dtype",
	"transformers.js_config",
	"transformers_version",
	"unsloth_fixed",
	"use_cache",
]);

/** Several times the deepest model there is. */
const mostLayers = 2048;

/** Names with an underscore are the library's private notes; token ids matter to text and not to the model. */
function isInert(key: string): boolean {
	return inert.has(key) || key.startsWith("_") || key.endsWith("_token_id");
}

/**
 * Reads a config.json field by field and remembers what was asked for. What nobody asked for and is not known to be
 * inert would silently change the mathematics, so `finish` refuses it by name.
 */
export class ConfigReader {
	readonly #config: Readonly<Record<string, unknown>>;
	readonly #where: string;
	readonly #read = new Set<string>();

	constructor(config: Readonly<Record<string, unknown>>, where: string) {
		this.#config = config;
		this.#where = where;
	}

	raw(key: string): unknown {
		this.#read.add(key);
		return this.#config[key] ?? undefined;
	}

	/** A positive whole number, at most `most`. */
	size(key: string, fallback?: number, most = 2 ** 31 - 1): number {
		const value = this.number(key, fallback);
		if (Number.isSafeInteger(value) && value > 0 && value <= most) return value;
		return this.refuse(key, `a whole number from 1 to ${most}`, value);
	}

	/** How many layers. Lists of tensors are made from it before a file is seen, so it is bounded. */
	layers(key: string): number {
		return this.size(key, undefined, mostLayers);
	}

	/** A number above zero. */
	positive(key: string, fallback?: number): number {
		const value = this.number(key, fallback);
		return value > 0 ? value : this.refuse(key, "a number above 0", value);
	}

	/** What keeps a norm from dividing by zero. */
	epsilon(key: string, fallback: number): number {
		const value = this.number(key, fallback);
		if (value >= 0 && value < 1) return value;
		return this.refuse(key, "a number from 0 to below 1", value);
	}

	number(key: string, fallback?: number): number {
		const value = this.raw(key) ?? fallback;
		if (typeof value === "number" && Number.isFinite(value)) return value;
		return this.refuse(key, "a number", value);
	}

	flag(key: string, fallback: boolean): boolean {
		const value = this.raw(key) ?? fallback;
		if (typeof value === "boolean") return value;
		return this.refuse(key, "true or false", value);
	}

	/** One of the words of a table. */
	word<T>(
		key: string,
		table: Readonly<Record<string, T>>,
		fallback?: string,
	): T {
		const value = this.raw(key) ?? fallback;
		const found =
			typeof value === "string" && Object.hasOwn(table, value)
				? table[value]
				: undefined;
		return (
			found ??
			this.refuse(key, `one of ${Object.keys(table).join(", ")}`, value)
		);
	}

	/** A field that is understood at one value only. */
	must(key: string, ...allowed: readonly unknown[]): void {
		const value = this.raw(key);
		if (value === undefined || allowed.includes(value)) return;
		const words = allowed.map((one) => JSON.stringify(one)).join(" or ");
		this.refuse(key, words === "" ? "null" : words, value);
	}

	/** A reader of an object inside this one. */
	inner(key: string, value: unknown): ConfigReader {
		if (value !== null && typeof value === "object" && !Array.isArray(value))
			return new ConfigReader(
				value as Record<string, unknown>,
				`${this.#where}, ${key}`,
			);
		return this.refuse(key, "an object", value);
	}

	/** Throws `weights` for the first field that was neither read nor inert. */
	finish(): void {
		for (const [key, value] of Object.entries(this.#config)) {
			if (this.#read.has(key) || isInert(key)) continue;
			if (value === null || value === false) continue;
			this.refuse(
				key,
				"only fields that Temper implements",
				value,
				"The model would compute something other than intended, so it is refused.",
			);
		}
	}

	refuse(key: string, expected: string, found: unknown, hint?: string): never {
		const shown = found === undefined ? "nothing" : JSON.stringify(found);
		throw new TemperError("weights", {
			where: `${this.#where}, ${key}`,
			expected,
			found: shown.length > 80 ? `${shown.slice(0, 77)}...` : shown,
			...(hint ? { hint } : {}),
		});
	}
}
