import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import {
	findTorch,
	setupCommand,
	type Variables,
} from "../../engine/torch/environment.ts";
import { inspectPython } from "../../engine/torch/inspect-python.ts";
import type { ModelFiles } from "../../formats/model-files.ts";
import { readArchitecture } from "../../models/model.ts";

/** Whether an engine trains a model, and what is known of it. */
interface Verdict {
	readonly trains: boolean;
	readonly words: string;
}

/** Which engines train a model. */
export interface Engines {
	/** Null if ONNX Runtime trains it; otherwise why not. */
	readonly refusal: TemperError | null;
	readonly torch: Verdict;
}

/** Classes of causal language models, as transformers names them. */
const causalClass = /(ForCausalLM|LMHeadModel)$/;

/**
 * Which engines train a model folder, by its config. A model that ONNX Runtime trains is one that transformers loads. For
 * any other one transformers is asked if an environment is there, which takes seconds; without one the class that
 * config.json names decides.
 */
export async function enginesOf(
	{ config, folder }: ModelFiles,
	env: Variables,
): Promise<Engines> {
	try {
		readArchitecture(config, join(folder, "config.json"));
		return { refusal: null, torch: { trains: true, words: "yes" } };
	} catch (error) {
		if (!(error instanceof TemperError)) throw error;
		const asked = await askTransformers(folder, env);
		return { refusal: error, torch: asked ?? byConfig(config) };
	}
}

/** Null without an environment that could answer. */
async function askTransformers(
	folder: string,
	env: Variables,
): Promise<Verdict | null> {
	try {
		const { python } = findTorch(env);
		const { causal } = await inspectPython(python, { env, causal: folder });
		if (causal === undefined) return null;
		const { value, error } = causal;
		if (value !== null) return { trains: true, words: `yes, as ${value}` };
		const reason =
			error === null
				? "transformers has no causal language model of this type"
				: `transformers refuses it: ${error}`;
		return { trains: false, words: `no: ${reason}` };
	} catch (error) {
		if (error instanceof TemperError) return null;
		throw error;
	}
}

function byConfig({ architectures }: ModelFiles["config"]): Verdict {
	const named: unknown[] = Array.isArray(architectures) ? architectures : [];
	const causal = named.find((name) => causalClass.test(String(name)));
	if (causal === undefined)
		return {
			trains: false,
			words: `no: config.json names no causal language model${named.length > 0 ? `, but ${named.join(", ")}` : ""}`,
		};
	return {
		trains: true,
		words: `probably, as ${causal}, which config.json names; ask transformers itself after \`${setupCommand}\``,
	};
}
