import type { Place } from "./choice.ts";

/** The part of a segment in which a coordinate lies between 0 and `most`, as shares of the segment. */
function within(
	from: number,
	to: number,
	most: number,
): readonly [number, number] | null {
	if (from === to) return from >= 0 && from <= most ? [0, 1] : null;
	const ends = [(0 - from) / (to - from), (most - from) / (to - from)];
	const start = Math.max(0, Math.min(...ends));
	const end = Math.min(1, Math.max(...ends));
	return start <= end ? [start, end] : null;
}

/** The pieces of a line that lie between the origin and `most`. A line that does not leave them is one piece. */
export function clipLine(points: readonly Place[], most: Place): Place[][] {
	const pieces: Place[][] = [];
	let piece: Place[] = [];
	const close = () => {
		if (piece.length > 1) pieces.push(piece);
		piece = [];
	};
	for (const [at, b] of points.entries()) {
		const a = points[at - 1];
		if (a === undefined) continue;
		const x = within(a.x, b.x, most.x);
		const y = within(a.y, b.y, most.y);
		const start = Math.max(x?.[0] ?? 1, y?.[0] ?? 1);
		const end = Math.min(x?.[1] ?? 0, y?.[1] ?? 0);
		if (start > end) {
			close();
			continue;
		}
		const on = (share: number): Place => ({
			x: a.x + share * (b.x - a.x),
			y: a.y + share * (b.y - a.y),
		});
		if (start > 0) close();
		if (piece.length === 0) piece.push(on(start));
		piece.push(on(end));
		if (end < 1) close();
	}
	close();
	return pieces;
}
