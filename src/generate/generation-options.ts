import { TemperError } from "../core/error.ts";
import type { Sampling } from "./sampling/sampling.ts";

/** Turns the ids of one row into text as they come, holding back the bytes of unfinished characters. */
export interface TextStream {
	push(id: number): string;
	/** What was held back. */
	end(): string;
}

export interface GenerationOptions {
	readonly maxNewTokens: number;
	readonly sampling: Sampling;
	/** With a row's index, all that its random choices depend on. */
	readonly seed: number;
	/** Ids that end a row. They are reported as tokens, without text. */
	readonly stopIds: readonly number[];
	/** Strings that end a row. Its text ends before them. Needs `newText`. */
	readonly stopStrings: readonly string[];
	/** Most rows that run side by side. */
	readonly batchRows: number;
	/** Begins the text of a row; null if only ids are wanted. */
	readonly newText: (() => TextStream) | null;
}

/** Throws `recipe` for the first option that cannot be followed. */
export function checkGenerationOptions(options: GenerationOptions): void {
	const { sampling } = options;
	demand(
		"maxNewTokens",
		options.maxNewTokens,
		isCount,
		"a whole number above 0",
	);
	demand("batchRows", options.batchRows, isCount, "a whole number above 0");
	if (sampling.kind === "sample") {
		const { temperature, topK, topP, minP } = sampling;
		demand(
			"temperature",
			temperature,
			(x) => x > 0 && x < Number.POSITIVE_INFINITY,
			"a finite number above 0",
			"To always take the likeliest token, use greedy decoding.",
		);
		demand("topK", topK, isCount, "a whole number above 0");
		demand("topP", topP, isShare, "a number above 0 and up to 1");
		demand("minP", minP, isShare, "a number above 0 and up to 1");
	}
	if (options.stopStrings.includes("")) {
		throw new TemperError("recipe", {
			where: "stopStrings",
			expected: "strings with at least one character",
			found: "an empty one",
		});
	}
	if (options.stopStrings.length > 0 && options.newText === null) {
		throw new TemperError("recipe", {
			where: "stopStrings",
			expected: "a way to turn ids into text, newText",
			found: "none",
		});
	}
}

function isCount(value: number): boolean {
	return Number.isSafeInteger(value) && value > 0;
}

function isShare(value: number): boolean {
	return value > 0 && value <= 1;
}

function demand(
	where: string,
	value: number | null,
	holds: (value: number) => boolean,
	expected: string,
	hint?: string,
): void {
	if (value === null || holds(value)) return;
	const parts = { where, expected, found: String(value) };
	throw new TemperError("recipe", hint ? { ...parts, hint } : parts);
}
