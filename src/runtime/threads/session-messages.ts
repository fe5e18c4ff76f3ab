import { type ErrorCode, TemperError } from "../../core/error.ts";
import type { Buffers } from "../../graph/session.ts";

/** What the thread of a session is asked to do after it has been sent its model. */
export interface RunRequest {
	readonly feeds: Buffers;
}

/** What the thread says: first that its session is open, then the outputs of each run, in order. */
export type Reply =
	| { readonly kind: "open"; readonly inputs: readonly string[] }
	| { readonly kind: "outputs"; readonly outputs: Buffers }
	| { readonly kind: "failed"; readonly error: PlainError };

/** An error as plain values. */
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
