import { stringify } from "yaml";
import { measureNames } from "../../runs/measure-names.ts";
import type { RunSummary } from "../../runs/run-summary.ts";
import type { StagedSummary } from "../../runs/staged-summary.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { shortPath } from "../terminal/short-path.ts";
import { renderFilled, renderPairs, renderTable } from "../terminal/table.ts";
import { harmless, type Style, type Terminal } from "../terminal/terminal.ts";
import {
	showBytes,
	showDuration,
	showKl,
	showNumber,
	showPercent,
} from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";
import {
	alarmLine,
	coldStartLines,
	leashLine,
	leashWords,
	showEstimate,
	showShare,
	unitsLine,
} from "../train/event-lines.ts";
import { named } from "./list-runs.ts";
import { roundsTable, scoresTable } from "./rounds-table.ts";

function evaluations(summary: RunSummary, width: number): string[] {
	const estimate = (value: Estimate | null) =>
		value === null ? "" : showEstimate(value);
	const divergence = (value: Estimate | null) =>
		value && showKl(value.value) === "0" ? "0" : estimate(value);
	const number = (value: number | null) =>
		value === null ? "" : showNumber(value);
	return renderFilled(
		[
			{ title: "step", align: "right" },
			{ title: measureNames.nll },
			{ title: measureNames.klTask },
			{ title: measureNames.klGeneral },
			{ title: measureNames.mTheta, align: "right" },
			{ title: "entropy", align: "right" },
			{ title: "top-1", align: "right" },
		],
		summary.evaluations.map((one) => [
			String(one.step),
			estimate(one.nll),
			divergence(one.klTask),
			divergence(one.klGeneral),
			number(one.mTheta),
			number(one.entropy),
			number(one.top1),
		]),
		width,
	);
}

function pairEvaluations({ evaluations }: RunSummary, width: number): string[] {
	return renderTable(
		[
			{ title: "step", align: "right" },
			{ title: "held-out pairs" },
			{ title: "margin, nats" },
		],
		evaluations.flatMap(({ step, pairs }) =>
			pairs === null
				? []
				: [
						[
							String(step),
							showShare(pairs.accuracy),
							showEstimate(pairs.margin),
						],
					],
		),
		width,
	);
}

/** Rows of a table of measures: enough to see a path. */
const shownMeasures = 12;

function leashMeasures({ leash }: RunSummary, width: number): string[] {
	const apart = Math.max(1, Math.ceil(leash.length / shownMeasures));
	const shown = leash.filter(
		(_, i) => i % apart === apart - 1 || i === leash.length - 1,
	);
	return renderFilled(
		[
			{ title: "step", align: "right" },
			{
				title:
					leash[0]?.measure === "kl"
						? measureNames.klGeneral
						: measureNames.retention,
			},
			{ title: "bound", align: "right" },
			{ title: leash[0]?.strength?.name ?? "strength", align: "right" },
		],
		shown.map(({ step, value, bound, strength }) => [
			String(step),
			showEstimate(value),
			showNumber(bound),
			strength === null
				? ""
				: showNumber(Number(strength.value.toPrecision(3))),
		]),
		width,
	);
}

type Fact = readonly [name: string, value: string];

function lastStepFacts({ lastStep }: RunSummary): Fact[] {
	if (lastStep === null) return [];
	const { nll, pairs, cost } = lastStep;
	return [
		...(nll === null ? [] : [["last nll", showNumber(nll)] as const]),
		...(pairs === null
			? []
			: [
					[
						"last pairs",
						`chosen ${showNumber(pairs.chosen)}, rejected ${showNumber(pairs.rejected)}, margin ${showNumber(pairs.margin)}, accuracy ${showPercent(pairs.accuracy)}`,
					] as const,
				]),
		["memory", showBytes(cost.memoryBytes)],
	];
}

function leashFact({ leash }: RunSummary): string | null {
	const last = leash.at(-1);
	if (last === undefined) return null;
	return leashLine(last)?.replace(/^leash: /, "") ?? leashWords(last);
}

function facts(summary: RunSummary): Fact[] {
	const { manifest, error, result, units } = summary;
	const first = manifest.sessions[0];
	const fact = (name: string, value: string | null): Fact[] =>
		value === null ? [] : [[name, value]];
	return [
		["run", summary.path],
		["state", summary.state],
		...fact("error", error),
		["steps", String(summary.step)],
		["time", showDuration(summary.seconds)],
		...lastStepFacts(summary),
		...fact("units", units && unitsLine(units)),
		...fact("leash", leashFact(summary)),
		...fact("result", result),
		...(first === undefined
			? []
			: [
					...fact("started", first.at),
					...fact(
						"machine",
						`${first.machine.cpu}, ${first.machine.cores} cores`,
					),
					...fact(
						"versions",
						`temper ${first.versions.temper}, node ${first.versions.node}, onnxruntime ${first.versions.onnxruntime}`,
					),
				]),
		...(manifest.sessions.length > 1
			? fact("sessions", String(manifest.sessions.length))
			: []),
	];
}

/** Prints one run: what it is, what was measured, the recipe. */
export function showRun(summary: RunSummary, terminal: Terminal): void {
	showOutcome(summary, terminal);
	terminal.line();
	terminal.line(stringify(summary.manifest.recipe).trimEnd());
}

/** Prints a run of several stages: what each is, and what it measured. */
export function showStages(summary: StagedSummary, terminal: Terminal): void {
	const { path, state, recipes, stages } = summary;
	const kinds = recipes.map((recipe) => named(recipe).objective);
	for (const line of renderPairs([
		["run", path],
		["state", state],
		["stages", kinds.join(", ")],
	]))
		terminal.line(line);
	for (const [i, stage] of stages.entries()) {
		terminal.line();
		const title = `stage ${i + 1} of ${recipes.length}: ${kinds[i]}`;
		terminal.line(terminal.paint("bold", title));
		showOutcome(stage, terminal);
	}
	terminal.line();
	terminal.line(
		`recipes: ${stages.map((stage) => `npx temper-lm runs show ${shortPath(stage.path)}`).join(", ")}`,
	);
}

function showOutcome(summary: RunSummary, terminal: Terminal): void {
	for (const line of renderPairs(facts(summary))) terminal.line(line);
	const say = (text: string, style: Style | null) => {
		for (const line of wrap(harmless(text), terminal.columns, 2))
			terminal.line(style === null ? line : terminal.paint(style, line));
	};
	for (const note of summary.notes) say(`note: ${note}`, null);
	const { coldStart } = summary;
	if (coldStart)
		for (const { text, warns } of coldStartLines(coldStart))
			say(text, warns ? "yellow" : null);
	for (const alarm of summary.alarms) say(alarmLine(alarm), "red");
	const width = terminal.columns;
	const tables = [
		...(summary.evaluations.some(({ nll, klTask, klGeneral }) =>
			[nll, klTask, klGeneral].some((value) => value !== null),
		)
			? [evaluations(summary, width)]
			: []),
		...(summary.evaluations.some(({ pairs }) => pairs !== null)
			? [pairEvaluations(summary, width)]
			: []),
		...(summary.leash.length > 0 ? [leashMeasures(summary, width)] : []),
		...(summary.samples.length > 0 ? [roundsTable(summary, width)] : []),
		...(summary.scores.length > 0 ? [scoresTable(summary.scores, width)] : []),
	];
	for (const table of tables) {
		terminal.line();
		for (const line of table) terminal.line(line);
	}
}
