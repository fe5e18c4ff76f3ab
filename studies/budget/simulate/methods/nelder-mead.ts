interface Vertex {
	readonly at: readonly number[];
	readonly value: number;
}

/** Minimum of a function by Nelder and Mead's simplex (1965), with their coefficients. */
export function nelderMead(
	value: (at: readonly number[]) => number,
	start: readonly number[],
	{
		size,
		evaluations,
	}: { readonly size: number; readonly evaluations: number },
): Vertex {
	let left = evaluations;
	const vertexAt = (at: readonly number[]): Vertex => {
		left--;
		return { at, value: value(at) };
	};
	const simplex = [
		vertexAt(start),
		...start.map((_, i) =>
			vertexAt(start.map((x, j) => (i === j ? x + size : x))),
		),
	];
	const sort = () => simplex.sort((a, b) => a.value - b.value);
	while (left > 0) {
		sort();
		const [best, worst, second] = [simplex[0], simplex.at(-1), simplex.at(-2)];
		if (!best || !worst || !second) break;
		const others = simplex.slice(0, -1);
		const towards = (factor: number) =>
			vertexAt(
				start.map((_, i) => {
					const centre =
						others.reduce((sum, one) => sum + (one.at[i] ?? 0), 0) /
						others.length;
					return centre + factor * (centre - (worst.at[i] ?? 0));
				}),
			);
		const reflected = towards(1);
		let next: Vertex | null = reflected;
		if (reflected.value < best.value) {
			const expanded = towards(2);
			if (expanded.value < reflected.value) next = expanded;
		} else if (reflected.value >= second.value) {
			const contracted = towards(reflected.value < worst.value ? 0.5 : -0.5);
			next =
				contracted.value < Math.min(reflected.value, worst.value)
					? contracted
					: null;
		}
		if (next) simplex[simplex.length - 1] = next;
		else
			for (let k = 1; k < simplex.length; k++) {
				const old = simplex[k]?.at ?? start;
				simplex[k] = vertexAt(best.at.map((x, i) => (x + (old[i] ?? 0)) / 2));
			}
	}
	sort();
	const [best] = simplex;
	if (!best) throw new Error("a simplex has a vertex");
	return best;
}
