/** A value of a column. */
export type Cell = string | number;

/** The questions that share a value, or values between two bounds. */
export interface ValueSet {
	readonly value: string;
	readonly questions: ReadonlySet<string>;
}

/** Numbers with more different values than this are cut into quarters. */
const mostNumbers = 8;
/** Texts with more different values than this: the rarest are put together. */
const mostTexts = 20;

export const otherValues = "(other values)";

/**
 * Questions by the value of a column: a set for each value; of a column with many different numbers, a set for each quarter of
 * the questions; of one with many different texts, one for each of the most frequent 19 and one for all others.
 */
export function valueSets(cells: ReadonlyMap<string, Cell>): ValueSet[] {
	const values = [...cells.values()];
	const distinct = new Set(values).size;
	const numeric = values.every((value) => typeof value === "number");
	if (numeric && distinct > mostNumbers)
		return quarters(cells as ReadonlyMap<string, number>);
	const sets = new Map<Cell, Set<string>>();
	for (const [question, value] of cells)
		sets.set(value, (sets.get(value) ?? new Set()).add(question));
	const all = [...sets].map(([value, questions]) => ({ value, questions }));
	if (numeric) all.sort((a, b) => Number(a.value) - Number(b.value));
	else all.sort((a, b) => b.questions.size - a.questions.size);
	const kept = distinct > mostTexts ? all.slice(0, mostTexts - 1) : all;
	const rest = all.slice(kept.length).flatMap((one) => [...one.questions]);
	return [
		...kept.map(({ value, questions }) => ({
			value: String(value),
			questions,
		})),
		...(rest.length > 0
			? [{ value: otherValues, questions: new Set(rest) }]
			: []),
	];
}

/** Equal values stay together, so that quarters may differ in size. */
function quarters(cells: ReadonlyMap<string, number>): ValueSet[] {
	const sorted = [...cells].sort(([, a], [, b]) => a - b);
	const bounds = [1, 2, 3].map(
		(part) =>
			(sorted[Math.floor((sorted.length * part) / 4)] as [string, number])[1],
	);
	const places = [Number.NEGATIVE_INFINITY, ...new Set(bounds)];
	return places.flatMap((from, i) => {
		const to = places[i + 1] ?? Number.POSITIVE_INFINITY;
		const own = sorted.filter(([, value]) => value >= from && value < to);
		const [first, last] = [own[0], own.at(-1)];
		if (first === undefined || last === undefined) return [];
		const questions = new Set(own.map(([question]) => question));
		return [{ value: `${first[1]} to ${last[1]}`, questions }];
	});
}
