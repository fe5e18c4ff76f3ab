import type { TaskResult } from "../../../eval/eval-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import { within } from "../../../stats/within.ts";
import type { ProbeMethod, ProbePrediction } from "../probe-result.ts";
import { askingsOf, rowOf } from "./askings.ts";
import { unsureToTeach } from "./assumptions.ts";
import { bootstrapped } from "./bootstrap.ts";
import type { JudgedItem } from "./judge-items.ts";
import { shareOf } from "./shares.ts";

export interface PredictOptions {
	/**
	 * How well the model answers each row without examples in the prompt, 0 to 1; null if it was not measured. What the model
	 * knows then counts as answered.
	 */
	readonly zeroShot: ReadonlyMap<string, number> | null;
	readonly retained: ProbePrediction["retained"];
	readonly seed: number;
}

/** Mean score of each row in a task whose scores lie between 0 and 1, over wordings, orders and seeds. */
export function scoresByRow({ items }: TaskResult): Map<string, number> {
	const scores = new Map<string, number[]>();
	for (const item of items) {
		if (item.score === null) continue;
		const id = rowOf(item);
		const known = scores.get(id);
		if (known) known.push(item.score);
		else scores.set(id, [item.score]);
	}
	return new Map(
		[...scores].map(([id, list]) => [
			id,
			list.reduce((sum, score) => sum + score, 0) / list.length,
		]),
	);
}

/** Share of the askings of each row in which a method chooses the right option. */
export function choicesByRow(
	results: readonly TaskResult[],
	method: ProbeMethod,
): Map<string, number> {
	return new Map(
		[...askingsOf(results, method)].map(([id, { askings, gold }]) => {
			const right = askings.filter(({ choice }) => choice === gold);
			return [id, right.length / askings.length];
		}),
	);
}

interface AskedItem extends JudgedItem {
	/** Share of right answers without examples, 0 to 1. */
	readonly answered: number;
}

/** What an item gains if its knowledge is drawn out. */
function drawOutOf({ knowledge, answered }: AskedItem): number {
	return knowledge === "known" ? 1 - answered : 0;
}

/** What an item gains if it is taught and retained. */
function teachOf({ knowledge, answered }: AskedItem): number {
	if (knowledge === "known") return 0;
	return (1 - answered) * (knowledge === "unsure" ? unsureToTeach : 1);
}

/**
 * What tuning on rows like these is expected to change in the accuracy on them. Known items that are not answered without
 * examples can be drawn out. Of the unknown ones, and half of the unsure ones, the retained share is learned, less what is
 * answered right already. Intervals are bootstrapped over questions; the retained share itself is taken as given.
 */
export function predictEffect(
	items: readonly JudgedItem[],
	{ zeroShot, retained, seed }: PredictOptions,
): ProbePrediction {
	const asked = items.flatMap((item): AskedItem[] => {
		const guess =
			item.knowledge === "known" ? 1 : Number(item.chosen === item.gold);
		const answered = zeroShot === null ? guess : zeroShot.get(item.id);
		return answered === undefined ? [] : [{ ...item, answered }];
	});
	const meanOf = (gain: (item: AskedItem) => number): Estimate =>
		asked.length === 0
			? { value: 0, low: 0, high: 1 }
			: within(
					0,
					bootstrapped(
						asked,
						{
							parts: (item) => [gain(item), 1],
							statistic: ([sum, count]) => (sum as number) / (count as number),
						},
						seed,
					),
					1,
				);
	const teach = (item: AskedItem) => retained.value * teachOf(item);
	return {
		zeroShot:
			zeroShot === null || asked.length === 0
				? null
				: shareOf(asked, ({ answered }) => answered),
		drawOut: asked.length === 0 ? meanOf(drawOutOf) : shareOf(asked, drawOutOf),
		teach: meanOf(teach),
		gain: meanOf((item) => drawOutOf(item) + teach(item)),
		risk: shareOf(items, ({ reasons }) => reasons.includes("confident-wrong")),
		retained,
	};
}
