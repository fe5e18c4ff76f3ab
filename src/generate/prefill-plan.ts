/** One run over prompts: rows `from` up to `to`, of each its tokens `start` up to `end` or its own end. */
export interface PrefillRun {
	readonly from: number;
	readonly to: number;
	readonly start: number;
	readonly end: number;
}

/**
 * Cuts prompts of the given lengths into runs of at most `tokens` places, padding included. Neighbours go together;
 * a row that is too long for one run goes alone, in pieces.
 */
export function planPrefill(
	lengths: readonly number[],
	tokens: number,
): PrefillRun[] {
	const runs: PrefillRun[] = [];
	let from = 0;
	while (from < lengths.length) {
		let longest = lengths[from]!;
		let to = from + 1;
		while (to < lengths.length) {
			const next = Math.max(longest, lengths[to]!);
			if (next * (to + 1 - from) > tokens) break;
			longest = next;
			to++;
		}
		for (let start = 0; start < longest; start += tokens)
			runs.push({ from, to, start, end: Math.min(start + tokens, longest) });
		from = to;
	}
	return runs;
}
