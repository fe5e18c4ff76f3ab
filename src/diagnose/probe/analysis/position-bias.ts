import type { Asking, RowAskings } from "./row-askings.ts";

/** As many questions as the assumption that there is no bias weighs. */
const prior = 10;

/** Scores as log-probabilities among the options. */
function centred(scores: readonly number[]): number[] {
	const top = Math.max(...scores);
	const sum = scores.reduce((all, score) => all + Math.exp(score - top), 0);
	return scores.map((score) => score - top - Math.log(sum));
}

/** Mean log-probability of each position, over the rows with so many options, less its mean over positions. */
function biasOf(rows: readonly RowAskings[], options: number): number[] {
	const sums = new Array<number>(options).fill(0);
	let count = 0;
	for (const { askings } of rows)
		for (const { scores, listed } of askings) {
			const own = centred(scores);
			listed.forEach((place, position) => {
				sums[position] = (sums[position] as number) + (own[place] as number);
			});
			count++;
		}
	const mean = sums.reduce((all, sum) => all + sum, 0) / options;
	const weight = rows.length / (rows.length + prior) / Math.max(1, count);
	return sums.map((sum) => (sum - mean) * weight);
}

function debiased(asking: Asking, bias: readonly number[]): Asking {
	const scores = asking.scores.map(
		(score, place) => score - (bias[asking.listed.indexOf(place)] as number),
	);
	return { ...asking, scores };
}

/**
 * Rows whose scores no longer favour a position: models prefer some letters whatever stands under them (Zheng et al. 2024,
 * arXiv 2309.03882). From each score the mean log-probability of its position over all rows is taken away, shrunk towards no
 * bias where there are few rows. It uses no right answers.
 */
export function withoutPositionBias(
	rows: ReadonlyMap<string, RowAskings>,
): Map<string, RowAskings> {
	const counts = new Map<number, RowAskings[]>();
	for (const row of rows.values()) {
		const options = row.askings[0]?.listed.length ?? 0;
		const group = counts.get(options);
		if (group) group.push(row);
		else counts.set(options, [row]);
	}
	const biases = new Map(
		[...counts].map(([options, group]) => [options, biasOf(group, options)]),
	);
	return new Map(
		[...rows].map(([id, row]) => {
			const bias = biases.get(row.askings[0]?.listed.length ?? 0) ?? [];
			const askings = row.askings.map((asking) => debiased(asking, bias));
			return [id, { ...row, askings }];
		}),
	);
}
