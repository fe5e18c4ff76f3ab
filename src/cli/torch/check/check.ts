import type { Command } from "commander";
import { torchLock } from "../../../engine/torch/environment.ts";
import {
	inspectPython,
	type PythonFacts,
	requireTorch,
} from "../../../engine/torch/inspect-python.ts";
import type { CliContext } from "../../context.ts";
import { exitStatus } from "../../error-boundary.ts";
import { interruptible } from "../../interrupt.ts";
import {
	harmless,
	type Style,
	type Terminal,
} from "../../terminal/terminal.ts";
import { wrapBeside } from "../../terminal/wrap.ts";
import { type Finding, finding } from "./finding.ts";
import {
	lockedVersions,
	machineFindings,
	versionFinding,
} from "./machine-findings.ts";
import { stepFindings } from "./step-findings.ts";

interface CheckOptions {
	readonly json?: boolean;
}

const styles: Readonly<Record<Finding["state"], Style>> = {
	...{ works: "green", note: "yellow", fails: "red" },
};

function show({ state, name, found, meaning }: Finding, terminal: Terminal) {
	const label = `${state.padEnd(7)}${name.padEnd(24)}`;
	const text = meaning === null ? found : `${found}\n${meaning}`;
	const [first = "", ...rest] = wrapBeside(
		...([label, harmless(text), terminal.columns, label.length] as const),
	);
	terminal.line(terminal.paint(styles[state], first));
	for (const line of rest) terminal.line(line);
}

/** All findings, in the order in which they are found. Throws `recipe` or `device` if there is no environment to check. */
async function* findings(
	context: CliContext,
	signal: AbortSignal,
): AsyncGenerator<Finding> {
	const { env, terminal } = context;
	// First whether there is anything to check: a refusal is the only line then.
	const { python, origin } = await requireTorch(env, signal);
	yield finding(
		"environment",
		"works",
		`${python} (${origin === "setup" ? "made by temper-lm torch setup" : "named by TEMPER_PYTHON"})`,
	);
	terminal.status("loading PyTorch");
	const facts = await inspectPython(python, { env, signal, machine: true });
	yield versionFinding(facts, lockedVersions(torchLock));
	yield* machine(facts, context);
	const cards = facts.machine?.value?.cards;
	if (cards === undefined) return;
	const services = await context.loadServices();
	yield* stepFindings({
		...{ services, signal, gpus: cards.length },
		onProgress: (name) => terminal.status(name),
	});
}

function* machine(facts: PythonFacts, { env }: CliContext): Generator<Finding> {
	const { value = null, error = null } = facts.machine ?? {};
	if (value !== null) yield* machineFindings(value, env);
	else
		yield finding(
			"loading",
			"fails",
			error ?? "no answer",
			"PyTorch does not load in this environment, so the engine cannot train.",
		);
}

async function check(
	{ json = false }: CheckOptions,
	context: CliContext,
	signal: AbortSignal,
): Promise<number> {
	const { terminal } = context;
	const all: Finding[] = [];
	try {
		for await (const one of findings(context, signal)) {
			// A training that was interrupted has too few steps to judge.
			if (signal.aborted) break;
			all.push(one);
			terminal.status(null);
			if (!json) show(one, terminal);
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	} finally {
		terminal.status(null);
	}
	if (signal.aborted) return exitStatus.interrupted;
	const failed = all.filter(({ state }) => state === "fails");
	if (json)
		terminal.line(JSON.stringify({ ok: failed.length === 0, findings: all }));
	else terminal.line(conclusion(failed));
	return failed.length === 0 ? exitStatus.done : exitStatus.gate;
}

function conclusion(failed: readonly Finding[]): string {
	return failed.length === 0
		? "The PyTorch engine works on this machine: set engine: torch in a recipe, or --set engine=torch."
		: `The PyTorch engine does not work as it should: ${failed.map(({ name }) => name).join(", ")}.`;
}

const help = `
It loads PyTorch, lists versions, GPUs and memory, tries bfloat16 and quantised weights, and trains
the toy model for two steps, in one process and in two, against ONNX Runtime. It takes about a
minute and changes nothing. Exit status: 0 everything needed works, 3 something fails.

Examples:
  npx temper-lm torch check
  npx temper-lm torch check --json
  TEMPER_PYTHON=/opt/torch/bin/python npx temper-lm torch check`;

/** `report` is told the exit status. */
export function addCheck(
	parent: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	parent
		.command("check")
		.summary("test PyTorch on this machine")
		.description(
			"Tests whether the PyTorch engine works on this machine, and says in words what does not.",
		)
		.option("--json", "print the findings as JSON")
		.addHelpText("after", help)
		.action(async (options: CheckOptions) =>
			report(
				await interruptible(context, (signal) =>
					check(options, context, signal),
				),
			),
		);
}
