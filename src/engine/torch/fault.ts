import type { TemperError } from "../../core/error.ts";
import { engineLost } from "../engine-lost.ts";

/** What processes wrote, line by line, without bars of progress. */
function linesOf(stderr: string): string[] {
	return stderr
		.split(/[\r\n]+/)
		.map((line) => line.replace(/^\s*\[rank\d+\]:\s*/, "").trim())
		.filter((line) => line !== "" && !/\d%\|/.test(line));
}

const shortened = (words: string) =>
	words.length > 300 ? `${words.slice(0, 300)}...` : words;

/** The last exception that a failed process named; null if it named none. */
export function lastException(stderr: string): string | null {
	const exception = linesOf(stderr).findLast(
		(line) =>
			/^[\w.]*(Error|Exception|Interrupt|Exit)\b: ?\S/.test(line) &&
			!line.includes("ChildFailedError"),
	);
	return exception === undefined ? null : shortened(exception);
}

/** The same, or else its last line. */
export function lastWords(stderr: string): string | null {
	const last = linesOf(stderr).at(-1);
	const line = last === undefined ? null : shortened(last);
	return lastException(stderr) ?? line;
}

/** Which rank torchrun names as the first that failed, and how it ended. */
export function firstFailure(stderr: string): string | null {
	const cause = /Root Cause[\s\S]*$/.exec(stderr)?.[0];
	const rank = cause && /rank\s*:\s*(\d+)/.exec(cause)?.[1];
	const code = cause && /exitcode\s*:\s*(-?\d+)/.exec(cause)?.[1];
	if (!rank || !code) return null;
	return Number(code) < 0
		? `rank ${rank} was ended by signal ${-Number(code)}`
		: `rank ${rank} ended with exit code ${code}`;
}

export interface Ending {
	readonly code: number | null;
	readonly signal: string | null;
	/** The last part of what the group wrote. */
	readonly stderr: string;
}

/** One sentence for a group of processes that ended. `during`: what it was doing. */
export function groupEnded(
	{ code, signal, stderr }: Ending,
	during: string,
): TemperError {
	const how =
		firstFailure(stderr) ??
		(signal !== null
			? `the first one was ended by ${signal}`
			: code !== null
				? `the first one ended with exit code ${code}`
				: "one that ended");
	// A process that was killed could not say why.
	const words = signal === null ? lastWords(stderr) : lastException(stderr);
	const killed = /by signal 9\b|by SIGKILL/.test(how);
	return engineLost({
		where: "PyTorch processes",
		expected: `all of them alive ${during}`,
		found: words === null ? how : `${how}; last message: ${words}`,
		...(killed && {
			hint: "The system ends a process in this way if memory runs out: lower batch.tokens if it happens again.",
		}),
	});
}
