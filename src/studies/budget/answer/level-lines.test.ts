import { expect, test } from "vitest";
import { levelLines } from "./level-lines.ts";

test("a plane has one straight line, from edge to edge", () => {
	const plane = [0, 1, 2].map((row) => [0, 1, 2].map((column) => row + column));
	const lines = levelLines(plane, 1.5);
	expect(lines).toHaveLength(1);
	const [line = []] = lines;
	expect(line.map(([row, column]) => row + column)).toEqual(
		line.map(() => 1.5),
	);
	expect([line[0], line.at(-1)].sort()).toEqual([
		[0, 1.5],
		[1.5, 0],
	]);
});

test("places are interpolated between values", () => {
	const steep = [
		[0, 4],
		[0, 4],
	];
	expect(levelLines(steep, 1)).toEqual([
		[
			[0, 0.25],
			[1, 0.25],
		],
	]);
});

test("a peak has a closed line", () => {
	const peak = [
		[0, 0, 0],
		[0, 1, 0],
		[0, 0, 0],
	];
	const [line = [], ...others] = levelLines(peak, 0.5);
	expect(others).toEqual([]);
	expect(line[0]).toEqual(line.at(-1));
	expect(
		line
			.slice(1)
			.map((place) => place.join())
			.sort(),
	).toEqual(["0.5,1", "1,0.5", "1,1.5", "1.5,1"]);
});

test("a saddle is divided by the value of its middle", () => {
	const saddle = [
		[1, 0],
		[0, 1],
	];
	const corners = (level: number) =>
		levelLines(saddle, level).map((line) =>
			line.map((place) => place.map((x) => x.toFixed(1)).join()).sort(),
		);
	// The middle is 0.5: above 0.4, so the corners of 0 are cut off; below 0.6, so those of 1 are.
	expect(corners(0.4).sort()).toEqual([
		["0.0,0.6", "0.4,1.0"],
		["0.6,0.0", "1.0,0.4"],
	]);
	expect(corners(0.6).sort()).toEqual([
		["0.0,0.4", "0.4,0.0"],
		["0.6,1.0", "1.0,0.6"],
	]);
});

test("a level outside the values has no line", () => {
	expect(
		levelLines(
			[
				[0, 1],
				[0, 1],
			],
			2,
		),
	).toEqual([]);
	expect(levelLines([[1]], 1)).toEqual([]);
});
