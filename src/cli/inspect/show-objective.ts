import type { Source } from "../../objectives/about/about.ts";
import { lettersOf, notation } from "../../objectives/about.ts";
import type { NamedSetting } from "../../recipes/defaults/objective-defaults.ts";
import type { ObjectiveOption } from "../../recipes/schemas/objective-options.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { wrapBeside } from "../terminal/wrap.ts";
import { needsOf, type ObjectiveFacts, rowsOf } from "./objective-facts.ts";

/** Lines longer than this are hard to read, whatever the screen. */
const widest = 100;

const widthOf = ({ columns }: Terminal) =>
	Math.min(Number.isFinite(columns) ? columns : 80, widest) - 1;

/** `arXiv 2508.05629, eq. 9`. */
export function showSource({ arxiv, at }: Source): string {
	return `arXiv ${arxiv}${at === undefined ? "" : `, ${at}`}`;
}

/** A value as a recipe has it. */
export function showUsual(usual: unknown): string {
	if (usual === undefined) return "required";
	if (typeof usual === "number" && usual > 0 && usual < 1e-3)
		return usual.toExponential();
	return typeof usual === "string" ? usual : JSON.stringify(usual);
}

function showOne(facts: ObjectiveFacts, terminal: Terminal): void {
	const { kind, gist, formula, over, sources, use, avoid, defaults } = facts;
	const width = widthOf(terminal);
	const [first = "", ...rest] = wrapBeside("", gist, width, kind.length + 2);
	terminal.line(
		`${terminal.paint("bold", kind)}  ${terminal.paint("cyan", first.trimStart())}`,
	);
	for (const line of rest) terminal.line(terminal.paint("cyan", line));
	const parts = [
		["loss", `${formula}; mean over ${over}`],
		["needs", needsOf(facts).join("; ")],
		["use", use],
		["avoid", avoid],
		["train", trainedBy(defaults)],
		...(sources.length === 0
			? []
			: [["source", sources.map(showSource).join("; ")]]),
	] as const;
	for (const [name = "", text = ""] of parts)
		for (const line of wrapBeside(`  ${name}`, text, width, 10))
			terminal.line(line);
}

function showLetters(
	letters: readonly (readonly [letter: string, meaning: string])[],
	terminal: Terminal,
): void {
	for (const [letter, meaning] of letters)
		for (const line of wrapBeside(
			`  ${letter}`,
			meaning,
			widthOf(terminal),
			10,
		))
			terminal.line(terminal.paint("dim", line));
}

/** Prints all objectives, those on the same rows together. */
export function showObjectives(
	all: readonly ObjectiveFacts[],
	terminal: Terminal,
): void {
	for (const rows of new Set(all.map(rowsOf))) {
		terminal.line(terminal.paint("bold", `ON ${rows.toUpperCase()}`));
		terminal.line();
		for (const facts of all.filter((facts) => rowsOf(facts) === rows)) {
			showOne(facts, terminal);
			terminal.line();
		}
	}
	terminal.line("Letters");
	showLetters(Object.entries(notation), terminal);
	terminal.line();
	terminal.line("Options and defaults of one: npx temper-lm objectives KIND");
}

/** Prints one objective with its options, and its defaults next to the paper's and TRL's. */
export function showObjective(facts: ObjectiveFacts, terminal: Terminal): void {
	const { kind, formula, note, options, defaults } = facts;
	const width = widthOf(terminal);
	showOne(facts, terminal);
	if (note !== null)
		for (const line of wrapBeside("  note", note, width, 10))
			terminal.line(line);
	terminal.line();
	showLetters(lettersOf(formula), terminal);
	terminal.line();
	if (options.length === 0) terminal.line("It has no options.");
	else {
		terminal.line("Options, as --set objective.NAME=VALUE");
		for (const line of optionLines(options, width)) terminal.line(line);
	}
	terminal.line();
	terminal.line("Defaults, the paper's and TRL's, and why ours differ");
	for (const line of defaultLines(defaults, width)) terminal.line(line);
	terminal.line();
	terminal.line("Train with them");
	terminal.line(
		`  npx temper-lm train --preset ${kind} --model MODEL --data ROWS`,
	);
}

/** `learning rate 2e-4 for lora, 1e-5 for full; cosine schedule, warm-up 0.03`. */
function trainedBy(defaults: readonly NamedSetting[]): string {
	const ours = (key: string) =>
		showUsual(defaults.find((one) => one.key === key)?.ours);
	const rates = defaults.flatMap(({ key, ours }) => {
		const tuned = /^optimizer\.learningRate \((\w+)\)$/.exec(key)?.[1];
		return tuned === undefined ? [] : [`${showUsual(ours)} for ${tuned}`];
	});
	return `learning rate ${rates.join(", ")}; ${ours("schedule.kind")} schedule, warm-up ${ours("schedule.warmup")}`;
}

/** A row for each setting: its key, ours, what others take and why ours is another. */
function defaultLines(
	defaults: readonly NamedSetting[],
	width: number,
): string[] {
	const names = Math.max(...defaults.map(({ key }) => key.length)) + 2;
	const usuals =
		Math.max(...defaults.map(({ ours }) => showUsual(ours).length)) + 2;
	return defaults.flatMap(({ key, ours, paper, trl, why }) =>
		wrapBeside(
			`  ${key.padEnd(names)}${showUsual(ours)}`,
			[
				[
					...(paper === undefined ? [] : [`paper ${showUsual(paper)}`]),
					...(trl === undefined ? [] : [`TRL ${showUsual(trl)}`]),
				].join(", "),
				why ?? "",
			]
				.filter((text) => text !== "")
				.join("\n"),
			width,
			2 + names + usuals,
		),
	);
}

function optionLines(
	options: readonly ObjectiveOption[],
	width: number,
): string[] {
	const longest = (of: (option: ObjectiveOption) => string) =>
		Math.max(...options.map((option) => of(option).length)) + 2;
	const names = longest(({ key }) => key);
	const usuals = longest(({ usual }) => showUsual(usual));
	return options.flatMap(({ key, usual, values, meaning }) =>
		wrapBeside(
			`  ${key.padEnd(names)}${showUsual(usual)}`,
			[values, meaning].filter((text) => text !== "").join("\n"),
			width,
			2 + names + usuals,
		),
	);
}
