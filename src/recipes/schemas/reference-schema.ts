import { z } from "zod";
import { text } from "./fields.ts";

const place = "a model folder, the name of a pulled model, or a finished run";

/** The option of objectives that compare the policy with a frozen model, by the probabilities of tokens. */
export const referenceField = {
	reference: z
		.union(
			[
				text(place),
				z.strictObject({
					model: text("a model folder or the name of a pulled model"),
					adapter: text("the folder of an adapter").nullable().default(null),
				}),
			],
			{ error: `${place}, or { model: ..., adapter: ... }` },
		)
		.nullable()
		.default(null)
		.describe(
			"the model with which the policy is compared, with the same tokenizer and of any size: a model folder, a finished run, or a model with an adapter; null: the model at the start of the stage",
		),
};

/** A reference with its folders found. */
export interface OwnReference {
	/** Absolute path of a model folder. */
	readonly model: string;
	/** Absolute path of its PEFT folder; null if the model holds everything. */
	readonly adapter: string | null;
}
