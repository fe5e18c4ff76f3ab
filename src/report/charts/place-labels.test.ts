import { expect, test } from "vitest";
import { type Box, placeLabels, spreadApart } from "./place-labels.ts";

const frame: Box = { left: 0, top: 0, right: 400, bottom: 300 };

const overlaps = (a: Box, b: Box) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

test("a label alone stands to the right of its point", () => {
	const [box] = placeLabels(
		[{ x: 100, y: 100, width: 60, height: 16 }],
		frame,
		[],
	);
	expect(box!.left).toBeGreaterThan(100);
	expect((box!.top + box!.bottom) / 2).toBe(100);
});

test("labels of points close together lie apart and inside the frame", () => {
	const labels = Array.from({ length: 6 }, (_, at) => ({
		x: 380 - at,
		y: 280 + at,
		width: 60,
		height: 16,
	}));
	const placed = placeLabels(labels, frame, []);
	for (const [at, box] of placed.entries()) {
		expect(box.right).toBeLessThanOrEqual(frame.right);
		expect(box.bottom).toBeLessThanOrEqual(frame.bottom);
		for (const other of placed.slice(0, at))
			expect(overlaps(box, other)).toBe(false);
	}
});

test("heights keep their order and their distance", () => {
	expect(spreadApart([50, 51, 10], 12, [0, 100])).toEqual([50, 62, 10]);
	expect(spreadApart([99, 98, 97], 10, [0, 100])).toEqual([100, 90, 80]);
	expect(spreadApart([], 10, [0, 100])).toEqual([]);
});
