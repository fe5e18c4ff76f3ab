import type { Decoder } from "../../generate/decoder.ts";

/** A prompt and the tokens that were answered to it. */
export interface AnsweredPrompt {
	readonly prompt: Int32Array;
	readonly ids: readonly number[];
}

/** How many tokens are likelier than this one, by logits [V]; ties go to the lower id, as greedy choice has them. */
export function rankOf(id: number, logits: Float32Array): number {
	const own = logits[id] as number;
	let rank = 0;
	for (let other = 0; other < logits.length; other++) {
		const value = logits[other] as number;
		if (value > own || (value === own && other < id)) rank++;
	}
	return rank;
}

/**
 * For every token of every answer its rank under a model that is shown the prompt and the tokens before it: 0 where it
 * would have said the same. `slots` answers are read side by side.
 */
export async function ranksUnder(
	decoder: Decoder,
	answers: readonly AnsweredPrompt[],
	slots: number,
): Promise<Uint32Array[]> {
	const ranks = answers.map(({ ids }) => new Uint32Array(ids.length));
	// Longest first: those that have ended are then the last slots, which a step leaves out.
	const order = [...answers.keys()]
		.filter((i) => (answers[i] as AnsweredPrompt).ids.length > 0)
		.sort((a, b) => answers[b]!.ids.length - answers[a]!.ids.length);
	for (let at = 0; at < order.length; at += slots)
		await readBatch(decoder, answers, order.slice(at, at + slots), ranks);
	return ranks;
}

async function readBatch(
	decoder: Decoder,
	answers: readonly AnsweredPrompt[],
	batch: readonly number[],
	ranks: readonly Uint32Array[],
): Promise<void> {
	const rows = batch.map((i) => answers[i] as AnsweredPrompt);
	const V = decoder.vocabSize;
	const note = (step: number, growing: number, logits: Float32Array) => {
		for (let slot = 0; slot < growing; slot++) {
			const id = rows[slot]?.ids[step] as number;
			const own = logits.subarray(slot * V, (slot + 1) * V);
			(ranks[batch[slot] as number] as Uint32Array)[step] = rankOf(id, own);
		}
	};
	const longest = Math.max(
		...rows.map(({ prompt, ids }) => prompt.length + ids.length),
	);
	decoder.reset(rows.length, longest);
	const prompts = rows.map(({ prompt: ids }, slot) => ({
		slot,
		ids,
		cached: 0,
	}));
	note(0, rows.length, await decoder.prefill(prompts));
	for (let step = 1; ; step++) {
		const growing = rows.filter(({ ids }) => ids.length > step).length;
		if (growing === 0) return;
		const last = rows.slice(0, growing).map(({ ids }) => ids[step - 1] ?? 0);
		note(step, growing, await decoder.step(Int32Array.from(last)));
	}
}
