/** Mean of now - before over all tokens; 0 if there are none. */
export function meanGain(
	now: readonly Float32Array[],
	before: readonly Float32Array[],
): number {
	let [total, tokens] = [0, 0];
	now.forEach((row, i) => {
		tokens += row.length;
		row.forEach((value, t) => {
			total += value - (before[i]?.[t] ?? value);
		});
	});
	return tokens === 0 ? 0 : total / tokens;
}
