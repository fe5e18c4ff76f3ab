/** A place on the grid: row and column, not whole numbers between them. */
export type Place = readonly [row: number, column: number];

type Grid = readonly (readonly number[])[];

/** A point where a line crosses an edge of the grid; the key is the same for the two squares that share the edge. */
interface Crossing {
	readonly key: string;
	readonly place: Place;
}

type Segment = readonly [Crossing, Crossing];

/** Corners of a square in order of its edges: edge k joins corner k to the next. */
const corners = [
	[0, 0],
	[0, 1],
	[1, 1],
	[1, 0],
] as const;

/**
 * Lines along which a grid of values has one level, by marching squares (Lorensen and Cline 1987, in the plane) with linear
 * interpolation. A line that returns to its start ends with its first place.
 */
export function levelLines(grid: Grid, level: number): Place[][] {
	const segments: Segment[] = [];
	for (let row = 0; row + 1 < grid.length; row++)
		for (let column = 0; column + 1 < (grid[row]?.length ?? 0); column++)
			segments.push(...segmentsOf(grid, level, row, column));
	return joined(segments);
}

function segmentsOf(
	grid: Grid,
	level: number,
	row: number,
	column: number,
): Segment[] {
	const square = corners.map(([down, right]) => {
		const place: Place = [row + down, column + right];
		return { place, value: grid[place[0]]?.[place[1]] as number };
	});
	const crossings = square.flatMap((from, k) => {
		const to = square[(k + 1) % 4] as (typeof square)[number];
		if (from.value >= level === to.value >= level) return [];
		return [crossing(from, to, level)];
	});
	const [first, second, third, fourth] = crossings;
	if (!first || !second) return [];
	if (!third || !fourth) return [[first, second]];
	// A saddle: the middle of the square belongs with the first corner or is cut off from it.
	const middle = square.reduce((sum, { value }) => sum + value, 0) / 4;
	return middle >= level === (square[0]?.value ?? 0) >= level
		? [
				[first, second],
				[third, fourth],
			]
		: [
				[fourth, first],
				[second, third],
			];
}

interface Corner {
	readonly place: Place;
	readonly value: number;
}

function crossing(a: Corner, b: Corner, level: number): Crossing {
	const share = (level - a.value) / (b.value - a.value);
	const keys = [a.place.join(), b.place.join()].sort();
	return {
		key: keys.join("/"),
		place: [
			a.place[0] + share * (b.place[0] - a.place[0]),
			a.place[1] + share * (b.place[1] - a.place[1]),
		],
	};
}

/** Segments that share a crossing, joined into lines: open ones from the edge of the grid first, then closed ones. */
function joined(segments: readonly Segment[]): Place[][] {
	const at = new Map<string, Segment[]>();
	for (const segment of segments)
		for (const { key } of segment)
			at.set(key, [...(at.get(key) ?? []), segment]);
	const used = new Set<Segment>();
	const follow = (start: Crossing): Place[] => {
		const line = [start.place];
		let here = start;
		for (;;) {
			const next = at.get(here.key)?.find((segment) => !used.has(segment));
			if (!next) return line;
			used.add(next);
			here = next[0].key === here.key ? next[1] : next[0];
			line.push(here.place);
		}
	};
	const ends = segments.flat().filter(({ key }) => at.get(key)?.length === 1);
	return [...ends, ...segments.map(([first]) => first)]
		.map(follow)
		.filter((line) => line.length > 1);
}
