import {
	changes,
	type Diagnosis,
	type TaskDiagnosis,
	type TunedDiagnosis,
} from "../../diagnose/change/diagnosis.ts";
import { showChange, showInterval } from "../../eval/compare/figures.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { renderTable } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import { showKl, showPercent } from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";
import { causeSentence, nextSentence } from "./diagnosis-words.ts";

/** Slices that are shown, at most. */
const shownSlices = 5;
/** Corrected p-value from which a slice is not shown. */
const alpha = 0.05;

/** One screen for each tuned model: what happened, in numbers, and what to do next. */
export function showDiagnosis(found: Diagnosis, terminal: Terminal): void {
	for (const one of found.tuned) {
		terminal.line(
			terminal.paint(
				"bold",
				harmless(`${one.subject.name}, tuned from ${found.base.name}`),
			),
		);
		showTuned(one, terminal);
		terminal.line();
	}
	const { partialCorrelation } = found;
	if (partialCorrelation !== null) {
		const { runs, observations, value } = partialCorrelation;
		say(
			`Consistency with the base and accuracy, controlling for the base's accuracy: partial rank correlation ${showInterval(value, (x) => x.toFixed(2))} over ${runs} models (${observations} pairs of a model and a task).`,
			terminal,
		);
	}
	for (const note of found.notes) say(note, terminal, "dim");
}

function say(text: string, terminal: Terminal, style?: "dim"): void {
	for (const line of wrap(harmless(text), terminal.columns, 2))
		terminal.line(style ? terminal.paint(style, line) : line);
}

function showTuned(tuned: TunedDiagnosis, terminal: Terminal): void {
	say(causeSentence(tuned), terminal);
	if (tuned.shares !== null) {
		const { shares } = tuned;
		const parts = changes.map(
			(change) =>
				`${change.replace("-", " ")} ${showInterval(shares[change], showPercent)}`,
		);
		say(`Questions on what the rows teach: ${parts.join(", ")}.`, terminal);
	}
	showTasks(tuned.tasks, terminal);
	for (const line of details(tuned)) say(line, terminal);
	terminal.line(terminal.paint("bold", "What to do next"));
	for (const step of tuned.next) say(`- ${nextSentence(step)}`, terminal);
}

const points = showChange("accuracy");
const plain = (value: number) => value.toFixed(2);

function showTasks(tasks: readonly TaskDiagnosis[], terminal: Terminal): void {
	const scoreOf = ({ scorer }: TaskDiagnosis, value: Estimate | null) =>
		value === null
			? ""
			: scorer === "nll"
				? plain(value.value)
				: showPercent(value.value);
	const rows = tasks.map((task) => {
		const { name, role, score, flips, baseFewShot } = task;
		const { difference } = score;
		return [
			...[harmless(name), role, String(task.questions)],
			scoreOf(task, baseFewShot),
			scoreOf(task, score.base),
			scoreOf(task, score.tuned),
			difference === null ? "" : showInterval(difference, points),
			flips === null ? "" : `${flips.rightWrong} lost, ${flips.wrongRight} won`,
			task.rankCorrelation === null ? "" : plain(task.rankCorrelation.value),
			task.optionKl === null ? "" : showKl(task.optionKl.value),
		];
	});
	const right = (title: string) => ({ title, align: "right" }) as const;
	const columns = [
		...[{ title: "task" }, { title: "role" }, right("n")],
		...[right("base, examples"), right("base"), right("tuned")],
		...[right("difference"), right("flips"), right("rank"), right("KL")],
	];
	for (const line of renderTable(columns, rows, terminal.columns))
		terminal.line(line);
}

/** Further figures, each in a sentence. */
function details(tuned: TunedDiagnosis): string[] {
	const { kl, style, leakage, slices } = tuned;
	const share = (value: Estimate) => showInterval(value, showPercent);
	const consistent = tuned.tasks.flatMap(({ name, consistency }) =>
		consistency?.difference
			? `Agreement of answers to ${name} over wordings, tuned minus base: ${showInterval(consistency.difference, points)} percentage points.`
			: [],
	);
	const only = style?.scores.filter(({ onlyForm }) => onlyForm) ?? [];
	const rare = slices
		.filter(({ p }) => p !== null && p < alpha)
		.toSorted((a, b) => (a.p as number) - (b.p as number))
		.slice(0, shownSlices)
		.flatMap(({ task, column, value, score, p }) =>
			score.difference
				? `${task}, ${column} ${value}: ${showInterval(score.difference, points)} percentage points on ${score.questions} questions, unlike the others (p ${(p as number).toFixed(3)}).`
				: [],
		);
	return [
		...(kl === null
			? []
			: [
					`Distance from the base on general text: KL ${showInterval(kl, showKl)} nats per token.`,
				]),
		...consistent,
		...(style?.styleShare
			? [
					`Of the tokens that tuning moved, ${share(style.styleShare)} are style.`,
				]
			: []),
		...only.map(
			({ task }) =>
				`Only the form gained in ${task}: the score without style did not rise.`,
		),
		...(leakage?.answers.difference
			? [
					`Unrelated answers with trained phrases, tuned minus base: ${showInterval(leakage.answers.difference, points)} percentage points.`,
				]
			: []),
		...rare,
	];
}
