import type { Decoder } from "../../../generate/decoder.ts";
import type { AnsweredPrompt, TokenPlaces } from "../../measured.ts";

/** Rank of a token by logits [V], and the likeliest token. Ties go to the lower id, as they do in greedy decoding. */
export function placeOf(
	id: number,
	logits: Float32Array,
): { readonly rank: number; readonly first: number } {
	const own = logits[id] as number;
	let [rank, first] = [0, 0];
	for (let other = 0; other < logits.length; other++) {
		const value = logits[other] as number;
		if (value > own || (value === own && other < id)) rank++;
		if (value > (logits[first] as number)) first = other;
	}
	return { rank, first };
}

/** Reads answers under a model, `slots` of them side by side. */
export async function placesUnder(
	decoder: Decoder,
	answers: readonly AnsweredPrompt[],
	slots: number,
): Promise<TokenPlaces[]> {
	const places = answers.map(({ ids }) => ({
		ranks: new Uint32Array(ids.length),
		firsts: new Int32Array(ids.length),
	}));
	// Longest first: those that have ended are then the last slots, which a step leaves out.
	const order = [...answers.keys()]
		.filter((i) => (answers[i] as AnsweredPrompt).ids.length > 0)
		.sort((a, b) => answers[b]!.ids.length - answers[a]!.ids.length);
	for (let at = 0; at < order.length; at += slots)
		await readBatch(decoder, answers, order.slice(at, at + slots), places);
	return places;
}

async function readBatch(
	decoder: Decoder,
	answers: readonly AnsweredPrompt[],
	batch: readonly number[],
	places: readonly TokenPlaces[],
): Promise<void> {
	const rows = batch.map((i) => answers[i] as AnsweredPrompt);
	const V = decoder.vocabSize;
	const note = (step: number, growing: number, logits: Float32Array) => {
		for (let slot = 0; slot < growing; slot++) {
			const id = rows[slot]?.ids[step] as number;
			const own = logits.subarray(slot * V, (slot + 1) * V);
			const { ranks, firsts } = places[batch[slot] as number] as TokenPlaces;
			const { rank, first } = placeOf(id, own);
			ranks[step] = rank;
			firsts[step] = first;
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
