import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { TemperError } from "../core/error.ts";
import type { StudyPaths } from "./study-paths.ts";

/** One thing that happened in a study. Of the history, decisions, failures and times are read again. */
export type JournalEntry<Decision = unknown, Time = unknown> =
	| { readonly kind: "session"; readonly at: string; readonly pid: number }
	| {
			readonly kind: "job-started";
			readonly at: string;
			readonly id: string;
			readonly attempt: number;
	  }
	| {
			readonly kind: "job-finished";
			readonly at: string;
			readonly id: string;
			readonly seconds: number;
			/** The time of each part, if the study records it. */
			readonly time?: Time;
	  }
	| {
			readonly kind: "job-failed";
			readonly at: string;
			readonly id: string;
			readonly reason: string;
	  }
	| {
			readonly kind: "decision";
			readonly at: string;
			readonly decision: Decision;
	  }
	/** All that there was to do is done. */
	| { readonly kind: "finished"; readonly at: string };

/** The history of a study; a line that was cut off is left out. Throws `data`. */
export async function readJournal<Decision, Time>({
	journal: path,
	named,
}: Pick<StudyPaths, "journal" | "named">): Promise<
	JournalEntry<Decision, Time>[]
> {
	if (!existsSync(path)) return [];
	const text = await readFile(path, "utf8");
	const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
	return lines.slice(0, -1).map((line, i) => {
		try {
			return JSON.parse(line) as JournalEntry<Decision, Time>;
		} catch {
			throw new TemperError("data", {
				where: `${path}:${i + 1}`,
				expected: `an entry of ${named}'s history as one line of JSON`,
				found: JSON.stringify(line.slice(0, 40)),
			});
		}
	});
}

/** Seconds of all sessions, from the first to the last entry of each. */
export function secondsWorked(journal: readonly JournalEntry[]): number {
	let total = 0;
	let last: number | null = null;
	for (const { kind, at } of journal) {
		const time = Date.parse(at);
		if (kind !== "session" && last !== null) total += time - last;
		last = time;
	}
	return total / 1000;
}

/** All decisions, in order. */
export function decisionsIn<Decision>(
	journal: readonly JournalEntry<Decision>[],
): Decision[] {
	return journal.flatMap((entry) =>
		entry.kind === "decision" ? [entry.decision] : [],
	);
}

/** What finished jobs took, in order, as far as the study keeps that. */
export function timesIn<Time>(
	journal: readonly JournalEntry<unknown, Time>[],
): Time[] {
	return journal.flatMap((entry) =>
		entry.kind === "job-finished" && entry.time ? [entry.time] : [],
	);
}

/** Why jobs failed that have not been done since, by id. */
export function failuresIn(
	journal: readonly JournalEntry[],
): Map<string, string> {
	const failures = new Map<string, string>();
	for (const entry of journal)
		if (entry.kind === "job-failed") failures.set(entry.id, entry.reason);
		else if (entry.kind === "job-finished") failures.delete(entry.id);
	return failures;
}
