import type { Command } from "commander";
import type { CliContext } from "./context.ts";

/** Adds a command to the program; `report` receives the exit status if the command decides it. */
export type AddCommand = (
	program: Command,
	context: CliContext,
	report: (status: number) => void,
) => void;

/** A command, whose modules are loaded when it is asked for. */
export interface CommandEntry {
	readonly name: string;
	/** Its name and arguments, as the list of commands shows them. */
	readonly usage: string;
	readonly summary: string;
	readonly load: () => Promise<AddCommand>;
}

/** Every command, in the order in which help lists them. */
export const commands: readonly CommandEntry[] = [
	entry(
		"pull [options] <model>",
		"get a model from the hub, a folder or a GGUF file",
		async () => (await import("./pull.ts")).addPull,
	),
	entry(
		"inspect <path>",
		"describe a model, an adapter or a run",
		async () => (await import("./inspect/inspect.ts")).addInspect,
	),
	entry(
		"data",
		"check, audit and show training rows",
		async () => (await import("./data/data.ts")).addData,
	),
	entry(
		"objectives [options] [kind]",
		"list the objectives and say when to use each",
		async () => (await import("./inspect/objectives.ts")).addObjectives,
	),
	entry(
		"eval [options] <tasks...>",
		"measure a model in tasks and compare it with its base",
		async () => (await import("./eval/eval.ts")).addEval,
	),
	entry(
		"probe [options] <questions>",
		"find out what a model knows before it is tuned",
		async () => (await import("./diagnose/probe.ts")).addProbe,
	),
	entry(
		"diagnose [options] <base> <tuned...>",
		"say what tuning changed, why, and what to do next",
		async () => (await import("./diagnose/diagnose.ts")).addDiagnose,
	),
	entry(
		"generate [options] [prompts]",
		"answer a file of prompts",
		async () => (await import("./speak/generate.ts")).addGenerate,
	),
	entry(
		"chat [options]",
		"talk to a model in the terminal",
		async () => (await import("./speak/chat.ts")).addChat,
	),
	entry(
		"export [options]",
		"write a full model with the adapter merged into it",
		async () => (await import("./runs/export.ts")).addExport,
	),
	entry(
		"rank [options] <rows>",
		"rank answers with a reward model",
		async () => (await import("./eval/rank.ts")).addRank,
	),
	entry(
		"pairs",
		"make preference pairs from samples of a model",
		async () => (await import("./pairs/pairs.ts")).addPairs,
	),
	entry(
		"rounds",
		"show what a run sampled from its policy",
		async () => (await import("./runs/rounds.ts")).addRounds,
	),
	entry(
		"report [options] <folder>",
		"write a study's report again, or in another language",
		async () => (await import("./studies/report.ts")).addReport,
	),
	entry(
		"lab [options] <folder>",
		"write an invented world whose facts are all known: facts, rows and tests",
		async () => (await import("./inspect/lab.ts")).addLab,
	),
	entry(
		"train [options] [recipe]",
		"train a model from a recipe",
		async () => (await import("./train/train.ts")).addTrain,
	),
	entry(
		"runs",
		"list, show and resume runs",
		async () => (await import("./runs/runs.ts")).addRuns,
	),
	entry(
		"pilot [options] <pilot>",
		"compare ways to tune and recommend one",
		async () => (await import("./studies/pilot.ts")).addPilot,
	),
	entry(
		"budget",
		"plan what to buy: demonstrations or preference pairs",
		async () => (await import("./budget/budget.ts")).addBudget,
	),
	entry(
		"intervene [options] <study>",
		"compare training on known, unknown and self-made answers",
		async () => (await import("./diagnose/intervene.ts")).addIntervene,
	),
	entry(
		"gate [options] <run>",
		"decide whether a run may ship",
		async () => (await import("./studies/gate.ts")).addGate,
	),
	entry(
		"torch",
		"make and check the environment of the PyTorch engine",
		async () => (await import("./torch/torch.ts")).addTorch,
	),
];

function entry(
	usage: string,
	summary: string,
	load: CommandEntry["load"],
): CommandEntry {
	return { name: usage.split(" ")[0] ?? "", usage, summary, load };
}
