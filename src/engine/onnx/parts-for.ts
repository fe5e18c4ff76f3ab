import type { Group } from "../../data/example.ts";
import { microBatchesOf } from "../../data/micro-batches.ts";

/** A micro-batch, or a part of one. */
interface Part {
	/** Its place among all parts, in the order of the rows. */
	readonly index: number;
	readonly groups: readonly Group[];
}

/** What a part costs beside its tokens, as so many tokens: the time of SmolLM2-135M on parts of 128 to 512 tokens (decision 0308). */
const costOfPart = 60;

/**
 * Micro-batches for `width` sessions side by side, the longest first, so that none is left alone with a long one at the end. Where whole ones
 * would leave sessions idle, the longest of them are divided.
 */
export function partsFor(
	width: number,
	microBatches: readonly (readonly Group[])[],
): readonly Part[] {
	let best = microBatches.map((groups, index) => ({ index, groups }));
	if (width === 1) return best;
	let least = Number.POSITIVE_INFINITY;
	for (const division of divisions(width, microBatches)) {
		const parts = division
			.map((groups, index) => ({ index, groups, tokens: tokensOf(groups) }))
			.sort((a, b) => b.tokens - a.tokens);
		const cost = costOf(width, parts);
		if (cost < least) [best, least] = [parts, cost];
	}
	return best;
}

/** The micro-batches whole, then more and more of them divided in two, the longest first, then in three, and so on. */
function* divisions(
	width: number,
	microBatches: readonly (readonly Group[])[],
): Generator<(readonly Group[])[]> {
	const longest = microBatches
		.map((groups) => ({ groups, tokens: tokensOf(groups) }))
		.sort((a, b) => b.tokens - a.tokens);
	const rank = new Map(longest.map(({ groups }, place) => [groups, place]));
	yield [...microBatches];
	for (let pieces = 2; pieces <= width; pieces++)
		for (let divided = 1; divided <= microBatches.length; divided++)
			yield microBatches.flatMap((groups) =>
				inPieces(
					groups,
					(rank.get(groups) as number) < divided ? pieces : pieces - 1,
				),
			);
}

function inPieces(groups: readonly Group[], pieces: number) {
	if (pieces === 1) return [groups];
	return microBatchesOf(groups, Math.ceil(tokensOf(groups) / pieces));
}

/** Until the last session has ended, if each takes the next part as soon as it is free. */
function costOf(
	width: number,
	parts: readonly { readonly tokens: number }[],
): number {
	const ends = new Array<number>(width).fill(0);
	for (const { tokens } of parts) {
		const first = ends.indexOf(Math.min(...ends));
		ends[first] = (ends[first] as number) + costOfPart + tokens;
	}
	return Math.max(...ends);
}

function tokensOf(groups: readonly Group[]): number {
	return groups.flat().reduce((sum, { ids }) => sum + ids.length, 0);
}
