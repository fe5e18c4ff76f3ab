import { z } from "zod";

/** Schemas of single values. Their message is what a reader should have written. */

export function text(expected: string) {
	return z.string({ error: expected }).min(1, { error: expected });
}

/** Finite and above zero, and no more than anybody means. */
export function positive(most = Number.MAX_VALUE) {
	const error =
		most === Number.MAX_VALUE
			? "a number above 0"
			: `a number above 0, up to ${most}`;
	return z.number({ error }).positive({ error }).max(most, { error });
}

/** Finite, zero or above. */
export function nonNegative() {
	const error = "a number, 0 or above";
	return z.number({ error }).nonnegative({ error });
}

/** What may be lost on an axis: of a share, 0.02 is 2 points. */
export const toleranceWords =
	"a number from 0 to 1; 0.02 means 2 percentage points of a share, or 0.02 nats per token";

export function tolerance() {
	const error = toleranceWords;
	return z.number({ error }).min(0, { error }).max(1, { error });
}

/** From 0 up to, and without, 1. */
export function share() {
	const error = "a share from 0 up to, and without, 1";
	return z.number({ error }).min(0, { error }).lt(1, { error });
}

/** Above 0, up to and with 1. */
export function shareAboveZero() {
	const error = "a share above 0, up to 1";
	return z.number({ error }).gt(0, { error }).max(1, { error });
}

/** From 0 to 1, both included. */
export function wholeShare() {
	const error = "a share from 0 to 1";
	return z.number({ error }).min(0, { error }).max(1, { error });
}

/** A whole number, one or above, and no more than anybody means. */
export function count(most = Number.MAX_SAFE_INTEGER) {
	const error =
		most === Number.MAX_SAFE_INTEGER
			? "a whole number, 1 or above"
			: `a whole number from 1 to ${most}`;
	return z.int({ error }).min(1, { error }).max(most, { error });
}

/** A whole number from 0 to 2^32 - 1. */
export function seed() {
	const error = "a whole number from 0 to 4294967295";
	return z.int({ error }).min(0, { error }).max(0xffffffff, { error });
}

export function yesOrNo() {
	return z.boolean({ error: "true or false" });
}

/**
 * A union on `kind` that may be written as the bare word (`objective: dft`), or, without a `kind`, as the usual one
 * (`tune: { rank: 16 }`).
 */
export function kinds<T extends z.ZodType>(union: T, usual: string) {
	return z
		.preprocess((value) => {
			if (typeof value === "string") return { kind: value };
			if (typeof value !== "object" || value === null) return value;
			return "kind" in value || Array.isArray(value)
				? value
				: { kind: usual, ...value };
		}, union)
		.prefault({ kind: usual });
}
