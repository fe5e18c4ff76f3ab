import { existsSync } from "node:fs";
import { join } from "node:path";
import type {
	BegunRun,
	RunOptions,
	RunOutcome,
} from "../../train/run/run-options.ts";
import type { CliContext } from "../context.ts";
import { exitStatus } from "../error-boundary.ts";
import { interruptible } from "../interrupt.ts";
import { shortPath } from "../terminal/short-path.ts";
import { showDerived } from "./show-derived.ts";
import { TrainingView } from "./training-view.ts";

/**
 * Shows a run, or the stages of one, while `work` trains it, and returns the exit status. Ctrl+C, SIGTERM or SIGUSR1 stops the run
 * with a checkpoint, a second Ctrl+C ends the process.
 */
export async function followRun(
	context: CliContext,
	work: (options: Required<RunOptions>) => Promise<RunOutcome>,
): Promise<number> {
	const { terminal } = context;
	let view: TrainingView | null = null;
	let stages = false;
	try {
		const outcome = await interruptible(
			context,
			(signal) =>
				work({
					signal,
					onBegin(run) {
						stages = run.stage !== null;
						view = begin(run, context);
					},
					onEvent: (event) => view?.show(event),
				}),
			() =>
				terminal.line("saving a checkpoint; Ctrl+C again stops immediately"),
		);
		if (stages) showWhole(outcome, context);
		return outcome.state === "finished"
			? exitStatus.done
			: exitStatus.interrupted;
	} finally {
		terminal.status(null);
	}
}

function begin(
	{ path, recipe, derived, stage }: BegunRun,
	{ terminal }: CliContext,
): TrainingView {
	if (stage !== null) {
		const { number, of } = stage;
		const title = `stage ${number} of ${of}: ${recipe.objective.kind}`;
		terminal.line(terminal.paint("bold", title));
	}
	showDerived(derived, terminal);
	terminal.line(`run folder: ${shortPath(path)}`);
	return new TrainingView(terminal, recipe, path);
}

/** What became of all stages together. */
function showWhole(
	{ path, state }: RunOutcome,
	{ terminal }: CliContext,
): void {
	if (state === "interrupted") {
		terminal.line(`to continue: npx temper-lm runs resume ${shortPath(path)}`);
		return;
	}
	terminal.line(`all stages done: ${shortPath(path)}`);
	if (existsSync(join(path, "adapter")) || existsSync(join(path, "model")))
		terminal.line(
			`to chat with it: npx temper-lm chat --run ${shortPath(path)}`,
		);
}
