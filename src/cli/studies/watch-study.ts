import type { StudyJob } from "../../studies/study.ts";
import type { CliContext } from "../context.ts";
import { interruptible } from "../interrupt.ts";
import { shortPath } from "../terminal/short-path.ts";
import type { StudyOptions } from "./study-options.ts";
import type { StudyView, WatchedEvent } from "./study-view.ts";

/** How a study ended. */
export interface StudyEnd<Result> {
	readonly kind: "end";
	/** Null if it was interrupted. */
	readonly result: Result | null;
	readonly folder: string;
}

/**
 * Shows a study while it runs. Ctrl+C, SIGTERM or SIGUSR1 stops it, a second Ctrl+C ends the process. Null if it was interrupted; the
 * terminal says how to continue.
 */
export async function watchStudy<Job extends StudyJob, Decision, Note, Result>(
	start: (
		signal: AbortSignal,
	) => AsyncIterable<
		| Exclude<WatchedEvent<Job, Decision, Note>, { kind: "end" }>
		| StudyEnd<Result>
	>,
	view: StudyView<Job, Decision, Note>,
	again: string,
	context: CliContext,
): Promise<{ readonly result: Result; readonly folder: string } | null> {
	const { terminal } = context;
	const watch = async (signal: AbortSignal) => {
		for await (const event of start(signal)) {
			view.show(event);
			if (event.kind !== "end") continue;
			const { result, folder } = event;
			if (result !== null) return { result, folder };
			terminal.line(`stopped; to continue: ${again}`);
		}
		return null;
	};
	try {
		return await interruptible(context, watch, () =>
			terminal.line("stopping the runs; Ctrl+C again stops immediately"),
		);
	} finally {
		view.clear();
	}
}

/** The command with which a study continues: `npx temper-lm pilot pilot.yaml --parallel 2`. */
export function againWords(
	command: string,
	path: string,
	{ out, language, parallel, launcher, set = [] }: StudyOptions,
): string {
	const words = [
		...(out === undefined ? [] : ["--out", out]),
		...(language === "en" ? [] : ["--language", language]),
		...(parallel === undefined ? [] : ["--parallel", `${parallel}`]),
		...(launcher === undefined ? [] : ["--launcher", launcher]),
		...set.flatMap((setting) => ["--set", setting]),
	];
	const quoted = words.map((word) =>
		/^[\w./=:-]+$/.test(word) ? word : JSON.stringify(word),
	);
	return [`npx temper-lm ${command}`, shortPath(path), ...quoted].join(" ");
}
