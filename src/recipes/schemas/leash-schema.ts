import { z } from "zod";
import { count, positive, text } from "./fields.ts";

const bound = () => positive(1000).nullable().default(null);

/** How far a model may move, in one of two measures, and what holds it. */
export const leashSchema = z
	.strictObject({
		/** KL(base || tuned) on general rows, nats per token. */
		kl: bound(),
		/** By how much the NLL of general rows may rise, nats per token. */
		retention: bound(),
		/** Steps between two measures; null: the length of the run decides. */
		every: count(10_000_000).nullable().default(null),
		how: z.enum(["penalty", "steer", "stop"]).default("penalty"),
		/** Rows that a penalty holds; null: half of the general ones. */
		rows: text("a path").nullable().default(null),
	})
	.refine(({ kl, retention }) => (kl === null) !== (retention === null), {
		error: "one bound, kl or retention, in nats per token",
	})
	.nullable()
	.default(null);

export type LeashRecipe = NonNullable<z.output<typeof leashSchema>>;

/** What is bounded, and the bound, in nats per token. */
export interface Bound {
	readonly measure: "kl" | "retention";
	readonly most: number;
}

export function boundOf({
	kl,
	retention,
}: Pick<LeashRecipe, "kl" | "retention">): Bound {
	return kl === null
		? { measure: "retention", most: retention as number }
		: { measure: "kl", most: kl };
}
