import { lowerDifference } from "../../src/stats/paired/paired-score.ts";
import { tQuantile } from "../../src/stats/student-t.ts";

function logFactorials(most: number): Float64Array {
	const logs = new Float64Array(most + 1);
	for (let i = 1; i <= most; i++) logs[i] = (logs[i - 1] ?? 0) + Math.log(i);
	return logs;
}

/** Shares of questions that both directions have in common, over which the worst is sought. */
const commons = [
	0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35,
	0.4, 0.45,
];

/**
 * The largest probability, over how often answers change at all, with which a true difference of `delta` passes for one
 * above it: all outcomes of so many questions counted, none simulated.
 */
export function worstLevel(
	questions: number,
	delta: number,
	alpha: number,
): number {
	const z = tQuantile(alpha, Number.POSITIVE_INFINITY);
	const logs = logFactorials(questions);
	const log = (n: number) => logs[n] ?? 0;
	const passing: (readonly [better: number, worse: number])[] = [];
	for (let better = 0; better <= questions; better++)
		for (let worse = 0; better + worse <= questions; worse++) {
			const counts = { better, worse, items: questions };
			if (lowerDifference(counts, z) > delta) passing.push([better, worse]);
		}
	let worst = 0;
	for (const common of commons) {
		const up = common + Math.max(0, delta);
		const down = common + Math.max(0, -delta);
		const rest = 1 - up - down;
		if (rest <= 0) continue;
		let level = 0;
		for (const [better, worse] of passing) {
			const same = questions - better - worse;
			const ways = log(questions) - log(better) - log(worse) - log(same);
			const chances =
				better * Math.log(up) + worse * Math.log(down) + same * Math.log(rest);
			level += Math.exp(ways + chances);
		}
		worst = Math.max(worst, level);
	}
	return worst;
}
