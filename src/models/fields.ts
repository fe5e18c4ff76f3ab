import { isDeepStrictEqual } from "node:util";
import type { Activation } from "../graph/operations.ts";
import type { RotaryScaling } from "../nn/rotary.ts";
import type { ConfigReader } from "./config-reader.ts";

/** Names of activations in configs. `gelu_fast` and the sigmoid form are other functions, and refused. */
export const activationNames: Readonly<Record<string, Activation>> = {
	silu: "silu",
	swish: "silu",
	gelu: "gelu",
	gelu_new: "gelu-tanh",
	gelu_pytorch_tanh: "gelu-tanh",
};

export interface RotaryFields {
	readonly theta: number;
	readonly scaling: RotaryScaling;
}

/**
 * Rotary options from either spelling: `rope_parameters` (one object, with theta inside), or `rope_theta` beside
 * `rope_scaling`.
 */
export function readRotary(
	config: ConfigReader,
	defaults: { readonly theta: number; readonly length: number },
): RotaryFields {
	const parameters = config.raw("rope_parameters");
	const scaling = config.raw("rope_scaling");
	const outer = config.positive("rope_theta", defaults.theta);
	config.must("partial_rotary_factor", 1);
	const read = (key: string, value: unknown) =>
		readRotaryObject(config.inner(key, value), outer, defaults.length);
	if (parameters === undefined)
		return scaling === undefined
			? { theta: outer, scaling: { kind: "default" } }
			: read("rope_scaling", scaling);
	const rotary = read("rope_parameters", parameters);
	checkOlderSpelling(config, rotary, defaults.length);
	return rotary;
}

/**
 * Throws `weights` if `rope_scaling` or `rope_theta` stand beside `rope_parameters` and say something else: versions
 * of transformers differ on which of them counts.
 */
export function checkOlderSpelling(
	config: ConfigReader,
	{ theta, scaling }: RotaryFields,
	length: number,
): void {
	const refuse = (key: string) =>
		config.refuse(
			key,
			"the same as in rope_parameters, or nothing",
			config.raw(key),
			"Keep the one that the model was trained with.",
		);
	if (config.number("rope_theta", theta) !== theta) refuse("rope_theta");
	const older = config.raw("rope_scaling");
	if (older === undefined) return;
	const inner = config.inner("rope_scaling", older);
	const same = readRotaryObject(inner, theta, length);
	if (!isDeepStrictEqual(same, { theta, scaling })) refuse("rope_scaling");
}

/** The object inside `rope_parameters` or `rope_scaling`. */
export function readRotaryObject(
	fields: ConfigReader,
	outerTheta: number,
	length: number,
): RotaryFields {
	const theta = fields.positive("rope_theta", outerTheta);
	fields.must("partial_rotary_factor", 1);
	const named = fields.raw("rope_type") ?? fields.raw("type") ?? "default";
	fields.raw("type");
	const read = scalings[String(named)];
	if (!read || !Object.hasOwn(scalings, String(named)))
		return fields.refuse(
			"rope_type",
			`one of ${Object.keys(scalings).join(", ")}`,
			named,
		);
	const scaling = read(fields, length);
	fields.finish();
	return { theta, scaling };
}

const scalings: Readonly<
	Record<string, (fields: ConfigReader, length: number) => RotaryScaling>
> = {
	default: (fields) => {
		fields.raw("factor");
		return { kind: "default" };
	},
	linear: (fields) => ({ kind: "linear", factor: factorOf(fields) }),
	llama3: (fields, length) => ({
		kind: "llama3",
		factor: factorOf(fields),
		...llama3Band(fields),
		originalLength: fields.size("original_max_position_embeddings", length),
	}),
	yarn: (fields, length) => {
		const factor = factorOf(fields);
		return {
			kind: "yarn",
			factor,
			originalLength: fields.size("original_max_position_embeddings", length),
			...yarnBetas(fields),
			truncate: fields.flag("truncate", true),
			attentionFactor: yarnAmplitude(fields, factor),
		};
	},
};

/** The wave lengths between which Llama 3 goes over from one frequency to the other. */
function llama3Band(fields: ConfigReader) {
	const lowFrequency = fields.positive("low_freq_factor");
	const highFrequency = fields.positive("high_freq_factor");
	if (highFrequency <= lowFrequency)
		fields.refuse(
			"high_freq_factor",
			`more than low_freq_factor, ${lowFrequency}`,
			highFrequency,
		);
	return { lowFrequency, highFrequency };
}

/** Rotations over the original length from which, and up to which, YaRN goes over. */
function yarnBetas(fields: ConfigReader) {
	const betaFast = fields.positive("beta_fast", 32);
	const betaSlow = fields.positive("beta_slow", 1);
	if (betaFast < betaSlow)
		fields.refuse("beta_fast", `at least beta_slow, ${betaSlow}`, betaFast);
	return { betaFast, betaSlow };
}

function factorOf(fields: ConfigReader): number {
	const factor = fields.number("factor");
	return factor >= 1 ? factor : fields.refuse("factor", "1 or more", factor);
}

/** Peng et al., arXiv 2309.00071, equation 22, and its two-part form. */
function yarnAmplitude(fields: ConfigReader, factor: number): number {
	const amplitude = (scale: number) =>
		factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
	const given = fields.raw("attention_factor");
	const all = fields.number("mscale_all_dim", 0);
	const one = fields.number("mscale", 0);
	if (given !== undefined) return fields.positive("attention_factor");
	return all && one ? amplitude(one) / amplitude(all) : amplitude(1);
}

/** Windows of attention per layer from `layer_types`; null if a layer sees everything. */
export function readLayerWindows(
	config: ConfigReader,
	layers: number,
	window: number | null,
	byDefault: (layer: number) => boolean,
): (number | null)[] {
	const types = config.raw("layer_types");
	if (types === undefined)
		return Array.from({ length: layers }, (_, i) =>
			byDefault(i) ? window : null,
		);
	if (!Array.isArray(types) || types.length !== layers)
		return config.refuse("layer_types", `a list of ${layers} words`, types);
	return types.map((type: unknown) => {
		if (type === "full_attention") return null;
		if (type === "sliding_attention" && window !== null) return window;
		return config.refuse(
			"layer_types",
			"full_attention, or sliding_attention with a sliding_window",
			type,
		);
	});
}
