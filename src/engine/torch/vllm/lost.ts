import { type ErrorParts, TemperError } from "../../../core/error.ts";

const lost = new WeakSet<Error>();

/** A `device` error after which a server that is started, or joined, anew may answer. */
export function serverLost(parts: ErrorParts): TemperError {
	const error = new TemperError("device", parts);
	lost.add(error);
	return error;
}

export function isServerLost(error: unknown): error is TemperError {
	return error instanceof TemperError && lost.has(error);
}
