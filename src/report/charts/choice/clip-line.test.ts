import { expect, test } from "vitest";
import { clipLine } from "./clip-line.ts";

const most = { x: 10, y: 10 };
const line = (...points: readonly (readonly [number, number])[]) =>
	points.map(([x, y]) => ({ x, y }));

test("a line inside stays as it is", () => {
	const inside = line([0, 10], [4, 6], [10, 0]);
	expect(clipLine(inside, most)).toEqual([inside]);
});

test("a line that comes in from above and leaves to the right is cut at both edges", () => {
	const [piece, ...others] = clipLine(
		line([0, 20], [4, 8], [8, 4], [12, 2]),
		most,
	);
	expect(others).toEqual([]);
	expect(piece).toHaveLength(4);
	expect(piece![0]!.x).toBeCloseTo(10 / 3);
	expect(piece![0]!.y).toBeCloseTo(10);
	expect(piece![3]).toEqual({ x: 10, y: 3 });
});

test("a line that leaves and returns is two pieces, and one outside is none", () => {
	const pieces = clipLine(line([0, 5], [2, 15], [4, 5]), most);
	expect(pieces).toEqual([line([0, 5], [1, 10]), line([3, 10], [4, 5])]);
	expect(clipLine(line([11, 5], [12, 3]), most)).toEqual([]);
	expect(clipLine([], most)).toEqual([]);
});
