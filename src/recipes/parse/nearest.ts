/** Edit distance with swaps of neighbours (optimal string alignment). */
function distance(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let best = Math.min(
				last[j]! + 1,
				row[j - 1]! + 1,
				last[j - 1]! + (same ? 0 : 1),
			);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				best = Math.min(best, before[j - 2]! + 1);
			row.push(best);
		}
		before = last;
		last = row;
	}
	return last[b.length]!;
}

function plain(word: string): string {
	return word.toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** The known word that a mistyped one most likely means, or null if none is near. Case and dashes count for nothing. */
export function nearest(word: string, known: Iterable<string>): string | null {
	const wanted = plain(word.slice(0, 64));
	let best: string | null = null;
	let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
	for (const candidate of known) {
		const steps = distance(wanted, plain(candidate));
		if (steps < least) {
			least = steps;
			best = candidate;
		}
	}
	return best;
}
