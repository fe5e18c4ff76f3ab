import { RandomStream } from "../../src/core/random.ts";
import { pairedDifference } from "../../src/stats/paired/paired-difference.ts";
import { boundsOf, spreadOfItems } from "../../src/stats/spread.ts";
import type { Units } from "../../src/stats/unit.ts";

export interface ClusterCell {
	readonly questions: number;
	/** Wordings of each question. */
	readonly wordings: number;
	/** Share of questions whose answers a tuning changed for no reason, half of them either way. */
	readonly churn: number;
	/** Probability with which a changed question changes in one of its wordings. */
	readonly spread: number;
}

interface Pair {
	readonly base: Units;
	readonly run: Units;
	readonly changes: readonly number[];
}

/** Shares of right wordings of both, which have the same mean. */
function draw(stream: RandomStream, cell: ClusterCell): Pair {
	const { questions, wordings, churn, spread } = cell;
	const base = new Map<string, { sum: number; weight: number }>();
	const run = new Map<string, { sum: number; weight: number }>();
	const changes: number[] = [];
	for (let i = 0; i < questions; i++) {
		const kind = stream.uniform();
		const side = kind < churn / 2 ? 1 : kind < churn ? -1 : 0;
		let changed = 0;
		for (let w = 0; w < wordings; w++)
			if (side !== 0 && stream.uniform() < spread) changed++;
		const before = side > 0 ? 0 : 1;
		const change = (side * changed) / wordings;
		base.set(String(i), { sum: before, weight: 1 });
		run.set(String(i), { sum: before + change, weight: 1 });
		changes.push(change);
	}
	return { base, run, changes };
}

/** How often a lower bound at 5% is above a true difference of 0: of the score test for clusters, and of Student's. */
export function clusteredLevel(cell: ClusterCell, rounds: number) {
	const stream = new RandomStream(9, JSON.stringify(cell));
	let score = 0;
	let student = 0;
	for (let round = 0; round < rounds; round++) {
		const { base, run, changes } = draw(stream, cell);
		const found = pairedDifference(base, [run], "share", 0.05);
		score += Number((found?.low ?? -1) > 0);
		student += Number(boundsOf(spreadOfItems(changes), 0.05).low > 0);
	}
	return { score, student };
}
