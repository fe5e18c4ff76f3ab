/** What statistics count: a question, with all its wordings and seeds, as a sum of scores and its weight. */
export interface Unit {
	readonly sum: number;
	readonly weight: number;
}

/** Units by the question that they stand for. */
export type Units = ReadonlyMap<string, Unit>;

/**
 * What a score may be: a share of right answers; any score, which lies between 0 and 1 if all that were seen do; or a
 * quantity without a largest value, such as nats or tokens.
 */
export type Scale = "share" | "score" | "open";

export interface Ratio {
	readonly value: number;
	/** What each question pulls the value by, and the value: their mean is the value. */
	readonly pulls: readonly number[];
}

/** A ratio of sums over questions, linearised (Cochran, Sampling Techniques, 3rd ed., section 6.4). */
export function ratioOver(units: Units, questions: readonly string[]): Ratio {
	const picked = questions.map((question) => units.get(question) as Unit);
	const weight = picked.reduce((sum, unit) => sum + unit.weight, 0);
	const value = picked.reduce((sum, unit) => sum + unit.sum, 0) / weight;
	const mean = weight / picked.length;
	const pulls = picked.map(
		(unit) => value + (unit.sum - value * unit.weight) / mean,
	);
	return { value, pulls };
}

/** Questions that all of these have, in the order of the first. */
export function sharedQuestions(all: readonly Units[]): string[] {
	const [first = new Map<string, Unit>(), ...others] = all;
	return [...first.keys()].filter((question) =>
		others.every((units) => units.has(question)),
	);
}

/** Whether every question is right or wrong, as one answer is. */
function isBinary(units: Units): boolean {
	return [...units.values()].every(
		({ sum, weight }) => weight === 1 && (sum === 0 || sum === 1),
	);
}

/** Whether every question has a single score from 0 to 1. */
function isBounded(units: Units): boolean {
	return [...units.values()].every(
		({ sum, weight }) => weight === 1 && sum >= 0 && sum <= 1,
	);
}

/** What is known of the scores in all of these: scores that are all 0 or 1 are shares. */
export function scaleOf(all: readonly Units[], scale: Scale): Scale {
	if (scale === "open") return "open";
	if (all.every(isBinary)) return "share";
	return all.every(isBounded) ? scale : "open";
}
