import { markdown, number } from "../show.ts";
import type { Part } from "./arms.ts";
import { atBestRates, atEqualKl, atEqualRates } from "./compare.ts";
import {
	average,
	type Finished,
	klOf,
	overSeeds,
	type Quantity,
	scoreIn,
} from "./finished.ts";
import type { Scores } from "./measure.ts";
import { counting } from "./tasks.ts";

/** Markdown of a part: every arm, and what objectives differ by from SFT, with 95% intervals over seeds. */
export function table(
	part: Part,
	base: Scores,
	arms: readonly Finished[],
): string {
	const seeds = arms[0]?.runs.length ?? 0;
	const title = `## ${part.name}: ${arms.length} arms, ${seeds} seeds finished in all`;
	if (seeds === 0) return title;
	const scores = [
		{ title: `${part.target} %`, task: counting },
		...[part.wording, ...part.retention].map((task) => ({
			...{ title: `${task} %`, task },
		})),
	].map(({ title, task }) => ({ title, digits: 1, of: scoreIn(task), task }));
	const nll: Quantity = {
		title: "held-out NLL",
		digits: 3,
		of: (run) => run.nll.tuned,
	};
	const columns: Quantity[] = [...scores, klOf, nll];
	const baseNll = average(
		arms.flatMap(({ runs }) => runs.map((run) => run.nll.base)),
	);
	const questions = base[counting]?.length ?? 0;
	return [
		title,
		`Of the target ${questions} questions count; the others choose learning rates.`,
		markdown([
			["objective", "learning rate", ...columns.map(({ title }) => title)],
			[
				...["base", ""],
				...scores.map(({ task }) => number(scoreIn(task)({ scores: base }), 1)),
				...["0", number(baseNll, 3)],
			],
			...arms.map(({ arm, runs }) => [
				...[arm.objective.name, `${arm.rate}`],
				...columns.map(({ of, digits }) => overSeeds(runs.map(of), digits)),
			]),
		]),
		"### Less SFT at the same learning rate",
		atEqualRates(arms, columns),
		"### Less SFT, each at its best learning rate",
		atBestRates(arms, columns),
		`### ${part.target}: points gained more than SFT at the same KL`,
		atEqualKl(arms, base),
	].join("\n\n");
}
