import { summariseRun } from "../runs/run-summary.ts";
import { isStaged } from "../runs/staged-run.ts";
import { summariseStages } from "../runs/staged-summary.ts";
import { showRun, showStages } from "./show-run.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Prints the run in a folder, of one stage or of several. Throws `data`. */
export async function showRunFolder(
	path: string,
	terminal: Terminal,
): Promise<void> {
	if (await isStaged(path)) showStages(await summariseStages(path), terminal);
	else showRun(await summariseRun(path), terminal);
}
