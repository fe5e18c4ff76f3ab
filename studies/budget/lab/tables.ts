import { quantile } from "simple-statistics";
import { mean } from "../../../src/stats/mean.ts";
import { markdown, percent, show } from "../../show.ts";
import { type LabCells, meanAt, splitOf, trialsAt } from "./cells/lab-cells.ts";
import {
	type Finding,
	findingsOf,
	largerLeans,
	verdictOf,
} from "./findings/findings.ts";
import type { Replayed } from "./replay/replay.ts";
import type { StudyTruth } from "./truth.ts";

const points = (share: number) => (100 * share).toFixed(1);
const interval = ({ low, high }: { low: number; high: number }) =>
	`${percent(low)} to ${percent(high)}`;

/** Ratios as a reader of the paper knows them: shares of demonstrations. */
const ratioHeads = (study: LabCells) =>
	study.ratios.map((ratio) => `${percent(ratio)} demonstrations`);

/** Means of the grid's cells with what the whole grid recommends. */
export function truthTable({ study, budgets }: StudyTruth): string {
	return markdown([
		["examples", ...ratioHeads(study), "best pairs", "surface: pairs", "90%"],
		...budgets.map(({ budget, best, recommended }) => [
			`${budget}`,
			...study.ratios.map((ratio) =>
				points(meanAt(study, splitOf(budget, ratio))),
			),
			percent(best.share),
			percent(recommended.share),
			interval(recommended.shareInterval),
		]),
	]);
}

/** KL(base || tuned) on general rows, nats per token: means over seeds. */
export function movedTable(study: LabCells): string {
	const moved = (budget: number, ratio: number) => {
		const values = trialsAt(study, splitOf(budget, ratio)).flatMap(
			(trial) => trial.moved ?? [],
		);
		return (mean(values) ?? Number.NaN).toFixed(3);
	};
	return markdown([
		["examples", ...ratioHeads(study)],
		...study.budgets.map((budget) => [
			`${budget}`,
			...study.ratios.map((ratio) => moved(budget, ratio)),
		]),
	]);
}

const judged = ({ kind, estimate }: Finding) =>
	kind === "control"
		? show(estimate, 1)
		: `${verdictOf(estimate)}: ${show(estimate, 1)}`;

/** All findings, in points, one column for each study. */
export function findingsTable(truths: readonly StudyTruth[]): string {
	const columns = truths.map(({ study, growth }) => [
		...findingsOf(study),
		{
			claim: "The best share of pairs grows with the budget",
			measure: `share of the largest budget less that of the smallest, by the surface`,
			estimate: {
				value: 100 * growth.value,
				...{ low: 100 * growth.low, high: 100 * growth.high },
			},
			kind: "claim" as const,
		},
	]);
	const lines = (columns[0] ?? []).map(({ claim, measure }, i) => [
		...[claim, measure],
		...columns.map((column) => {
			const finding = column[i];
			return finding ? judged(finding) : "";
		}),
	]);
	return markdown([
		["claim", "points", ...truths.map(({ study }) => study.name)],
		...lines,
	]);
}

/** The two models of each task, where both are there. */
export function largerTable(studies: readonly LabCells[]): string {
	const lines = studies.flatMap((large) => {
		const small = studies.find(({ name }) => name === `${large.name}-small`);
		return small
			? [[large.name, small.name, judged(largerLeans(large, small))]]
			: [];
	});
	return markdown([
		["larger", "smaller", "what pairs add: larger less smaller, points"],
		...lines,
	]);
}

const share = (values: readonly boolean[]) =>
	`${values.filter(Boolean).length} of ${values.length}`;

/** The default against the whole grid, by study and budget, and over the budgets of each repeat. */
export function replayTable(replayed: readonly Replayed[]): string {
	const names = [
		...new Set(replayed.map(({ study, budget }) => `${study}/${budget}`)),
	];
	const groups = names.map((name) =>
		replayed.filter(({ study, budget }) => `${study}/${budget}` === name),
	);
	const lines = groups.map((group) => {
		const [first] = group;
		const regrets = group.map(({ regret }) => regret);
		const widths = group.map(({ shareInterval: { low, high } }) => high - low);
		return [
			...[first?.study ?? "", `${first?.budget}`],
			`${Math.max(...group.map(({ trials }) => trials))}`,
			share(group.map(({ agrees }) => agrees)),
			share(group.map(({ same }) => same)),
			share(group.map(({ tied }) => tied)),
			...[0.5, 0.9].map((at) => points(quantile(regrets, at))),
			points(
				quantile(
					group.map(({ stated }) => stated),
					0.5,
				),
			),
			share(group.map(({ regret, stated }) => regret <= stated + 1e-9)),
			percent(quantile(widths, 0.5)),
			share(group.map(({ distrusted }) => distrusted)),
		];
	});
	return markdown([
		[
			...["study", "examples", "models", "interval holds the grid's best"],
			...["same split", "same or tied"],
			...["regret, median", "regret, 90th percentile"],
			...["stated bound, median", "bound holds"],
			...["width of the interval, median", "shape distrusted"],
		],
		...lines,
	]);
}

/** Learning rates that tuning chose. */
export function ratesTable(studies: readonly LabCells[]): string {
	const chosen = (rate: number | null) =>
		rate === null ? "cannot be told" : rate.toExponential();
	return markdown([
		["study", "stage", "rates tried", "chosen, by number of examples"],
		...studies.flatMap(({ name, rates }) =>
			rates.map(({ stage, anchors }) => [
				...[name, stage],
				(anchors[0]?.tried ?? [])
					.map(({ learningRate }) => learningRate.toExponential())
					.join(", "),
				anchors
					.map(({ prompts, chosen: rate }) => `${prompts}: ${chosen(rate)}`)
					.join("; "),
			]),
		),
	]);
}

/** Time and disk of the studies. */
export function costTable(studies: readonly LabCells[]): string {
	return markdown([
		["study", "jobs", "minutes in jobs", "minutes", "MB on disk"],
		...studies.map(({ name, jobs, jobSeconds, seconds, bytes }) => [
			...[name, `${jobs}`],
			...[jobSeconds / 60, seconds / 60, bytes / 1e6].map((x) => x.toFixed(0)),
		]),
	]);
}
