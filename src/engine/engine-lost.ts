import { type ErrorParts, TemperError } from "../core/error.ts";

const lost = new WeakSet<Error>();

/** A `device` error that means: the processes of an engine are gone, and new ones may do better. */
export function engineLost(parts: ErrorParts): TemperError {
	const error = new TemperError("device", parts);
	lost.add(error);
	return error;
}

/** Whether an error, or one that it was made from, says that the processes of an engine are gone. */
export function isEngineLost(error: unknown): error is TemperError {
	for (let one = error; one instanceof Error; one = one.cause)
		if (lost.has(one)) return true;
	return false;
}
