import { basename, join } from "node:path";
import type { Json } from "../../runs/events.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import { namesIn } from "../../runs/folder/run-manifest.ts";
import { measureNames } from "../../runs/measure-names.ts";
import { type RunSummary, summariseRun } from "../../runs/run-summary.ts";
import {
	type StagedSummary,
	summariseStages,
} from "../../runs/staged-summary.ts";
import { shortPath } from "../terminal/short-path.ts";
import { renderFilled } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import {
	showDuration,
	showKl,
	showNumber,
	showPercent,
} from "../terminal/units.ts";

/** The kind of a recipe's objective, and the name of its model. */
export function named(recipe: Json): { objective: string; model: string } {
	const { objective, model } = recipe as {
		objective?: { kind?: string };
		model?: string;
	};
	return { objective: objective?.kind ?? "?", model: basename(model ?? "?") };
}

const right = { align: "right" } as const;

const columns = [
	{ title: "run" },
	{ title: "state" },
	{ title: "objective" },
	{ title: "model" },
	{ title: "steps", ...right },
	{ title: measureNames.nll, ...right },
	{ title: "pairs", ...right },
	{ title: measureNames.klTask, ...right },
	{ title: measureNames.klGeneral, ...right },
	{ title: "time", ...right },
];

/** What a run measured last. */
function measured({ evaluations }: RunSummary): string[] {
	const last = evaluations.at(-1);
	const shown = (value: number | undefined, show = showKl) =>
		value === undefined ? "" : show(value);
	const accuracy = last?.pairs?.accuracy.value;
	return [
		shown(last?.nll?.value, showNumber),
		accuracy === undefined ? "" : showPercent(accuracy),
		shown(last?.klTask?.value),
		shown(last?.klGeneral?.value),
	];
}

function runRow(summary: RunSummary, name: string): string[] {
	const { objective, model } = named(summary.manifest.recipe);
	return [
		name,
		summary.state,
		objective,
		model,
		String(summary.step),
		...measured(summary),
		showDuration(summary.seconds),
	];
}

/** A row for the whole, and one below it for each stage that was started. */
function stagedRows({ path, state, recipes, stages }: StagedSummary) {
	const sum = (of: (stage: RunSummary) => number) =>
		stages.reduce((total, stage) => total + of(stage), 0);
	const [first] = recipes;
	const whole = [
		shortPath(path),
		state,
		recipes.map((recipe) => named(recipe).objective).join(", "),
		first === undefined ? "?" : named(first).model,
		String(sum(({ step }) => step)),
		...["", "", "", ""],
		showDuration(sum(({ seconds }) => seconds)),
	];
	return [
		whole,
		...stages.map((stage) => runRow(stage, `  ${basename(stage.path)}`)),
	];
}

async function rowsOf(path: string): Promise<string[][]> {
	const inside = await namesIn(path);
	if (inside.includes(runFiles.stages))
		return stagedRows(await summariseStages(path));
	const isRun =
		inside.includes(runFiles.manifest) && inside.includes(runFiles.recipe);
	return isRun ? [runRow(await summariseRun(path), shortPath(path))] : [];
}

/** Prints a line for each run directly inside a folder. */
export async function showRuns(
	folder: string,
	terminal: Terminal,
): Promise<void> {
	const rows: string[][] = [];
	for (const name of (await namesIn(folder)).sort())
		rows.push(...(await rowsOf(join(folder, name))));
	if (rows.length === 0) terminal.line(`no runs in ${folder}`);
	else
		for (const line of renderFilled(columns, rows, terminal.columns))
			terminal.line(line);
}
