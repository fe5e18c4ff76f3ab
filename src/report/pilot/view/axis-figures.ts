import type { Estimate } from "../../../stats/estimate.ts";
import type { Axis, PilotResult } from "../../../studies/pilot/pilot-result.ts";
import { type Figures, figuresOf } from "../../page/language/figures.ts";
import type { Words } from "../../page/language/words.ts";
import { estimateOf } from "./estimate-of.ts";

function estimatesOf(
	axis: Axis,
	{ base, bases = [], arms }: PilotResult,
): Estimate[] {
	const all = [
		base,
		...bases.map(({ values }) => values),
		...arms.flatMap(({ values, gains }) => [values, gains]),
	];
	return all.flatMap((values) => estimateOf(values, axis) ?? []);
}

/** How the numbers of an axis are written. */
export function axisFigures(
	axis: Axis,
	result: PilotResult,
	words: Words,
): Figures {
	const { unit, noise } = axis;
	return figuresOf(
		{ unit, noise, estimates: estimatesOf(axis, result) },
		words,
	);
}
