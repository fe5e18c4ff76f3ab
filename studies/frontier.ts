export interface Point {
	readonly kl: number;
	readonly gain: number;
}

/**
 * The most that runs tuned by hand gain at a KL: on the upper concave hull of their points and of the base, so that also
 * what lies between two of them counts as reached.
 */
export function gainAt(points: readonly Point[], kl: number): number {
	const hull = upperHull([{ kl: 0, gain: 0 }, ...points]);
	const after = hull.findIndex((point) => point.kl >= kl);
	if (after < 0) return hull.at(-1)?.gain ?? 0;
	const [a, b] = [hull[after - 1], hull[after]] as [Point?, Point?];
	if (!a || !b) return b?.gain ?? 0;
	return a.gain + ((b.gain - a.gain) * (kl - a.kl)) / (b.kl - a.kl);
}

/** Of rising gain. */
function upperHull(points: readonly Point[]): Point[] {
	const hull: Point[] = [];
	for (const point of points.toSorted((a, b) => a.kl - b.kl)) {
		if (point.gain <= (hull.at(-1)?.gain ?? -1)) continue;
		while (hull.length > 1 && !turnsDown(hull.at(-2), hull.at(-1), point))
			hull.pop();
		hull.push(point);
	}
	return hull;
}

function turnsDown(a?: Point, b?: Point, c?: Point): boolean {
	if (!a || !b || !c) return true;
	return (b.gain - a.gain) * (c.kl - a.kl) > (c.gain - a.gain) * (b.kl - a.kl);
}
