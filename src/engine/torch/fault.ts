import type { TemperError } from "../../core/error.ts";
import { engineLost } from "../engine-lost.ts";

/** The last thing that a failed process said about an exception, or its last line. */
export function lastWords(stderr: string): string | null {
	const lines = stderr
		.split("\n")
		.map((line) => line.replace(/^\s*\[rank\d+\]:\s*/, "").trim())
		.filter((line) => line !== "");
	const exception = lines.findLast(
		(line) =>
			/^[\w.]*(Error|Exception|Interrupt|Exit)\b: ?\S/.test(line) &&
			!line.includes("ChildFailedError"),
	);
	const words = exception ?? lines.at(-1) ?? null;
	return words !== null && words.length > 300
		? `${words.slice(0, 300)}...`
		: words;
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
			: `the first one ended with exit code ${code ?? "unknown"}`);
	const words = lastWords(stderr);
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
