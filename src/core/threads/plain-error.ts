import { type ErrorCode, TemperError } from "../error.ts";

/** An error as plain values, which pass between threads. */
export type PlainError =
	| { readonly message: string }
	| {
			readonly code: ErrorCode;
			readonly where: string;
			readonly expected: string;
			readonly found: string;
			readonly hint: string | null;
	  };

export function plainError(error: unknown): PlainError {
	if (!(error instanceof TemperError))
		return { message: error instanceof Error ? error.message : String(error) };
	const { code, where, expected, found, hint } = error;
	return { code, where, expected, found, hint };
}

export function errorOf(error: PlainError): Error {
	if ("message" in error) return new Error(error.message);
	const { code, hint, ...parts } = error;
	return new TemperError(code, { ...parts, ...(hint !== null && { hint }) });
}
