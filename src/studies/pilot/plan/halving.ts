import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import type { PilotPlan } from "./pilot-state.ts";
import type { Tried } from "./tried.ts";

/** A point in training at which learning rates are compared, and how many continue. */
export interface Rung {
	/** Share of the steps of a whole run. */
	readonly share: number;
	readonly keep: number;
}

/**
 * The rungs of an arm with so many learning rates: each halves them, and each has twice the steps of the one before
 * (Jamieson and Talwalkar 2016), so that the last one leaves one rate at half of a run. Without halving all rates are
 * trained to the end.
 */
export function rungsOf(
	rates: number,
	halving: PilotRecipe["halving"],
): Rung[] {
	if (halving === "never") return rates > 1 ? [{ share: 1, keep: 1 }] : [];
	const least = halving.arms ? 1 : 0;
	const count = Math.max(least, Math.ceil(Math.log2(rates)));
	return Array.from({ length: count }, (_, i) => ({
		share: 2 ** (i - count),
		keep: keptAt(rates, i),
	}));
}

/** The rungs of an arm. Arms that differ only by beta pass the same rungs, at which their betas are halved too. */
export function rungsOfArm(
	{ slug }: { readonly slug: string },
	{ arms, halving }: Pick<PilotPlan, "arms" | "halving">,
): Rung[] {
	const own = arms.find((arm) => arm.slug === slug);
	if (own === undefined || own.family === null)
		return rungsOf(own?.rates.length ?? 0, halving);
	const family = arms.filter((arm) => arm.family === own.family);
	const most = Math.max(
		family.length,
		...family.map((arm) => arm.rates.length),
	);
	return rungsOf(most, halving).map(({ share }, i) => ({
		share,
		keep: halving === "never" ? 1 : keptAt(own.rates.length, i),
	}));
}

/** How many of a number of choices continue after a rung, from 0. */
export function keptAt(choices: number, rung: number): number {
	return Math.ceil(choices / 2 ** (rung + 1));
}

/**
 * The learning rates that continue, best first: those with the best scores. Between rates of one arm, and nowhere else, a tie
 * goes to the lower held-out NLL, then to the lower rate. A rate without a score never continues.
 */
export function keepBest(tried: readonly Tried[], keep: number): number[] {
	return tried
		.filter(({ score }) => score !== null)
		.toSorted((a, b) => byScore(a, b) || a.learningRate - b.learningRate)
		.slice(0, keep)
		.map(({ learningRate }) => learningRate);
}

/** Of two with a score, the better one first; a tie goes to the lower held-out NLL. */
export function byScore(
	a: Pick<Tried, "score" | "nll">,
	b: Pick<Tried, "score" | "nll">,
): number {
	const last = Number.POSITIVE_INFINITY;
	return (
		(b.score as number) - (a.score as number) ||
		compare(a.nll ?? last, b.nll ?? last)
	);
}

function compare(a: number, b: number): number {
	return a === b ? 0 : a < b ? -1 : 1;
}

/** An arm at its last rung. */
export interface Standing extends Pick<Tried, "score" | "moved"> {
	readonly arm: string;
	/** What it is measured from; missing if all arms are measured from the same model. */
	readonly base?: string;
}

/**
 * Arms that another one of the same base outdoes: it scores more, and has moved less. By slug, with the slug of one that
 * outdoes it.
 */
export function dominated(
	standings: readonly Standing[],
): ReadonlyMap<string, string> {
	const out = new Map<string, string>();
	for (const one of standings) {
		const better = standings.find((other) => outdoes(other, one));
		if (better) out.set(one.arm, better.arm);
	}
	return out;
}

function outdoes(a: Standing, b: Standing): boolean {
	if (a.base !== b.base) return false;
	if (a.score === null || b.score === null) return false;
	if (a.moved === null || b.moved === null) return false;
	return a.score > b.score && a.moved < b.moved;
}
