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

/** Weight of the bias over all rows against one asking of the row, when the bias in one wording is estimated. */
const pull = 0.1;
const rounds = 40;

/**
 * Scores of options without the effect of positions: the additive model score = option + position of the orders of one
 * wording, fitted by turns. How much a model prefers a position differs between questions, and options need not stand at
 * every place equally often: a plain mean would favour some of them. With one order the bias over all rows is subtracted.
 */
function withoutPositions(
	askings: readonly Asking[],
	bias: readonly number[],
): number[] {
	const tables = askings.map(({ scores, listed }) => {
		const own = centred(scores);
		return listed.map((place) => ({ place, score: own[place] as number }));
	});
	const positions = [...bias];
	const options = bias.map(() => 0);
	for (let round = 0; round < rounds; round++) {
		options.fill(0);
		for (const table of tables)
			table.forEach(({ place, score }, position) => {
				const own = score - (positions[position] as number);
				options[place] = (options[place] as number) + own / tables.length;
			});
		for (const [position, prior] of bias.entries()) {
			const sum = tables.reduce((all, table) => {
				const cell = table[position];
				return cell ? all + cell.score - (options[cell.place] as number) : all;
			}, pull * prior);
			positions[position] = sum / (pull + tables.length);
		}
	}
	return options;
}

/** Askings with the scores of their wording, over all its orders. */
function overOrders(
	askings: readonly Asking[],
	bias: readonly number[],
): Asking[] {
	const wordings = new Set(askings.map(({ wording }) => wording));
	return [...wordings].flatMap((wording) => {
		const same = askings.filter((asking) => asking.wording === wording);
		const scores = withoutPositions(same, bias);
		return same.map((asking) => ({ ...asking, scores }));
	});
}

/**
 * Rows whose scores no longer favour a position: models prefer some letters whatever stands under them (Zheng et al. 2024,
 * arXiv 2309.03882). All orders of a wording get the same scores. The bias over all rows is shrunk towards none if there are
 * few rows. It uses no right answers.
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
			return [id, { ...row, askings: overOrders(row.askings, bias) }];
		}),
	);
}
