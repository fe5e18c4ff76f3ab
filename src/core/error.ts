/** The kind of error, as a stable identifier that programs may test. */
export type ErrorCode =
	| "recipe"
	| "data"
	| "shape"
	| "weights"
	| "device"
	| "disk"
	| "internal";

export interface ErrorParts {
	/** The place: a file and line, a recipe key, an operation, a tensor. */
	readonly where: string;
	readonly expected: string;
	readonly found: string;
	/** What the reader can do about it. */
	readonly hint?: string;
	readonly cause?: unknown;
}

/**
 * The only error class of the package. Its message has a fixed order: where, expected, found, hint.
 * Every code but `internal` is for the user to correct: it is shown without a stack, with exit status 2.
 */
export class TemperError extends Error {
	readonly code: ErrorCode;
	readonly where: string;
	readonly expected: string;
	readonly found: string;
	readonly hint: string | null;

	constructor(code: ErrorCode, parts: ErrorParts) {
		super(
			`${parts.where}: expected ${parts.expected}, found ${parts.found}.${parts.hint ? ` ${parts.hint}` : ""}`,
			parts.cause === undefined ? undefined : { cause: parts.cause },
		);
		this.name = "TemperError";
		this.code = code;
		this.where = parts.where;
		this.expected = parts.expected;
		this.found = parts.found;
		this.hint = parts.hint ?? null;
	}
}

/** An error of the same code, with a place before its own: whose file it is. Anything else as it is. */
export function withPlace(error: unknown, place: string): unknown {
	if (!(error instanceof TemperError)) return error;
	const { code, where, expected, found, hint } = error;
	return new TemperError(code, {
		...{ where: `${place}: ${where}`, expected, found, cause: error },
		...(hint !== null && { hint }),
	});
}

/** A `data` error that has no hint, with this one; anything else as it is. */
export function withHint(error: unknown, hint: string): unknown {
	if (!(error instanceof TemperError) || error.code !== "data") return error;
	const { where, expected, found } = error;
	return error.hint === null
		? new TemperError("data", { where, expected, found, hint, cause: error })
		: error;
}
