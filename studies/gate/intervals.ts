import { quantile } from "simple-statistics";
import { RandomStream } from "../../src/core/random.ts";
import {
	boundsOf,
	spreadOfItems,
	spreadOfTable,
} from "../../src/stats/spread.ts";

export interface TableCell {
	readonly seeds: number;
	readonly questions: number;
	/** Standard deviation of what seeds differ by; questions differ by 0.3. */
	readonly between: number;
}

/** Right and wrong answers whose true share is one half. */
function drawTable(stream: RandomStream, cell: TableCell): number[][] {
	const difficulty = Array.from(
		{ length: cell.questions },
		() => 0.3 * stream.normal(),
	);
	return Array.from({ length: cell.seeds }, () => {
		const shift = cell.between * stream.normal();
		return difficulty.map((own) =>
			Number(stream.uniform() < 0.5 + shift + own),
		);
	});
}

/** The percentile bootstrap that draws seeds, and questions for all of them. */
function bootstrapOf(
	table: readonly (readonly number[])[],
	stream: RandomStream,
): { readonly low: number; readonly high: number } {
	const [S, n] = [table.length, table[0]?.length ?? 0];
	const means = Array.from({ length: 300 }, () => {
		const picked = Array.from({ length: n }, () => stream.integer(n));
		let sum = 0;
		for (let s = 0; s < S; s++) {
			const row = table[stream.integer(S)] ?? [];
			for (const i of picked) sum += row[i] ?? 0;
		}
		return sum / (S * n);
	});
	const [low = 0, high = 0] = quantile(means, [0.025, 0.975]);
	return { low, high };
}

/** How often 95% intervals hold the truth: of the table's mean squares, and of the bootstrap. */
export function coverage(cell: TableCell, rounds: number) {
	const { seeds, questions, between } = cell;
	const stream = new RandomStream(7, `${seeds} ${questions} ${between}`);
	const holds = ({ low, high }: { low: number; high: number }) =>
		Number(low <= 0.5 && 0.5 <= high);
	let squares = 0;
	let bootstrap = 0;
	for (let round = 0; round < rounds; round++) {
		const table = drawTable(stream, cell);
		squares += holds(boundsOf(spreadOfTable(table), 0.025));
		bootstrap += holds(bootstrapOf(table, stream));
	}
	return { squares, bootstrap };
}

/** Differences of mean 0 with a long tail of losses: how often a lower bound at 5% is above 0 all the same. */
export function skewedLevel(questions: number, rounds: number) {
	const stream = new RandomStream(8, `skewed ${questions}`);
	let corrected = 0;
	let plain = 0;
	for (let round = 0; round < rounds; round++) {
		const values = Array.from(
			{ length: questions },
			() => 1 + Math.log(1 - stream.uniform()),
		);
		const spread = spreadOfItems(values);
		corrected += Number(boundsOf(spread, 0.05).low > 0);
		plain += Number(boundsOf({ ...spread, skew: 0 }, 0.05).low > 0);
	}
	return { corrected, plain };
}
