import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";
import { estimateSchema } from "../../stats/estimate-schema.ts";
import { contrastSchema } from "../contrast.ts";

const text = z.string();
const count = z.int().min(0);

const shiftedToken = z.strictObject({
	text,
	times: count,
	/** Mean rank under the base, from 1. */
	rank: z.number(),
	style: z.boolean(),
});

const shiftedPlace = z.strictObject({
	/** The question, `file:line`. */
	id: text,
	/** Token of the answer, from 0. */
	position: count,
	text,
	/** The base's first choice. */
	base: text,
	/** Rank under the base, from 1. */
	rank: z.number(),
	style: z.boolean(),
});

export const styleSchema = z.strictObject({
	answers: count,
	tokens: count,
	/** Shares of tokens that are the base's first choice, its second or third, or none of these (arXiv 2312.01552). */
	unshifted: estimateSchema,
	marginal: estimateSchema,
	shifted: estimateSchema,
	/** Share of tokens that are not the base's first choice and are style by the rule; null if every token is. */
	styleShare: estimateSchema.nullable(),
	/** The rule, in a sentence. */
	rule: text,
	/** By mean position in the answer: share of tokens that are not the base's first choice, from first to last fifth. */
	alongAnswer: z.array(estimateSchema.nullable()),
	/** The commonest first. */
	moved: z.array(shiftedToken),
	places: z.array(shiftedPlace),
	/** Scores of tasks whose answers are generated: as written, and of the extracted answer alone. */
	scores: z.array(
		z.strictObject({
			task: text,
			asWritten: contrastSchema,
			stripped: contrastSchema,
			/** The score as written rose, that of the substance did not. */
			onlyForm: z.boolean(),
		}),
	),
});

/** A token that tuning moved: not the base's first choice in its place. */
export type ShiftedToken = ReadOnly<z.output<typeof shiftedToken>>;

/** A place in an answer whose token is not the base's first choice. */
export type ShiftedPlace = ReadOnly<z.output<typeof shiftedPlace>>;

/** Style against substance, in greedy answers of the tuned model. */
export type StyleDiagnosis = ReadOnly<z.output<typeof styleSchema>>;
