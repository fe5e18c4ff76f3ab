/** Where an arm stands: what it gains on the first target, oriented so that higher is better, and how far it moved. */
export interface Place {
	readonly gain: number | null;
	/** On the first axis that says how far a model moved; null if none was measured. */
	readonly moved: number | null;
}

/** Whether no other place gains as much and moves as little, and does better in one of the two. */
export function onFront(place: Place, others: readonly Place[]): boolean {
	return place.gain !== null && !others.some((other) => beats(other, place));
}

/** What was not measured is worst. */
function beats(a: Place, b: Place): boolean {
	const gains = (a.gain ?? -Infinity) - (b.gain ?? -Infinity);
	const moves = (a.moved ?? Infinity) - (b.moved ?? Infinity);
	const more = gains > 0 || (a.moved !== b.moved && moves < 0);
	const noLess = gains >= 0 && (a.moved === b.moved || moves <= 0);
	return noLess && more;
}
