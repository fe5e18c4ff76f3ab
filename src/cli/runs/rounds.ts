import { join } from "node:path";
import { type Command, Option } from "commander";
import { TemperError } from "../../core/error.ts";
import { rowOrigins } from "../../objectives/objective.ts";
import { objectiveKinds } from "../../recipes/schemas/objective-options.ts";
import { listRounds, readRound } from "../../runs/folder/round-folder.ts";
import { summariseRun } from "../../runs/run-summary.ts";
import { finalRun } from "../../runs/staged-run.ts";
import type { CliContext } from "../context.ts";
import { objectiveFacts } from "../inspect/objective-facts.ts";
import { countOption } from "../options.ts";
import { shortPath } from "../terminal/short-path.ts";
import { wrap } from "../terminal/wrap.ts";
import { roundLine, samplesLine } from "../train/event-lines.ts";
import { showSample } from "../train/show-samples.ts";
import {
	roundsLegend,
	roundsTable,
	scoresLegend,
	scoresTable,
} from "./rounds-table.ts";

async function list(path: string, { terminal }: CliContext): Promise<void> {
	const run = await finalRun(path);
	const summary = await summariseRun(run);
	const { samples, scores } = summary;
	if (samples.length === 0 && scores.length === 0) {
		terminal.line(`no rounds with samples in ${shortPath(run)}`);
		return;
	}
	const show = (table: readonly string[], legend: string) => {
		for (const line of table) terminal.line(line);
		terminal.line();
		for (const line of wrap(legend, terminal.columns))
			terminal.line(terminal.paint("dim", line));
	};
	if (samples.length > 0)
		show(roundsTable(summary, terminal.columns), roundsLegend);
	if (scores.length === 0) return;
	if (samples.length > 0) terminal.line();
	show(scoresTable(scores, terminal.columns), scoresLegend);
}

interface ShowOptions {
	readonly round?: number;
	readonly rows: number;
	readonly all?: boolean;
	readonly part?: string;
}

function sampling(): string[] {
	return objectiveKinds().filter(
		(kind) => rowOrigins[objectiveFacts(kind).rows].samples,
	);
}

async function lastRound(run: string): Promise<number> {
	const last = (await listRounds(run)).at(-1);
	if (last !== undefined) return last;
	throw new TemperError("data", {
		where: run,
		expected: "a run that samples in rounds",
		found: "none",
		hint: `Objectives that sample: ${sampling().join(", ")}.`,
	});
}

async function show(
	path: string,
	options: ShowOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const run = await finalRun(path);
	const summary = await summariseRun(run);
	const round = options.round ?? (await lastRound(run));
	const { part = "" } = options;
	const { samples, judged } = await readRound(run, round, part);
	const say = (text: string) => {
		for (const line of wrap(text, terminal.columns, 2)) terminal.line(line);
	};
	const drawn = summary.samples.find((event) => event.round === round);
	const done = summary.rounds.find((event) => event.round === round);
	if (drawn !== undefined) say(samplesLine(drawn));
	const end = done === undefined ? null : roundLine(done);
	if (end !== null) say(end);
	if (!judged)
		say(
			`round ${round}: ${samples.length} samples drawn so far, not judged yet`,
		);
	terminal.line();
	const count = options.all === true ? samples.length : options.rows;
	for (const sample of samples.slice(0, count)) showSample(sample, terminal);
	const rest = samples.length - count;
	if (rest > 0) say(`${rest} more: --rows ${samples.length}, or --all`);
	const file = judged ? "samples.jsonl" : "block-*.jsonl";
	say(
		`as JSON lines: ${shortPath(join(run, "rounds", `round-${round}`, part, file))}`,
	);
}

const help = `
Examples:
  npx temper-lm rounds list runs/irft-1
  npx temper-lm rounds show runs/irft-1 --round 2 --rows 10`;

export function addRounds(program: Command, context: CliContext): void {
	const rounds = program
		.command("rounds")
		.description("Shows what a run sampled from its policy, round by round.");
	rounds
		.command("list")
		.description(
			"Prints one line per round: its samples, its result, and the scores of the watched tasks.",
		)
		.argument("<run>", "a run folder")
		.addHelpText("after", "\nExample:\n  npx temper-lm rounds list runs/grpo-1")
		.action((run: string) => list(run, context));
	rounds
		.command("show")
		.description(
			"Prints the samples of a round, each with its prompt, its demonstration, its rewards, and the reason if it was dropped.",
		)
		.argument("<run>", "a run folder")
		.option("--round <number>", "which round (default: the last)", countOption)
		.option("--rows <number>", "how many samples", countOption, 5)
		.option("--all", "all of them")
		.addOption(
			new Option(
				"--part <part>",
				"samples that the policy does not learn from: reward-model, held-out",
			).choices(["reward-model", "held-out"]),
		)
		.addHelpText("after", help)
		.action((run: string, options: ShowOptions) => show(run, options, context));
}
