import { summariseRun } from "../../runs/run-summary.ts";
import { isStaged } from "../../runs/staged-run.ts";
import { summariseStages } from "../../runs/staged-summary.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { showRun, showStages } from "./show-run.ts";

export interface ShowRunOptions {
	/** Prints the summary as JSON, with every evaluation and all that it measured. */
	readonly json?: boolean;
}

/** Prints the run in a folder, of one stage or of several. Throws `data`. */
export async function showRunFolder(
	path: string,
	terminal: Terminal,
	{ json = false }: ShowRunOptions = {},
): Promise<void> {
	const summary = (await isStaged(path))
		? await summariseStages(path)
		: await summariseRun(path);
	if (json) terminal.line(JSON.stringify(summary));
	else if ("stages" in summary) showStages(summary, terminal);
	else showRun(summary, terminal);
}
