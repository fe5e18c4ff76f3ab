import {
	type Show,
	showChange,
	showInterval,
} from "../../eval/compare/figures.ts";
import type {
	AnswerLengths,
	Consistency,
	ConsistencyComparison,
	Deviation,
	EvalReport,
	Flip,
	TaskComparison,
	TaskResult,
} from "../../eval/eval-result.ts";
import type { TaskCheck } from "../../eval/task/check-task.ts";
import { measureNames } from "../../runs/measure-names.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { renderTable } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import {
	showCount,
	showKl,
	showNumber,
	showPercent,
} from "../terminal/units.ts";
import { shorten } from "../train/show-samples.ts";

/** Flips of each direction that are shown. */
const shownFlips = 3;

/** Reasons why rows have no score that are shown. */
const shownReasons = 3;

function showOf(unit: string): Show {
	return unit === "accuracy" ? showPercent : showNumber;
}

function interval(estimate: Estimate | null, show: Show): string {
	return estimate === null ? "" : showInterval(estimate, show);
}

function signed(show: Show): Show {
	return (value) => (value > 0 ? `+${show(value)}` : show(value));
}

/** What the two sides of a comparison are called. */
interface Sides {
	readonly base: string;
	readonly tuned: string;
}

const beforeAndAfter: Sides = { base: "base", tuned: "tuned" };

/** Two models of equal standing, whose names are told above the table. */
const rivals: Sides = { base: "B", tuned: "A" };

function gain({ difference, unit }: TaskComparison): string {
	return interval(difference, showChange(unit));
}

function noise({ noise, unit }: TaskComparison): string {
	if (noise === null) return "";
	return unit === "accuracy" ? (100 * noise).toFixed(1) : showNumber(noise);
}

/** `12 lost, 30 won (p 0.008)`. */
function flips({ mcnemar }: TaskComparison): string {
	if (mcnemar === null) return "";
	const { rightToWrong, wrongToRight, p } = mcnemar;
	return `${rightToWrong} lost, ${wrongToRight} won (p ${showNumber(Number(p.toPrecision(2)))})`;
}

function row(task: TaskResult, comparison: TaskComparison | null): string[] {
	const show = showOf(task.unit);
	return [
		...[task.name, task.axis, showCount(task.questions)],
		...(comparison === null ? [] : [interval(comparison.base, show)]),
		interval(comparison === null ? task.value : comparison.tuned, show),
		...(comparison === null
			? []
			: [gain(comparison), noise(comparison), flips(comparison)]),
		task.chance === null ? "" : show(task.chance),
		task.unit,
	];
}

const right = { align: "right" } as const;

function columns(compared: boolean, sides: Sides) {
	return [
		{ title: "task" },
		{ title: "axis" },
		{ title: "n", ...right },
		...(compared ? [{ title: sides.base, ...right }] : []),
		{ title: compared ? sides.tuned : "value", ...right },
		...(compared
			? [
					{
						title: sides === rivals ? "A - B" : "difference",
						...right,
					},
					{ title: "noise", ...right },
					{ title: "flips" },
				]
			: []),
		{ title: "chance", ...right },
		{ title: "unit" },
	];
}

function oneLine(text: string | null, most: number): string {
	const line = harmless(text ?? "")
		.replace(/\s+/g, " ")
		.trim();
	return line === "" ? "(nothing)" : shorten(line, most);
}

function flipLines(
	title: string,
	all: readonly Flip[],
	width: number,
	sides: Sides,
): string[] {
	if (all.length === 0) return [];
	return [
		title,
		...all
			.slice(0, shownFlips)
			.flatMap(({ prompt, expected, base, tuned }) => [
				`  ${oneLine(prompt, width)}`,
				...(expected === null
					? []
					: [`    right  ${oneLine(expected, width)}`]),
				`    ${sides.base.padEnd(5)}  ${oneLine(base, width)}`,
				`    ${sides.tuned.padEnd(5)}  ${oneLine(tuned, width)}`,
			]),
	];
}

function deviationLines(
	deviation: Deviation | null,
	{ base, tuned }: Sides,
): string[] {
	if (deviation === null) return [];
	const { kl, length, shift } = deviation;
	return [
		...(kl === null
			? []
			: [
					`${measureNames.klGeneral}(${base} || ${tuned}) ${interval(kl, showKl)} nats per token`,
				]),
		...(length === null
			? []
			: [
					`change in answer length ${interval(length, signed(showNumber))} tokens relative to ${base === "base" ? "the base" : base}`,
				]),
		...(shift === null
			? []
			: [
					`token shift: of ${showCount(shift.tokens)} tokens of ${base === "base" ? "its" : `${tuned}'s`} answers, ${interval(shift.unshifted, showPercent)} have rank 1 under ${base === "base" ? "the base" : base}, ${interval(shift.marginal, showPercent)} rank 2 or 3, ${interval(shift.shifted, showPercent)} a lower rank`,
				]),
	];
}

/** Shares of questions by how many of their answers are right. */
function rightLine({ allRight, allWrong, mixed }: Consistency): string {
	return `all right ${showPercent(allRight.value)}, all wrong ${showPercent(allWrong.value)}, mixed ${showPercent(mixed.value)}`;
}

