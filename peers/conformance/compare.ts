/** How far a result lies from what was recorded. */
export interface Difference {
	/** Largest absolute difference of an element. */
	readonly absolute: number;
	/** Norm of the difference over the norm of what was recorded. */
	readonly relative: number;
}

/** Agreement that float32 arithmetic is held to. Either bound suffices where both are given. */
export interface Tolerance {
	readonly absolute?: number;
	readonly relative?: number;
}

export function difference(
	actual: ArrayLike<number>,
	expected: ArrayLike<number>,
): Difference {
	if (actual.length !== expected.length)
		return { absolute: Number.NaN, relative: Number.NaN };
	let absolute = 0;
	let distance = 0;
	let size = 0;
	for (let i = 0; i < expected.length; i++) {
		const gap = Math.abs((actual[i] as number) - (expected[i] as number));
		// Math.max keeps NaN, so that a result that is no number never passes.
		absolute = Math.max(absolute, gap);
		distance += gap ** 2;
		size += (expected[i] as number) ** 2;
	}
	const relative = distance === 0 ? 0 : Math.sqrt(distance / size);
	return { absolute, relative };
}

/** The worst of several differences of numbers, each relative to its own size. */
export function worst(
	actual: readonly number[],
	expected: readonly number[],
): Difference {
	const each = expected.map((value, i) =>
		difference([actual[i] ?? Number.NaN], [value]),
	);
	return {
		absolute: Math.max(0, ...each.map((d) => d.absolute)),
		relative: Math.max(0, ...each.map((d) => d.relative)),
	};
}

export function within(
	{ absolute, relative }: Difference,
	tolerance: Tolerance,
): boolean {
	return (
		absolute <= (tolerance.absolute ?? -1) ||
		relative <= (tolerance.relative ?? -1)
	);
}
