import { expect, test } from "vitest";
import { onFront } from "./pareto.ts";

const at = (gain: number | null, moved: number | null) => ({ gain, moved });

test("on the front is who is not beaten in both", () => {
	const places = [at(0.1, 0.1), at(0.3, 0.5), at(0.2, 0.6), at(0.3, 0.5)];
	expect(places.map((place) => onFront(place, places))).toEqual([
		true,
		true,
		false,
		true,
	]);
});

test("the same gain for less, and more gain for the same, is better", () => {
	const places = [at(0.1, 0.1), at(0.1, 0.2), at(0.2, 0.1)];
	expect(places.map((place) => onFront(place, places))).toEqual([
		false,
		false,
		true,
	]);
});

test("what was not measured is worst; without a gain nobody is on the front", () => {
	const places = [at(0.1, null), at(0.1, 0.5), at(null, 0)];
	expect(places.map((place) => onFront(place, places))).toEqual([
		false,
		true,
		false,
	]);
	const still = [at(0.1, null), at(0.2, null)];
	expect(still.map((place) => onFront(place, still))).toEqual([false, true]);
});
