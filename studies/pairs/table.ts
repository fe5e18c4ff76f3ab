import { confidenceBins } from "../../src/pairs/rank/confidence.ts";
import { mean } from "../../src/stats/mean.ts";
import { meanOverRuns } from "../../src/stats/over-runs.ts";
import { clusteredShare, wilson } from "../../src/stats/share.ts";
import type { Units } from "../../src/stats/unit.ts";
import { markdown, percent, show } from "../show.ts";
import type { JudgeName, JudgeResult, MadeRow } from "./judges.ts";
import { runId, type Scores } from "./study.ts";

/** How often pairs are right, by confidence; prompts, not pairs, are what was sampled. */
export function curve(name: string, rows: readonly MadeRow[]): string[][] {
	return confidenceBins(rows).map(({ from, to, pairs, confidence }) => {
		const inside = rows.filter(
			(row) => row.confidence >= from && (row.confidence < to || to === 1),
		);
		const unequal = inside.filter(({ right }) => right !== 0.5);
		const equal = 1 - unequal.length / inside.length;
		return [
			...[name, `${from} to ${to}`, `${pairs}`, percent(confidence)],
			...[percent(equal), overPrompts(unequal), overPrompts(inside)],
		];
	});
}

/** The share that is right, in percent, with its interval over prompts. */
function overPrompts(rows: readonly MadeRow[]): string {
	const prompts = [...new Set(rows.map(({ prompt }) => prompt))];
	const shares = prompts.map((one) => {
		const own = rows.filter(({ prompt }) => prompt === one);
		return mean(own.map(({ right }) => right)) ?? 0;
	});
	return shares.length === 0
		? ""
		: show(hundredfold(clusteredShare(shares)), 0);
}

export function curves(
	results: Readonly<Record<JudgeName, JudgeResult>>,
): string {
	const lines = Object.entries(results).flatMap(
		([name, { all, calibrated }]) => [
			...curve(name, all),
			...curve(`${name}, calibrated`, calibrated),
		],
	);
	return markdown([
		[
			"judge",
			"confidence",
			"pairs",
			"mean confidence",
			"equally good",
			"right, % of the others",
			"right, %, equally good ones half",
		],
		...lines,
	]);
}

/** DPO on pairs of each kind: pairs that are right, and good answers after training. */
export function training(
	scores: Scores,
	results: Readonly<Record<JudgeName, JudgeResult>>,
	{
		arms,
		seeds,
	}: { readonly arms: readonly string[]; readonly seeds: readonly number[] },
): string {
	const runs = (arm: string) =>
		seeds.flatMap((seed) => scores.get(runId(arm, seed)) ?? []);
	const human = runs("human");
	const base = scores.get("base");
	const lines = arms.map((arm) => {
		const made = results[arm as JudgeName]?.bestRows;
		const right =
			made === undefined
				? "100, by definition"
				: show(
						hundredfold(
							wilson(
								made.reduce((sum, row) => sum + row.right, 0),
								made.length,
							),
						),
						0,
					);
		const own = runs(arm);
		const less = own.map((units, i) => minus(units, human[i]));
		const difference = arm === "human" ? null : meanOverRuns(less, "open");
		return [
			...[arm, right, show(hundredfold(meanOverRuns(own, "share")), 1)],
			show(difference && hundredfold(difference), 1),
		];
	});
	return markdown([
		[
			"pairs",
			"right pairs, %",
			"good answers, %",
			"less human-like pairs, points",
		],
		[
			"none",
			"",
			show(
				base === undefined ? null : hundredfold(meanOverRuns([base], "share")),
				1,
			),
			"",
		],
		...lines,
	]);
}

const hundredfold = <
	E extends { value: number; low: number; high: number } | null,
>(
	estimate: E,
) =>
	estimate && {
		value: 100 * estimate.value,
		low: 100 * estimate.low,
		high: 100 * estimate.high,
	};

/** Scores less those of another run, question by question. */
function minus(units: Units, others: Units | undefined): Units {
	return new Map(
		[...units].flatMap(([question, { sum, weight }]) => {
			const other = others?.get(question);
			return other === undefined
				? []
				: [[question, { sum: sum - other.sum, weight }] as const];
		}),
	);
}
