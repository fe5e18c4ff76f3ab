/** A rectangle in pixels. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** A text to be placed next to its point. */
export interface Label {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** The box of a label; `far` if a line should lead to its point. */
export interface Placed extends Box {
	readonly far: boolean;
}

const distances = [11, 20, 32, 46, 64, 86, 112, 140];

/** Angles in order of preference, clockwise from the right, in degrees. */
const angles = [0, -30, 30, 180, -150, 150, -60, 60, -120, 120, -90, 90];

/** The area that two boxes share. */
export function overlapOf(a: Box, b: Box): number {
	const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
	const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
	return width > 0 && height > 0 ? width * height : 0;
}

function area({ left, top, right, bottom }: Box): number {
	return (right - left) * (bottom - top);
}

function candidates({ x, y, width, height }: Label): Placed[] {
	return distances.flatMap((distance, ring) =>
		angles.map((angle) => {
			const across = Math.cos((angle * Math.PI) / 180);
			const down = Math.sin((angle * Math.PI) / 180);
			const side = Math.abs(across) < 0.1 ? 0 : Math.sign(across);
			const middle = y + down * (distance + height / 2);
			const left = x + across * distance - (width * (1 - side)) / 2;
			return {
				left,
				right: left + width,
				top: middle - height / 2,
				bottom: middle + height / 2,
				far: ring > 1,
			};
		}),
	);
}

/**
 * Places labels next to their points, in their order: inside the frame and away from obstacles and each other as far as
 * there is room. `lines` are obstacles that a label may cross at a cost.
 */
export function placeLabels(
	labels: readonly Label[],
	frame: Box,
	obstacles: readonly Box[],
	lines: readonly Box[] = [],
): Placed[] {
	const placed: Placed[] = [];
	for (const label of labels) {
		let best: Placed | null = null;
		let least = Number.POSITIVE_INFINITY;
		for (const [order, box] of candidates(label).entries()) {
			const hidden = [...obstacles, ...placed].reduce(
				(sum, other) => sum + overlapOf(box, other),
				0,
			);
			const crossed = lines.reduce((sum, one) => sum + overlapOf(box, one), 0);
			const outside = area(box) - overlapOf(box, frame);
			const cost = outside * 60 + hidden * 30 + crossed * 3 + order * 2;
			if (cost >= least) continue;
			least = cost;
			best = box;
		}
		if (best !== null) placed.push(best);
	}
	return placed;
}

/** Moves heights apart, keeping their order, until neighbours differ by `gap` and all are in the range, if they fit. */
export function spreadApart(
	heights: readonly number[],
	gap: number,
	[top, bottom]: readonly [number, number],
): number[] {
	const order = heights
		.map((height, at) => ({ height, at }))
		.sort((a, b) => a.height - b.height);
	let least = top;
	for (const one of order) {
		one.height = Math.max(one.height, least);
		least = one.height + gap;
	}
	let most = bottom;
	for (const one of order.toReversed()) {
		one.height = Math.min(one.height, most);
		most = one.height - gap;
	}
	const moved = heights.slice();
	for (const { height, at } of order) moved[at] = height;
	return moved;
}
