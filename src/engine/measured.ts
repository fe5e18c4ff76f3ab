import type { Group } from "../data/example.ts";
import type { Generate } from "../generate/generate.ts";
import type { ModelShape } from "../models/architecture.ts";
import type { RowScores } from "../policy/row-scores.ts";

/** A model folder with an adapter or without. */
export interface ModelParts {
	readonly model: string;
	/** A PEFT folder. */
	readonly adapter: string | null;
}

export interface MeasuredOptions {
	/** The model that is measured. */
	readonly own: ModelParts;
	/** The model of the same shapes and tokens that it is compared with; null if it is compared with none. */
	readonly other: ModelParts | null;
	/** Tokens that are read at once. */
	readonly tokens: number;
}

/** Who computes for measurements. */
export interface MeasuringEngine {
	/**
	 * For people: `ONNX Runtime on cpu`, `PyTorch in 2 processes, bfloat16`. Engines that may compute different numbers have different
	 * names: results that were kept under another name are not used again.
	 */
	readonly name: string;
	/** Opens a model to measure it. Throws `weights` for a folder that holds no whole model that this engine can compute. */
	openMeasured(options: MeasuredOptions): Promise<MeasuredModel>;
}

/** Scores the supervised tokens of groups, row by row. */
export interface LikelihoodReader {
	score(groups: readonly Group[]): Promise<RowScores[]>;
	dispose(): Promise<void>;
}

/** A model that speaks and reads. */
export interface ReadableModel {
	/** As far as its text is concerned. */
	readonly shape: Pick<ModelShape, "vocabSize" | "maxPositions">;
	/** Answers prompts. */
	generate(): Promise<Generate>;
	/** Reads rows of at most so many tokens, without KL. */
	likelihoods(length: number): Promise<LikelihoodReader>;
	dispose(): Promise<void>;
}

/** A model that an engine opened to measure it. Its weights are read when they are first needed. All methods throw `weights` and `device`. */
export interface MeasuredModel extends ReadableModel {
	/** Null if it is compared with no other model. */
	readonly compared: ComparedModel | null;
}

/** What is measured between a model and the one that it is compared with. */
export interface ComparedModel {
	/** Reads rows of at most so many tokens under the measured model, with KL(other || own) of each token. */
	likelihoods(length: number): Promise<LikelihoodReader>;
	/** Answers prompts with the other model. */
	generate(): Promise<Generate>;
	/** How the other model sees the tokens of answers, at most `rows` answers at a time. */
	places(
		answers: readonly AnsweredPrompt[],
		rows: number,
	): Promise<TokenPlaces[]>;
}

/** A prompt and the tokens that were answered to it. */
export interface AnsweredPrompt {
	readonly prompt: Int32Array;
	readonly ids: readonly number[];
}

/** How a model sees the tokens of an answer, each after the prompt and the tokens before it. */
export interface TokenPlaces {
	/** How many tokens are likelier: 0 if the model would have said the same. Ties go to the lower id, as in greedy decoding. */
	readonly ranks: Uint32Array;
	/** The token that the model would have said. */
	readonly firsts: Int32Array;
}
