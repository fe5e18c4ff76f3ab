import { RandomStream } from "../../core/random.ts";
import type { Group } from "../../data/example.ts";
import {
	type JudgedSample,
	readRound,
} from "../../runs/folder/round-folder.ts";
import { type Demonstration, demonstrationId } from "./demonstration.ts";
import { pairOf } from "./pair-samples.ts";

/** Each sample that was not dropped, as a pair with the demonstration whose prompt it answers. */
export function pairsOfSamples(
	samples: readonly JudgedSample[],
	demonstrations: readonly Demonstration[],
): Group[] {
	const byId = new Map(demonstrations.map((demo) => [demo.id, demo]));
	return samples.flatMap((sample) => {
		const demo = byId.get(demonstrationId(sample.row, sample.turn ?? null));
		return demo && sample.dropped === null ? [pairOf(demo, sample)] : [];
	});
}

/** Pairs of a round with those of the round before it, in an order of their own. Throws `data` if that round is gone. */
export async function withPreviousPairs(
	run: string,
	fresh: readonly Group[],
	{ number, seed }: { readonly number: number; readonly seed: number },
	demonstrations: readonly Demonstration[],
): Promise<Group[]> {
	const before = await readRound(run, number - 1);
	const stream = new RandomStream(seed, `mix/${number}`);
	const earlier = pairsOfSamples(before.samples, demonstrations);
	return stream.shuffle([...fresh, ...earlier]);
}
