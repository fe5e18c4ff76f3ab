import { gainAt } from "../frontier.ts";
import { markdown } from "../show.ts";
import {
	average,
	type Finished,
	klOf,
	less,
	overSeeds,
	type Quantity,
	scoreIn,
} from "./finished.ts";
import type { Measured, Scores } from "./measure.ts";
import { choosing, counting } from "./tasks.ts";

const isSft = ({ arm }: Finished) => arm.objective.kind === "sft";
const titles = (columns: readonly Quantity[]) =>
	columns.map(({ title }) => title);

export function atEqualRates(
	arms: readonly Finished[],
	columns: readonly Quantity[],
): string {
	const lines = arms.flatMap((one) => {
		const { objective, rate } = one.arm;
		const sft = arms.find((other) => isSft(other) && other.arm.rate === rate);
		if (!sft || isSft(one)) return [];
		const differences = columns.map((column) => less(one, sft, column));
		return [[objective.name, `${rate}`, ...differences]];
	});
	return markdown([
		["objective", "learning rate", ...titles(columns)],
		...lines,
	]);
}

/** Of the rates that all objectives have; with a line for MinorSFT whose beta is chosen as well. */
export function atBestRates(
	all: readonly Finished[],
	columns: readonly Quantity[],
): string {
	const arms = all.filter(({ arm }) => arm.part.rates.includes(arm.rate));
	const sft = bestOf(arms.filter(isSft));
	const names = new Set(arms.map(({ arm }) => arm.objective.name));
	const candidates = [
		...[...names].map((name) =>
			arms.filter(({ arm }) => arm.objective.name === name),
		),
		arms.filter(({ arm }) => arm.objective.kind === "minor-sft"),
	];
	const lines = candidates.flatMap((group) => {
		const best = bestOf(group);
		if (!sft || !best || isSft(best)) return [];
		const [first] = group;
		const alone = group.every(
			({ arm }) => arm.objective === first?.arm.objective,
		);
		const { objective, rate } = best.arm;
		return [
			[
				alone ? objective.name : `best beta: ${objective.name}`,
				`${rate}, sft ${sft.arm.rate}`,
				...columns.map((column) => less(best, sft, column)),
			],
		];
	});
	return markdown([
		["objective", "learning rates", ...titles(columns)],
		...lines,
	]);
}

/** The best mean in the questions that choose; of equals the one with the smaller learning rate. */
function bestOf(arms: readonly Finished[]): Finished | null {
	const score = ({ runs }: Finished) => average(runs.map(scoreIn(choosing)));
	const [best] = arms.toSorted(
		(a, b) => score(b) - score(a) || a.arm.rate - b.arm.rate,
	);
	return best ?? null;
}

/** Seed by seed, against the upper concave hull of the base and of SFT at all learning rates. */
export function atEqualKl(arms: readonly Finished[], base: Scores): string {
	const before = scoreIn(counting)({ scores: base });
	const gain = (run: Measured) => scoreIn(counting)(run) - before;
	const sft = arms.filter(isSft);
	const lines = arms
		.filter((one) => !isSft(one))
		.map(({ arm, runs }) => {
			const over = runs.map((run, seed) => {
				const points = sft.map((other) => other.runs[seed]!);
				const hull = points.map((point) => ({
					...{ kl: point.kl, gain: gain(point) },
				}));
				return gain(run) - gainAt(hull, run.kl);
			});
			const within = runs.filter((run, seed) => {
				const kls = sft.map((other) => other.runs[seed]!.kl);
				return run.kl >= Math.min(...kls) && run.kl <= Math.max(...kls);
			});
			return [
				...[arm.objective.name, `${arm.rate}`],
				overSeeds(runs.map(klOf.of), klOf.digits),
				overSeeds(runs.map(gain), 1),
				overSeeds(over, 1),
				`${within.length} of ${runs.length}`,
			];
		});
	return markdown([
		[
			...["objective", "learning rate", klOf.title, "gain"],
			...["more than SFT gains there", "KL between those of SFT"],
		],
		...lines,
	]);
}
