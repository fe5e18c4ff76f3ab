import { z } from "zod";
import { isVisible } from "../../text/turns/visible.ts";
import { nonNegative, positive, text, yesOrNo } from "../schemas/fields.ts";

/** Options of what judges an answer by itself, without its kind, name and weight: the same in recipes and in tasks. */

/** The column to compare with; the demonstration's answer when left out. */
const column = text("the name of a column").nullable().default(null);

export const exactFields = { column, ignoreCase: yesOrNo().default(false) };

export const numericFields = {
	column,
	/** The largest difference that still counts as equal. */
	tolerance: nonNegative().default(0),
};

const flags = "each of the flags i, m, s, u and v once at most";

export const regexFields = {
	pattern: text("a regular expression"),
	flags: z
		.string({ error: flags })
		.regex(/^(?!.*(.).*\1)[imsuv]*$/, { error: flags })
		.default(""),
	/** False: 1 if the pattern is not found. */
	match: yesOrNo().default(true),
};

/** Reports it if a pattern is no regular expression. */
export function checkPattern(
	{ pattern, flags }: { readonly pattern: string; readonly flags: string },
	{ addIssue }: z.RefinementCtx,
): void {
	try {
		new RegExp(pattern, flags);
	} catch (error) {
		addIssue({
			code: "custom",
			path: ["pattern"],
			message: `a regular expression (${(error as Error).message})`,
		});
	}
}

const schemaError = "a JSON schema, or the path of a JSON file that holds one";

export const jsonSchemaFields = {
	schema: z.union([text(schemaError), z.record(z.string(), z.unknown())], {
		error: schemaError,
	}),
};

export const containsFields = {
	/** What the completion must contain; the column's text, or the demonstration's answer, when left out. */
	text: text("a text")
		.refine(isVisible, { error: "a text with a visible character" })
		.nullable()
		.default(null),
	column,
	ignoreCase: yesOrNo().default(false),
};

export const formatFields = {
	/** What the trimmed completion must start and end with, white space around it left out. */
	start: text("a text").nullable().default(null),
	end: text("a text").nullable().default(null),
};

/** Reports it if a format asks for nothing. */
export function checkFormat(
	{
		start,
		end,
	}: { readonly start: string | null; readonly end: string | null },
	{ addIssue }: z.RefinementCtx,
): void {
	if (start === null && end === null)
		addIssue({ code: "custom", message: "start, or end, or both" });
}

export const moduleFields = {
	/** A JavaScript or TypeScript module. */
	path: text("the path of a module"),
	export: text("the name of an export").default("default"),
	/** Seconds that one call may take. */
	timeLimit: positive(86_400).default(10),
};
