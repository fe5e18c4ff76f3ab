import { expect, test } from "vitest";
import { colours } from "../page/style/colours.ts";
import { colourCount, lookAt, shapePath } from "./looks.ts";

test("no two of twenty-one arms look the same", () => {
	const looks = Array.from({ length: 21 }, (_, at) => lookAt(at));
	const seen = looks.map(({ colour, shape }) => `${colour} ${shape.name}`);
	expect(new Set(seen).size).toBe(seen.length);
});

test("every colour has a value for light and for dark", () => {
	for (let at = 1; at <= colourCount; at++)
		expect(colours).toMatch(
			new RegExp(`--arm-${at}: light-dark\\(#\\w{6}, #\\w{6}\\)`),
		);
});

test("shapes are about as large as the circle", () => {
	for (let at = 0; at < colourCount; at++)
		expect(shapePath(lookAt(at).shape, 5)).toMatch(/^M[-\d.,LA]+Z$/);
});