/** How alike answers to one question are: of the model, and of what it is compared with. */
function consistencyLines(
	own: Consistency | null,
	other: Consistency | null,
	compared: ConsistencyComparison | null,
	sides: Sides,
): string[] {
	if (own === null) return [];
	const asked = "in several wordings, orders of options or with several seeds";
	if (compared === null || other === null)
		return [
			`${showCount(own.questions)} questions ${asked}: answers agree ${interval(own.agreement, showPercent)}; ${rightLine(own)}`,
		];
	const { questions, base, tuned, difference } = compared;
	return [
		`consistency: ${showCount(questions)} questions ${asked}`,
		`  answers agree: ${sides.base} ${interval(base, showPercent)}, ${sides.tuned} ${interval(tuned, showPercent)}, difference ${interval(difference, showChange("agreement"))} percentage points`,
		`  ${`${sides.base}:`.padEnd(6)} ${rightLine(other)}`,
		`  ${`${sides.tuned}:`.padEnd(6)} ${rightLine(own)}`,
	];
}

function exampleLines({ fewShot }: TaskResult): string[] {
	if (!fewShot) return [];
	const { count, seed, replaced } = fewShot;
	const others =
		replaced === 0
			? ""
			: `; questions that are among them and had others instead: ${showCount(replaced)}`;
	return [
		`${showCount(count)} ${count === 1 ? "example" : "examples"} before every question (seed ${seed})${others}`,
	];
}

function failureLines({ items, failures }: TaskResult): string[] {
	const failed = items.filter(({ score }) => score === null);
	if (failures === 0) return [];
	const rest = failures - shownReasons;
	return [
		`${showCount(failures)} of ${showCount(items.length)} without a score:`,
		...failed
			.slice(0, shownReasons)
			.map(({ id, reason }) => `  ${id}: ${oneLine(reason, 200)}`),
		...(rest > 0 ? [`  and ${showCount(rest)} more`] : []),
	];
}

/** How long answers are and how many were cut, for both sides. */
function lengthLines(
	task: TaskResult,
	base: TaskResult | null,
	sides: Sides,
): string[] {
	const own = task.lengths ?? null;
	if (own === null) return [];
	const other = base?.lengths ?? null;
	const beside = (of: (lengths: AnswerLengths) => string) =>
		other === null ? of(own) : `${of(own)} (${sides.base} ${of(other)})`;
	const share = (count: number, of: number) =>
		`${showPercent(count / of)}, ${showCount(count)} of ${showCount(of)}`;
	const line = `answers: median ${beside((one) => showCount(one.medianTokens))} tokens; cut at the limit ${beside(({ cut, answers }) => share(cut, answers))}`;
	const inside = [own, other].some((one) => (one?.insideThought ?? 0) > 0);
	if (!inside) return [line];
	const thoughts = beside(({ insideThought, answers }) =>
		share(insideThought, answers),
	);
	return [
		line,
		`ended inside a thought, which counts as no answer: ${thoughts}`,
	];
}

/** Prints a table of tasks, then what there is to say of each. `against`: what was compared with instead of the base. */
export function showEvaluation(
	{ base, tuned, comparison }: EvalReport,
	terminal: Terminal,
	against?: string,
): void {
	const sides = against === undefined ? beforeAndAfter : rivals;
	if (against !== undefined) {
		terminal.line(harmless(`A: ${tuned.subject.name}`));
		terminal.line(harmless(`B: ${against}`));
	}
	const compared = (task: TaskResult) =>
		comparison?.tasks.find(({ name }) => name === task.name) ?? null;
	const before = (task: TaskResult) =>
		base?.tasks.find(({ name }) => name === task.name) ?? null;
	const table = renderTable(
		columns(comparison !== null, sides),
		tuned.tasks.map((task) => row(task, compared(task))),
		terminal.columns,
	);
	for (const [i, line] of table.entries())
		terminal.line(i === 0 ? terminal.paint("bold", line) : harmless(line));
	const [lost, won] =
		sides === rivals
			? ["right in B, wrong in A", "wrong in B, right in A"]
			: ["right before, wrong now", "wrong before, right now"];
	const width = Math.max(40, terminal.columns - 12);
	for (const task of tuned.tasks) {
		const pair = compared(task);
		const lines = [
			...exampleLines(task),
			...lengthLines(task, before(task), sides),
			...deviationLines(task.deviation, sides),
			...consistencyLines(
				task.consistency,
				before(task)?.consistency ?? null,
				pair?.consistency ?? null,
				sides,
			),
			...flipLines(lost, pair?.rightToWrong ?? [], width, sides),
			...flipLines(won, pair?.wrongToRight ?? [], width, sides),
			...failureLines(task),
		];
		if (lines.length === 0) continue;
		terminal.line();
		terminal.line(terminal.paint("bold", harmless(task.name)));
		for (const line of lines) terminal.line(harmless(line));
	}
}

/** Prints what those got who know all, and nothing. */
export function showChecks(
	checks: readonly TaskCheck[],
	terminal: Terminal,
): void {
	const table = renderTable(
		[
			{ title: "task" },
			{ title: "n", ...right },
			{ title: "oracle", ...right },
			{ title: "no answer", ...right },
			{ title: "chance", ...right },
			{ title: "unit" },
		],
		checks.map(({ name, unit, questions, oracle, nobody, chance }) => {
			const show = (value: number | undefined | null) =>
				value === undefined || value === null ? "" : showOf(unit)(value);
			return [
				...[name, showCount(questions), show(oracle?.value)],
				...[show(nobody?.value), show(chance), unit],
			];
		}),
		terminal.columns,
	);
	for (const line of table) terminal.line(harmless(line));
	for (const { name, faults } of checks)
		for (const fault of faults) terminal.line(harmless(`${name}: ${fault}`));
}
