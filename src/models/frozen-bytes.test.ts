import { expect, it } from "vitest";
import { frozenBytes } from "./frozen-bytes.ts";

/** 600 weights in linear layers, 1000 in the head. */
const architecture = {
	linears: [
		{ path: "a", inFeatures: 10, outFeatures: 20 },
		{ path: "b", inFeatures: 20, outFeatures: 20 },
	],
	...{ vocabSize: 100, hiddenSize: 10 },
};

it.each([
	["float32", 6400, 12_800],
	["mixed", 6400, 8000],
	["int8", 1600, 3200],
	["int4", 1375, 2375],
] as const)(
	"%s: %i forward, %i with the backward pass",
	(precision, forward, backward) => {
		const bytes = (passes: "forward" | "backward") =>
			frozenBytes(architecture, precision, passes);
		expect([bytes("forward"), bytes("backward")]).toEqual([forward, backward]);
	},
);
