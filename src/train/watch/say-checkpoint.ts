import { TemperError } from "../../core/error.ts";

/**
 * An error that stopped a run in its steps, with what a person can continue from: the newest checkpoint, at `step`, or
 * none. An error of the disk says so itself, and anything that is no `TemperError` stays as it is.
 */
export function sayCheckpoint(error: unknown, step: number | null): unknown {
	if (!(error instanceof TemperError) || error.code === "disk") return error;
	const { code, where, expected, found, hint } = error;
	const kept =
		step === null
			? "The run has no checkpoint yet, so resuming it begins at its first step."
			: `The checkpoint of step ${step} is whole.`;
	return new TemperError(code, {
		...{ where, expected, found, cause: error },
		hint: hint === null ? kept : `${hint} ${kept}`,
	});
}
