import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import type { LinearSpec, ModelShape } from "./architecture.ts";
import { headTensor, type ShapedModel } from "./model.ts";

type Config = Readonly<Record<string, unknown>>;

/** Families whose linear layers are kept as [in, out], as transformers' Conv1D does. */
const inOutFamilies = new Set(["gpt2", "openai-gpt", "imagegpt", "ctrl"]);

/** Names of the embedding of tokens in different families. */
const embedding =
	/(^|\.)(embed_tokens|wte|word_embeddings|embed_in|tok_embeddings|tokens_embed|embeddings)\.weight$/;

/** Names of the output head in different families. */
const head = /(^|\.)(lm_head|embed_out|output)\.weight$/;

/** A matrix of a layer: a number is among the words of its name. */
const ofLayer = /(^|\.)\d+\..*\.weight$/;

/** Matrices that are no linear layers of their own in transformers: experts are joined, routers choose among them. */
const notLinear =
	/\.experts?\.|\.(gate|router|wg)\.weight$|(^|\.)router\.|norm|embed/i;

/** The first of these numbers that a config has. */
function sizeOf(config: Config, ...keys: readonly string[]): number | null {
	for (const key of keys) {
		const value = config[key];
		if (typeof value === "number" && Number.isSafeInteger(value) && value > 0)
			return value;
	}
	return null;
}

function isObject(value: unknown): value is Config {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The part of a config that describes the language model, in models that see or hear as well. */
function textConfig(config: Config): Config {
	const { text_config: text } = config;
	return isObject(text) ? { ...config, ...text } : config;
}

function linearsOf(
	stored: ReadonlyMap<string, StoredTensor>,
	inOut: boolean,
): LinearSpec[] {
	return [...stored.values()]
		.filter(
			({ name, shape }) =>
				shape.length === 2 && ofLayer.test(name) && !notLinear.test(name),
		)
		.map(({ name, shape }) => {
			const [rows = 0, columns = 0] = shape;
			return {
				path: name.slice(0, -".weight".length),
				inFeatures: inOut ? rows : columns,
				outFeatures: inOut ? columns : rows,
			};
		});
}

/**
 * What a config and the headers of its weights say of a causal model of any family: sizes, linear layers, the head. Only
 * an engine that knows the family computes with it. Throws `weights` without a size that training needs.
 */
export function foreignModel(
	config: Config,
	stored: ReadonlyMap<string, StoredTensor>,
	where = "config.json",
): ShapedModel {
	const text = textConfig(config);
	const family = String(config.model_type ?? text.model_type ?? "unknown");
	const names = [...stored.keys()];
	const table = stored.get(names.find((name) => embedding.test(name)) ?? "");
	const own = stored.get(names.find((name) => head.test(name)) ?? "");
	const need = (size: number | null | undefined, key: string) => {
		if (typeof size === "number") return size;
		throw new TemperError("weights", {
			where: `${where}, ${key}`,
			expected: "a whole number above 0",
			found: "none",
			hint: "The folder must hold a causal language model that transformers loads.",
		});
	};
	const hiddenSize = need(
		sizeOf(text, "hidden_size", "n_embd", "d_model", "dim") ?? table?.shape[1],
		"hidden_size",
	);
	const inOut = inOutFamilies.has(family);
	const architecture: ModelShape = {
		...{ family, hiddenSize },
		vocabSize: need(
			sizeOf(text, "vocab_size") ?? (own ?? table)?.shape[0],
			"vocab_size",
		),
		// Families without positions of their own, such as state space models, read rows of any length.
		maxPositions:
			sizeOf(
				text,
				...["max_position_embeddings", "n_positions", "max_seq_len"],
				...["seq_length", "max_sequence_length", "n_ctx"],
			) ?? 2 ** 31 - 1,
		layout: inOut ? "in-out" : "out-in",
		tensors: new Map([...stored].map(([name, { shape }]) => [name, shape])),
		linears: linearsOf(stored, inOut),
		head: own?.name ?? table?.name ?? headTensor,
	};
	return { architecture, tensors: stored };
}
