import { RandomStream } from "../../core/random.ts";
import { distinct, drawUntil } from "../draw.ts";
import { isReserved } from "../reserved.ts";
import { drawTalk, type Talk } from "../talk.ts";
import type { World } from "../world.ts";

/** Different questions that have a wrong answer, from the stream of that name: reserved ones, or none of them. */
export function askedTalk(
	{ seed }: World,
	stream: string,
	{ count, reserved }: { readonly count: number; readonly reserved: boolean },
): Talk[] {
	const random = new RandomStream(seed, stream);
	const fits = (question: string) => isReserved(seed, question) === reserved;
	return distinct(count, () =>
		drawUntil(
			() => drawTalk(random, fits),
			({ question, wrong }) => wrong !== null && fits(question),
		),
	);
}
