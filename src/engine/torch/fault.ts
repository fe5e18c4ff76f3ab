import { TemperError } from "../../core/error.ts";
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

/** Whether torchrun names a rank that a signal ended. With signal 15 it ends those that are left itself. */
function endedBySignal(stderr: string): boolean {
	return /exitcode\s*:\s*-(?!15\b)\d/.test(stderr);
}

/** The exception of the rank that was the first to raise one of its own; null if none did. */
function raisedFirst(stderr: string): string | null {
	return /temper_torch raised (.+)/.exec(stderr)?.[1]?.trim() ?? null;
}

/** Exceptions of ranks, or of torchrun, that miss a process. */
const missing =
	/gloo|nccl|Dist\w*Error|Rendezvous\w*Error|SignalException|Connection/i;

/** A `device` or `internal` error for an exception that a rank raised, which new processes would raise again. */
export function raisedError(raised: string, during: string): TemperError {
	const isMemory = /^[\w.]*(OutOfMemoryError|MemoryError)\b/.test(raised);
	return new TemperError(isMemory ? "device" : "internal", {
		where: `PyTorch processes, ${during}`,
		expected: isMemory ? "enough memory" : "no exception",
		found: raised,
		...(isMemory && {
			hint: "Lower batch.tokens, turn recomputation on, or use more devices.",
		}),
	});
}

export interface Ending {
	readonly code: number | null;
	readonly signal: string | null;
	/** The last part of what the group wrote. */
	readonly stderr: string;
	/** The exception that rank 0 answered with; null if it raised none of its own. */
	readonly raised: string | null;
}

/**
 * One sentence for a group of processes that ended. `during`: what it was doing. It is a lost engine, of which new processes may
 * do better, unless a rank raised an exception and no rank was ended by a signal.
 */
export function groupEnded(
	{ code, signal, stderr, raised }: Ending,
	during: string,
): TemperError {
	const isKilled = signal !== null || endedBySignal(stderr);
	const own = raisedFirst(stderr) ?? raised;
	if (own !== null && !isKilled) return raisedError(own, during);
	const how =
		firstFailure(stderr) ??
		(signal !== null
			? `the first one was ended by ${signal}`
			: code !== null
				? `the first one ended with exit code ${code}`
				: "one that ended");
	// A process that was killed could not say why.
	const words = signal === null ? lastWords(stderr) : lastException(stderr);
	const outOfMemory = /by signal 9\b|by SIGKILL/.test(how);
	const parts = {
		where: "PyTorch processes",
		expected: `all of them alive ${during}`,
		found: words === null ? how : `${how}; last message: ${words}`,
		...(outOfMemory && {
			hint: "The system ends a process in this way if memory runs out: lower batch.tokens if it happens again.",
		}),
	};
	const exception = lastException(stderr);
	const isLost = isKilled || exception === null || missing.test(exception);
	return isLost ? engineLost(parts) : new TemperError("device", parts);
}
