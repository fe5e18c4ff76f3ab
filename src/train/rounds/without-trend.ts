/**
 * Rewards less the part that is linear in length, by group. The slope is that of the answers to one prompt (least squares
 * over differences to the group's means): prompts that ask for longer answers and are harder do not count as a trend. A
 * group whose rewards are all equal teaches nothing, says nothing of the slope, and is left as it is.
 */
export function withoutTrend(
	rewards: readonly (readonly number[])[],
	lengths: readonly (readonly number[])[],
): number[][] {
	const differ = rewards.map((group) => group.some((r) => r !== group[0]));
	const gaps = lengths.map(lessMean);
	let [squares, products] = [0, 0];
	rewards.forEach((group, g) => {
		if (!differ[g]) return;
		const own = lessMean(group);
		gaps[g]?.forEach((gap, i) => {
			squares += gap * gap;
			products += gap * (own[i] as number);
		});
	});
	const slope = squares > 0 ? products / squares : 0;
	return rewards.map((group, g) =>
		differ[g]
			? group.map((reward, i) => reward - slope * (gaps[g]?.[i] as number))
			: [...group],
	);
}

function lessMean(values: readonly number[]): number[] {
	const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
	return values.map((value) => value - mean);
}
